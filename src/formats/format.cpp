#include "formats/format.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/reader.h"
#include "formats/writer.h"

namespace softmax::formats {
// The readers and writers of the rows; each is in the folder of its format.
OpenReader json_reader, csv_reader, npy_reader, raw_reader, printed_reader;
OpenWriter json_writer, csv_writer, npy_writer, torch_writer, numpy_writer, r_writer, octave_writer;

namespace {
using Names = std::span<const std::string_view>;

template <std::size_t N>
using List = std::array<std::string_view, N>;

constexpr List<1> json_endings = {".json"};
constexpr List<2> jsonl_endings = {".jsonl", ".ndjson"};
constexpr List<1> csv_endings = {".csv"};
constexpr List<1> tsv_endings = {".tsv"};
constexpr List<1> npy_endings = {".npy"};
constexpr List<1> npz_endings = {".npz"};
constexpr List<1> safetensors_endings = {".safetensors"};
constexpr List<1> notebook_endings = {".ipynb"};
constexpr List<1> markdown_endings = {".md"};

constexpr List<3> json_options = {"--pointer", "--keep", "--missing"};
constexpr List<1> keep = {"--keep"};
constexpr List<5> csv_options = {"--header", "--columns", "--label-columns", "--delimiter", "--missing"};
constexpr List<1> delimiter = {"--delimiter"};

constexpr Names none = {};

// The order is that of lists in messages and in --help.
constexpr std::array<FormatRow, 11> rows = {{
    {"json", "json", json_endings, "", Content::text, json_reader, json_writer, true, "json", json_options, keep},
    {"jsonl", "json", jsonl_endings, "", Content::text, json_reader, json_writer, true, "jsonl", json_options, keep},
    {"csv", "csv", csv_endings, "", Content::text, csv_reader, csv_writer, false, "csv", csv_options, delimiter},
    {"tsv", "csv", tsv_endings, "", Content::text, csv_reader, csv_writer, false, "tsv", csv_options, delimiter},
    {"npy", "npy", npy_endings, "\x93NUMPY", Content::binary, npy_reader, npy_writer, true, "npy", none, none},
    {"raw", "raw", none, "", Content::any, raw_reader, nullptr, false, "npy", none, none},
    {"text", "text", none, "", Content::text, printed_reader, nullptr, true, "", none, none},
    {"torch", "torch", none, "", Content::text, nullptr, torch_writer, true, "", none, none},
    {"numpy", "numpy", none, "", Content::text, nullptr, numpy_writer, true, "", none, none},
    {"r", "r", none, "", Content::text, nullptr, r_writer, true, "", none, none},
    {"octave", "octave", none, "", Content::text, nullptr, octave_writer, true, "", none, none},
}};

constexpr std::array<UnreadFormat, 4> unread = {{
    {".npz", npz_endings, "numpy.save('x.npy', numpy.load('x.npz')['NAME']) writes one of its arrays as .npy",
     "-o FILE.npy writes .npy"},
    {".safetensors", safetensors_endings,
     "numpy.save('x.npy', safetensors.numpy.load_file('x.safetensors')['NAME']) writes one of its tensors as .npy",
     "-o FILE.npy writes .npy"},
    {"a notebook", notebook_endings,
     "jq -r '.cells[].outputs[]? | (.text // .data.\"text/plain\" // []) | add // empty' writes what its cells print",
     ""},
    {"Markdown", markdown_endings, "--from text reads the prints of libraries in it", ""},
}};

template <class Predicate>
std::vector<std::string_view> names_that(Predicate predicate) {
  std::vector<std::string_view> names;
  for (const FormatRow& each : rows) {
    if (predicate(each)) names.push_back(each.name);
  }
  return names;
}
}  // namespace

std::span<const FormatRow> format_rows() { return rows; }

const FormatRow& row(Format format) {
  return *std::find_if(rows.begin(), rows.end(), [format](const FormatRow& each) { return each.name == format.name; });
}

std::vector<std::string_view> readable_names() {
  return names_that([](const FormatRow& each) { return each.read != nullptr; });
}

std::vector<std::string_view> writable_names() {
  return names_that([](const FormatRow& each) { return each.write != nullptr; });
}

std::optional<Format> format_named(std::string_view name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [name](const FormatRow& each) { return each.name == name; });
  if (found == rows.end()) return std::nullopt;
  return Format{found->name};
}

std::optional<Format> format_by_ending(std::string_view path) {
  for (const FormatRow& each : rows) {
    for (const std::string_view ending : each.endings) {
      if (path.ends_with(ending)) return Format{each.name};
    }
  }
  return std::nullopt;
}

const UnreadFormat* unread_by_ending(std::string_view path) {
  for (const UnreadFormat& each : unread) {
    for (const std::string_view ending : each.endings) {
      if (path.ends_with(ending)) return &each;
    }
  }
  return nullptr;
}

bool takes(Names options, std::string_view option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

std::string families_taking(std::string_view option) {
  std::string families;
  for (const FormatRow& each : rows) {
    if (each.name != each.family || !(takes(each.input_options, option) || takes(each.output_options, option)))
      continue;
    families += families.empty() ? each.family : formatted(" or {}", each.family);
  }
  return families;
}

std::unique_ptr<Sink> open_writer(Output& output, const WriteOptions& options) {
  const FormatRow& chosen = row(options.format);
  if (chosen.write == nullptr) {
    throw Error(
        formatted("{} is a format to read; expected one to write: {}", chosen.name, fmt::join(writable_names(), ", ")));
  }
  return chosen.write(output, options);
}
}  // namespace softmax::formats
