#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace softmax::formats {

/// The formats of inputs and outputs. `text` (what a lesson prints) is only read, `torch` and `numpy` (what those
/// print) are only written.
enum class Format { json, jsonl, csv, tsv, npy, text, torch, numpy };

inline constexpr std::array<std::string_view, 8> format_names = {"json", "jsonl", "csv",   "tsv",
                                                                 "npy",  "text",  "torch", "numpy"};

inline constexpr std::string_view name(Format format) { return format_names[static_cast<std::size_t>(format)]; }

/// The format that a file's ending names: .json .jsonl .ndjson .csv .tsv .npy .txt.
inline constexpr std::optional<Format> format_by_ending(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, Format>, 7> endings = {{{".json", Format::json},
                                                                           {".jsonl", Format::jsonl},
                                                                           {".ndjson", Format::jsonl},
                                                                           {".csv", Format::csv},
                                                                           {".tsv", Format::tsv},
                                                                           {".npy", Format::npy},
                                                                           {".txt", Format::text}}};
  for (const auto& [ending, format] : endings) {
    if (path.ends_with(ending)) return format;
  }
  return std::nullopt;
}

/// What is known of a format.
struct FormatRow {
  std::string_view name;
  std::string_view family;  ///< the format that messages name for it: "json" for jsonl
  bool read;
  bool write;
  bool holds_sequence;              ///< of a format that is written: several tensors, one after another
  std::string_view default_output;  ///< what an input of this format is written as; empty: as PyTorch or NumPy print
};

inline constexpr std::array<FormatRow, 8> format_rows_for_now = {{{"json", "json", true, true, true, "json"},
                                                                  {"jsonl", "json", true, true, true, "jsonl"},
                                                                  {"csv", "csv", true, true, false, "csv"},
                                                                  {"tsv", "csv", true, true, false, "tsv"},
                                                                  {"npy", "npy", true, true, true, "npy"},
                                                                  {"text", "text", true, false, true, ""},
                                                                  {"torch", "torch", false, true, true, ""},
                                                                  {"numpy", "numpy", false, true, true, ""}}};

inline const FormatRow& row(Format format) { return format_rows_for_now[static_cast<std::size_t>(format)]; }

/// The names of the formats that are read, and of those that are written, in the order of the table.
inline std::vector<std::string_view> readable_names() {
  std::vector<std::string_view> names;
  for (const FormatRow& each : format_rows_for_now) {
    if (each.read) names.push_back(each.name);
  }
  return names;
}
inline std::vector<std::string_view> writable_names() {
  std::vector<std::string_view> names;
  for (const FormatRow& each : format_rows_for_now) {
    if (each.write) names.push_back(each.name);
  }
  return names;
}

/// The format of that name among those that are read or written, if there is one.
inline std::optional<Format> format_named(std::string_view name) {
  for (std::size_t i = 0; i < format_rows_for_now.size(); ++i) {
    if (format_rows_for_now[i].name == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

/// The family whose inputs, or outputs, alone take an option: "json" for --pointer. Empty: every format takes it.
inline std::string_view family_taking(std::string_view option) {
  if (option == "--pointer" || option == "--keep") return "json";
  if (option == "--header" || option == "--label-columns" || option == "--delimiter") return "csv";
  return {};
}

}  // namespace softmax::formats
