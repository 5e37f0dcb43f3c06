#include "formats/csv/body.h"

#include <algorithm>
#include <array>

#include "core/formatted.h"
#include "formats/csv/columns.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
constexpr std::string_view delimiters = "\t;,";  // in order of preference

/// The most preferred delimiter that the first line has outside quotes. A quote opens only at the start of a cell.
std::optional<char> delimiter_in_first_line(std::string_view text) {
  std::size_t best = delimiters.size();
  bool is_in_quotes = false;
  bool is_cell_start = true;
  for (const char c : text) {
    if (is_in_quotes) {
      is_in_quotes = c != '"';  // the second of two doubled quotes opens again
    } else if (c == '\n') {
      break;
    } else if (c == '"' && is_cell_start) {
      is_in_quotes = true;
    } else {
      const std::size_t preference = std::min(delimiters.find(c), delimiters.size());
      is_cell_start = c == ' ' || preference < delimiters.size();
      best = std::min(best, preference);
    }
  }
  if (best == delimiters.size()) return std::nullopt;
  return delimiters[best];
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view first_line_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  return text.substr(0, end == std::string_view::npos ? end : end + 1);
}

constexpr std::string_view comment_start = "# ";
constexpr std::string_view excel_start = "sep=";

/// Octave's `save -text` writes the numbers of a full matrix as rows, and other things in ways that look the same.
void refuse_other_octave(const Text& text, const std::vector<std::string_view>& comments) {
  const bool is_octave =
      std::any_of(comments.begin(), comments.end(), [](std::string_view c) { return c.starts_with("# name: "); });
  if (!is_octave) return;
  constexpr auto rows_of = std::to_array<std::string_view>({"matrix", "scalar", "float matrix", "float scalar"});
  constexpr std::string_view type_start = "# type: ";
  for (const std::string_view comment : comments) {
    const std::string_view line = without_line_end(comment);
    if (line.starts_with("# ndims: ")) {
      text.fail(line.data(), "expected a matrix, found an array of Octave with more dims; save reshape(x, rows, [])");
    }
    if (!line.starts_with(type_start)) continue;
    const std::string_view type = line.substr(type_start.size());
    if (std::find(rows_of.begin(), rows_of.end(), type) != rows_of.end()) continue;
    text.fail(type.data(),
              formatted("expected a matrix, found Octave's \"{}\"; save full(double(x))", printable(type)));
  }
}
}  // namespace

LineKind kind_of_line(std::string_view line) {
  if (line.starts_with(comment_start)) return LineKind::comment;
  line = without_line_end(line);
  if (line.starts_with('"') && line.ends_with('"') && line.size() > 1) line = line.substr(1, line.size() - 2);
  return line.starts_with(excel_start) && line.size() == excel_start.size() + 1 ? LineKind::delimiter : LineKind::row;
}

bool may_have_comments(const ReadOptions& options) {
  return options.label_columns.value_or(0) == 0 && (!options.columns || ColumnList(*options.columns).has_first());
}

Body body_of(const Text& text, const ReadOptions& options) {
  Body body;
  body.text = text.bytes();
  const bool has_comments = may_have_comments(options);
  for (;;) {
    const std::string_view line = first_line_of(body.text);
    const LineKind kind = kind_of_line(line);
    if (kind == LineKind::row || (kind == LineKind::comment && !has_comments)) break;
    if (kind == LineKind::delimiter && body.delimiter) break;
    if (kind == LineKind::delimiter) body.delimiter = line[line.find('=') + 1];
    if (kind == LineKind::comment) body.comments.push_back(line);
    body.text.remove_prefix(line.size());
  }
  while (has_comments) {
    const std::size_t last = body.text.find_last_not_of(" \t\r\n");
    if (last == std::string_view::npos) break;
    const std::size_t before = body.text.rfind('\n', last);
    if (before == std::string_view::npos) break;
    const std::string_view line = body.text.substr(before + 1);
    if (kind_of_line(line) != LineKind::comment) break;
    body.comments.push_back(line);
    body.text.remove_suffix(line.size());
  }
  refuse_other_octave(text, body.comments);
  return body;
}

char csv_delimiter(std::string_view text, const ReadOptions& options, Format format) {
  if (options.delimiter) return *options.delimiter;
  if (format == Format::tsv) return '\t';
  const std::string_view line = first_line_of(text);
  if (options.header == HeaderRule::yes && without_line_end(line).empty()) text.remove_prefix(line.size());
  return delimiter_in_first_line(text).value_or(' ');
}

std::string comments_note(std::string_view first, std::size_t count) {
  constexpr std::size_t longest = 80;
  const std::string_view line = without_line_end(first);
  const std::string_view shown = beginning_of(line, longest);
  return formatted("left out: {}{}{}", printable(shown), shown.size() < line.size() ? "..." : "",
                   count == 1 ? "" : formatted(" and {} more comment{}", count - 1, count == 2 ? "" : "s"));
}
}  // namespace softmax::formats
