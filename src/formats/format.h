#pragma once

#include <array>
#include <optional>
#include <string_view>

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

}  // namespace softmax::formats
