// Runs every row of tests/conformance/*.table through the reader of its format: what a specification says of a text
// beside what is made of it.

#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/options.h"
#include "formats/reader.h"
#include "support/conformance_table.h"
#include "support/documents.h"
#include "support/piped_input.h"
#include "support/process.h"
#include "support/temporary_file.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

/// A pipe takes so much at once.
constexpr std::size_t longest_piped = 65536;

formats::ReadOptions options_of(const ConformanceRow& row, formats::Format format) {
  std::vector<const char*> words = {"softmax"};
  for (const std::string& word : row.options) words.push_back(word.c_str());
  formats::ReadOptions options = cli::parse_options(static_cast<int>(words.size()), words.data()).read;
  if (!options.format) options.format = format;
  return options;
}

/// Bytes on one line of ASCII, as the tables write them.
std::string encoded(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < 0x20 || byte > 0x7e || c == '%' ? fmt::format("%{:02X}", byte) : std::string(1, c);
  }
  return text;
}

/// A document on one line: shape and values, the dtype where it is not float64, header and labels of CSV.
std::string line_of(const formats::Document& document) {
  std::string line = shown(document);
  if (document.dtype != Dtype::float64) line += fmt::format(" {}", name(document.dtype));
  if (const auto* frame = std::get_if<CsvFrame>(&document.frame)) {
    if (frame->has_header) line += fmt::format(" header <{}>", encoded(frame->header));
    for (const std::string& label : frame->labels) line += fmt::format(" label <{}>", encoded(label));
  }
  return line;
}

/// What an input gives up to its end or to an error, one a line.
std::string answer(Input input, const formats::ReadOptions& options) {
  std::string text;
  const std::string error = refusal([&] {
    const auto reader = formats::open_reader(std::move(input), options);
    while (const auto document = reader->next()) text += line_of(*document) + "\n";
  });
  return error == "accepted" ? text : text + error + "\n";
}

/// The text as it is read from a file, whole; then from a pipe, and in pieces of every small size, which must not make
/// a difference.
void check(const std::string& table, const ConformanceRow& row, formats::Format format) {
  const auto where = [&] { return fmt::format("{}:{}: {}", table, row.line, row.title); };
  const TemporaryFile file(row.bytes);
  formats::ReadOptions options = options_of(row, format);
  const std::string expected = row.accepted + row.refused;
  const std::string found = answer(Input::open(file.path()), options);
  CHECK_MESSAGE(found == expected, fmt::format("{}\nexpected {}found    {}", where(), expected, found));
  if (row.bytes.size() > longest_piped) return;
  // What follows an array in a pipe is seen only when the array has been given out.
  const std::string piped = answer(piped_input(row.bytes), options);
  CHECK_MESSAGE((piped == expected || (format == formats::Format::npy && piped.ends_with(row.refused))),
                fmt::format("{}, from a pipe\nexpected {}found    {}", where(), expected, piped));
  if (format == formats::Format::npy || row.bytes.size() > 1000) return;
  options.threads = 3;
  for (options.piece_size = 1; options.piece_size <= 9; ++options.piece_size) {
    const std::string pieces = answer(Input::open(file.path()), options);
    CHECK_MESSAGE(pieces == expected, fmt::format("{}, in pieces of {}\nexpected {}found    {}", where(),
                                                  options.piece_size, expected, pieces));
  }
}

void check_table(const std::string& name, formats::Format format) {
  const std::string text = bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / "tests/conformance" / name);
  for (const ConformanceRow& row : ConformanceTableParser(name, text).rows()) check(name, row, format);
}

std::string parse_error(const std::string& text) {
  try {
    ConformanceTableParser("a.table", text).rows();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("JSON as RFC 8259 has it") { check_table("json.table", formats::Format::json); }

TEST_CASE("CSV as RFC 4180 has it") { check_table("csv.table", formats::Format::csv); }

TEST_CASE("CSV as other programs write it") { check_table("programs.table", formats::Format::csv); }

TEST_CASE(".npy as NumPy's format document has it") { check_table("npy.table", formats::Format::npy); }

TEST_CASE("a table of conformance is read with its bytes as they are meant") {
  const std::vector<ConformanceRow> rows =
      ConformanceTableParser("a.table",
                             "# a comment\n\ni §1: title\n$ --header yes\n< a%00%25 \n* 2 [%0A\n> 1\n! no\n? why\n"
                             "y §2\nh 1 {}\n> 2\n")
          .rows();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].ruling == Ruling::is_left_open);
  CHECK(rows[0].title == "§1: title");
  CHECK(rows[0].line == 3);
  CHECK(rows[0].options == std::vector<std::string>{"--header", "yes"});
  CHECK(rows[0].bytes == std::string("a\0% [\n[\n", 8));
  CHECK(rows[0].accepted == "1\n");
  CHECK(rows[0].refused == "no\n");
  CHECK(rows[0].reason == "why\n");
  CHECK(rows[1].bytes == std::string("\x93NUMPY\1\0\x36\0{}", 12) + std::string(51, ' ') + "\n");
}

TEST_CASE("a table of conformance that says nothing, or the opposite of its ruling, is refused") {
  CHECK(parse_error("y §1\n< 1\n> 1\n") == "no error");
  CHECK(parse_error("") == "a.table:0: the table has no row");
  CHECK(parse_error("< 1\n") == "a.table:1: expected one of y, n, i, x, t and the title of a row");
  CHECK(parse_error("title\n") == "a.table:1: expected a letter or a sign, a blank, and what belongs to it");
  CHECK(parse_error("y §1\n= 1\n") == "a.table:2: expected one of y, n, i, x, t, $, <, *, h, >, !, ?");
  CHECK(parse_error("y §1\n< 1\n") == "a.table:2: the row above has no answer");
  CHECK(parse_error("y §1\n< 1\n! no\n") == "a.table:3: the row above must be accepted, and is refused");
  CHECK(parse_error("n §1\n< 1\n> 1\n") == "a.table:3: the row above must be refused, and is accepted");
  CHECK(parse_error("i §1\n< 1\n> 1\n") == "a.table:3: the row above needs a reason, behind ?");
  CHECK(parse_error("y §1\n< %1\n") == "a.table:2: expected two hexadecimal digits behind %");
  CHECK(parse_error("y §1\n* x\n") == "a.table:2: expected a number and a blank");
}

}  // namespace softmax::test
