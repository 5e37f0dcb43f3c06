#include "formats/csv/cells.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {

constexpr std::size_t longest_shown = 24;

/// Whether a point in the place of the only comma would make a number of it: `0,5`, `-1,5e3`.
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

bool is_behind_last_delimiter(const Cell& cell, const char* text_end) {
  return cell.begin == cell.end && (cell.end == text_end || *cell.end == '\n' || *cell.end == '\r');
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
  if (cell.content().empty()) return "an empty cell";
  if (is_control(*cell.begin)) return token_text(cell.begin, cell.end);
  std::string_view shown(cell.begin, std::find_if(cell.begin, cell.end, is_control));
  shown = beginning_of(shown, longest_shown);
  const bool is_cut = shown.end() != std::string_view(cell.begin, cell.end).end();
  const std::string_view quote = *cell.begin == '"' ? "" : "\"";  // a quoted cell brings its own
  return formatted("{}{}{}{}", quote, printable(shown), is_cut ? "..." : "", quote);
}

Cells::Cells(const Text& text, char delimiter)
    : text_(&text),
      delimiter_(delimiter),
      separates_by_blanks_(delimiter == ' '),
      begin_(text.begin()),
      end_(text.end()),
      at_(text.begin()) {
  const char* p = text.end();
  for (; p > begin_ && (is_blank(p[-1]) || p[-1] == '\n' || p[-1] == '\r'); --p) {
    if (p[-1] == '\n') end_ = p - 1;
  }
  if (p == begin_) end_ = begin_;
  if (end_ > p && end_[-1] == '\r' && *end_ == '\n') --end_;
}

const char* Cells::closing_quote(const char* opening) const {
  for (const char* p = opening + 1; p < end_; ++p) {
    if (*p != '"') continue;
    if (p + 1 == end_ || p[1] != '"') return p;
    ++p;
  }
  text_->fail(opening, "expected a closing quote to this one, found the end of the input");
}

Cell Cells::take() {
  const char* begin = skip_blanks();
  if (begin < end_ && *begin == '"') {
    const char* end = closing_quote(begin) + 1;
    if (!finish(end)) text_->fail_expecting(behind_blanks(end), "the end of the cell behind its closing quote");
    return {begin, end};
  }
  const char* end = begin;
  while (!is_line_end(end) && *end != delimiter_ && !(separates_by_blanks_ && is_blank(*end))) ++end;
  at_ = separates_by_blanks_ ? behind_blanks(end) : end;
  while (end > begin && is_blank(end[-1])) --end;
  return {begin, end};
}

bool Cells::next_line() {
  if (at_ == end_) return false;
  at_ += *at_ == '\r' ? 2 : 1;
  return true;
}

std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus) {
  if (may_be_surplus && is_behind_last_delimiter(cell, text_end)) {
    return ": the line ends with a delimiter, which has to go where no number is missing";
  }
  if (has_lone_return(cell.content())) return ": a carriage return alone ends no line";
  if (has_decimal_comma(cell.content())) return ": numbers have a decimal point, no comma";
  return {};
}

}  // namespace softmax::formats
