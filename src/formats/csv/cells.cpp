#include "formats/csv/cells.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/formatted.h"
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

/// Whether the content would be a number with a point in place of its only comma: `0,5`, `-1,5e3`.
bool has_decimal_comma(std::string_view content) {
  const std::size_t comma = content.find(',');
  if (comma == std::string_view::npos) return false;
  std::string with_point(content);
  with_point[comma] = '.';
  return is_number({with_point.data(), with_point.data() + with_point.size()});
}

bool has_lone_return(std::string_view content) {
  const std::size_t at = content.find('\r');
  return at != std::string_view::npos && content.substr(at, 2) != "\r\n";
}

bool is_after_last_delimiter(const Cell& cell, const char* text_end) {
  return cell.begin == cell.end && (cell.end == text_end || *cell.end == '\n' || *cell.end == '\r');
}

const char* closing_quote(const Text& text, const char* opening, const char* end) {
  for (const char* p = opening + 1; p < end; ++p) {
    if (*p != '"') continue;
    if (p + 1 == end || p[1] != '"') return p;
    ++p;
  }
  text.fail(opening, "expected a closing quote to this one, found the end of the input");
}

/// The cells of the first line after the label columns.
struct FirstLine {
  bool has_numbers = false;
  std::optional<Cell> other;  ///< the first cell that is not a number
  std::size_t other_column = 0;
  const char* end = nullptr;
};

FirstLine survey(const Text& text, RowWalker walker, std::size_t label_columns) {
  FirstLine line;
  std::size_t column = 0;
  bool has_cell = true;
  for (; has_cell && column < label_columns; ++column) {
    walker.take(text);
    line.end = walker.at();
    has_cell = walker.next();
  }
  for (; has_cell; ++column) {
    double value;
    std::optional<Cell> other;
    if (!walker.take_number(Dtype::float64, value)) other = walker.take(text);
    if (!other || is_number(*other)) {
      line.has_numbers = true;
    } else if (!line.other) {
      line.other = other;
      line.other_column = column;
    }
    line.end = walker.at();
    has_cell = walker.next();
  }
  return line;
}
}  // namespace

std::string_view Cell::content() const {
  std::string_view content(begin, end);
  if (!content.starts_with('"')) return content;
  content = content.substr(1, content.size() - 2);
  const std::size_t first = content.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return content.substr(first, content.find_last_not_of(" \t") - first + 1);
}

std::string cell_text(const Cell& cell) {
  constexpr std::size_t longest_shown = 24;
  if (cell.content().empty()) return "an empty cell";
  if (is_control(*cell.begin)) return token_text(cell.begin, cell.end);
  std::string_view shown(cell.begin, std::find_if(cell.begin, cell.end, is_control));
  shown = beginning_of(shown, longest_shown);
  const bool is_cut = shown.end() != std::string_view(cell.begin, cell.end).end();
  const std::string_view quote = *cell.begin == '"' ? "" : "\"";  // a quoted cell has its own
  return formatted("{}{}{}{}", quote, printable(shown), is_cut ? "..." : "", quote);
}

bool is_number(const Cell& cell) {
  const std::string_view content = cell.content();
  const char* last = content.data() + content.size();
  double value;
  const NumberEnd number = read_cell_number(content.data(), last, Dtype::float64, value);
  return number.status != NumberStatus::not_a_number && number.end == last;
}

RowWalker::RowWalker(std::string_view text, char delimiter)
    : begin_(text.data()),
      end_(begin_ + text.size()),
      text_end_(end_),
      at_(begin_),
      delimiter_(delimiter),
      separates_by_blanks_(delimiter == ' ') {
  const char* p = text_end_;
  for (; p > begin_ && (is_blank(p[-1]) || p[-1] == '\n' || p[-1] == '\r'); --p) {
    if (p[-1] == '\n') end_ = p - 1;
  }
  if (p == begin_) end_ = begin_;
  if (end_ > p && end_[-1] == '\r' && *end_ == '\n') --end_;
}

bool RowWalker::ends_with_blank_lines() const {
  return end_ < text_end_ && (is_empty() || after_line_end(end_) < text_end_);
}

Cell RowWalker::take(const Text& text) {
  const char* begin = skip_blanks();
  if (begin < end_ && *begin == '"') {
    const char* end = closing_quote(text, begin, end_) + 1;
    if (!finish(end)) text.fail_expecting(after_blanks(end), "the end of the cell after its closing quote");
    return {begin, end};
  }
  const char* end = begin;
  while (!is_line_end(end) && *end != delimiter_ && !(separates_by_blanks_ && is_blank(*end))) ++end;
  at_ = separates_by_blanks_ ? after_blanks(end) : end;
  while (end > begin && is_blank(end[-1])) --end;
  return {begin, end};
}

std::string label_hint(std::size_t label_columns) {
  return formatted("--label-columns N passes the first N columns through (N is {} now)", label_columns);
}

std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus) {
  if (may_be_surplus && is_after_last_delimiter(cell, text_end)) {
    return ": the line ends with a delimiter; remove it if no number is missing";
  }
  if (has_lone_return(cell.content())) return ": a carriage return alone does not end a line";
  if (has_decimal_comma(cell.content())) return ": numbers have a decimal point, not a comma";
  return {};
}

char csv_delimiter(std::string_view text, const ReadOptions& options, Format format) {
  if (options.delimiter) return *options.delimiter;
  if (format == Format::tsv) return '\t';
  return delimiter_in_first_line(text).value_or(' ');
}

bool has_csv_header(const Text& text, const RowWalker& walker, const ReadOptions& options) {
  if (options.header != HeaderRule::automatic) return options.header == HeaderRule::yes;
  RowWalker start = walker;
  start.skip_blanks();
  if (start.at_line_end()) return false;

  const FirstLine line = survey(text, walker, options.label_columns);
  if (!line.has_numbers) {
    const auto is_foreign = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
    };
    const char* foreign = std::find_if(walker.at(), line.end, is_foreign);
    if (foreign != line.end) text.fail_expecting(foreign, "a number");
    return true;
  }
  if (!line.other) return false;
  const std::string found = formatted("expected a number, found {}", cell_text(*line.other));
  const std::string hint = cell_hint(*line.other, walker.end(), true);
  if (!hint.empty()) text.fail(line.other->begin, found + hint);
  const bool is_leading = line.other_column == options.label_columns;
  text.fail(line.other->begin,
            formatted("{}: the first line has numbers too; --header yes or --header no says what it is{}", found,
                      is_leading ? ", " + label_hint(options.label_columns) : ""));
}

std::string csv_header_note(std::string_view header) {
  constexpr std::size_t longest = 80;
  const std::string_view shown = beginning_of(header.substr(0, header.find_first_of("\r\n")), longest);
  return formatted("header: {}{}", printable(shown), shown.size() < header.size() ? "..." : "");
}
}  // namespace softmax::formats
