#include "formats/csv/cells.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/formatted.h"
#include "formats/csv/spelling.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
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

std::string cells_text(std::size_t count) { return formatted("{} cell{}", count, count == 1 ? "" : "s"); }

std::string label_hint(std::size_t label_columns) {
  return formatted("--label-columns N passes the first N columns through (N is {} now)", label_columns);
}

std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus) {
  if (may_be_surplus && is_after_last_delimiter(cell, text_end)) {
    return ": the line ends with a delimiter; remove it if no number is missing";
  }
  if (has_lone_return(cell.content())) return ": a carriage return alone does not end a line";
  return spelling_hint(cell.content());
}
}  // namespace softmax::formats
