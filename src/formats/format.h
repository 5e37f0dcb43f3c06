#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace softmax {
class Input;
class Output;
class Sink;
}  // namespace softmax

namespace softmax::formats {
class Reader;
struct ReadOptions;
struct WriteOptions;

/// A format of inputs or outputs, by its name in the table of formats. The constants are those that code speaks of; a
/// format needs none.
struct Format {
  std::string_view name;

  bool operator==(const Format&) const = default;

  static const Format json, jsonl, csv, tsv, npy, text, torch, numpy;
};

inline constexpr Format Format::json{"json"};
inline constexpr Format Format::jsonl{"jsonl"};
inline constexpr Format Format::csv{"csv"};
inline constexpr Format Format::tsv{"tsv"};
inline constexpr Format Format::npy{"npy"};
inline constexpr Format Format::text{"text"};
inline constexpr Format Format::torch{"torch"};
inline constexpr Format Format::numpy{"numpy"};

inline std::string_view name(Format format) { return format.name; }

/// What an input is made of. A text is refused in UTF-16 and where it starts with a zero byte. Binary numbers without a
/// header may start with any bytes, also with those of a packed file.
enum class Content { text, binary, any };

/// A reader of the format; it owns the input.
using OpenReader = std::unique_ptr<Reader>(Input input, const ReadOptions& options, Format format);

/// A writer of the format onto the output.
using OpenWriter = std::unique_ptr<Sink>(Output& output, const WriteOptions& options);

/// A row of the table of formats (format.cpp): all that the rest of the program knows of a format.
struct FormatRow {
  std::string_view name;
  std::string_view family;  ///< the format that messages name for it: "json" for jsonl
  std::span<const std::string_view> endings;
  std::string_view magic;  ///< the bytes that every file of the format starts with; empty: none
  Content content;
  OpenReader* read;                 ///< nullptr: it is only written
  OpenWriter* write;                ///< nullptr: it is only read
  bool holds_sequence;              ///< of a format that is written: several tensors, one after another
  std::string_view default_output;  ///< what an input of this format is written as; empty: as PyTorch or NumPy print
  std::span<const std::string_view> input_options;   ///< that only inputs of this family take
  std::span<const std::string_view> output_options;  ///< that only outputs of this family take
};

std::span<const FormatRow> format_rows();

/// The row of a format, which must be in the table.
const FormatRow& row(Format format);

/// The names of the formats that are read, and of those that are written, in the order of the table.
std::vector<std::string_view> readable_names();
std::vector<std::string_view> writable_names();

/// The format of that name among those that are read or written, if there is one.
std::optional<Format> format_named(std::string_view name);

/// The format that a file's ending names.
std::optional<Format> format_by_ending(std::string_view path);

/// The family whose inputs, or outputs, alone take an option: "json" for --pointer. Empty: every format takes it.
std::string_view family_taking(std::string_view option);
}  // namespace softmax::formats
