#include "read/csv_hints.h"

#include <cstddef>
#include <string_view>

#include "read/csv_number.h"

namespace softmax::read {
namespace {

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

std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus) {
  if (may_be_surplus && is_behind_last_delimiter(cell, text_end)) {
    return ": the line ends with a delimiter, which has to go where no number is missing";
  }
  if (has_lone_return(cell.content())) return ": a carriage return alone ends no line";
  if (has_decimal_comma(cell.content())) return ": numbers have a decimal point, no comma";
  return {};
}

}  // namespace softmax::read
