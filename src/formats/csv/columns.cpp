#include "formats/csv/columns.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
constexpr std::size_t to_the_end = std::numeric_limits<std::size_t>::max();

std::optional<std::size_t> column_number(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string without_blanks_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

/// A header's names for a message: "a", "b" and 3 more.
std::string names_text(const std::vector<Cell>& header) {
  constexpr std::size_t names_shown = 12;
  constexpr std::size_t longest_name = 40;
  std::string text;
  for (std::size_t i = 0; i < std::min(header.size(), names_shown); ++i) {
    const std::string name = name_in(header[i]);
    text += formatted("{}\"{}\"", i == 0 ? "" : ", ", printable(beginning_of(name, longest_name)));
  }
  if (header.size() > names_shown) text += formatted(" and {} more", header.size() - names_shown);
  return text;
}
}  // namespace

std::string name_in(const Cell& cell) {
  std::string name(cell.content());
  if (*cell.begin != '"') return name;
  for (std::size_t at = 0; (at = name.find("\"\"", at)) != std::string::npos; ++at) name.erase(at, 1);
  return name;
}

std::vector<std::size_t> Columns::label_places() const {
  std::vector<std::size_t> places;
  std::size_t before = 0;  // numbers
  for (std::size_t column = 0; column < width(); ++column) {
    if (are_numbers[column]) {
      ++before;
    } else if (places.empty() || places.back() != before) {
      places.push_back(before);
    }
  }
  return places;
}

Columns columns_after(std::size_t labels, std::size_t width) {
  Columns columns{std::vector<bool>(width, true), width - labels};
  std::fill_n(columns.are_numbers.begin(), labels, false);
  return columns;
}

ColumnList::ColumnList(const std::string& list) : list_(list) {
  std::string text;
  bool is_in_quotes = false;
  bool was_quoted = false;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    const bool is_end = i == list.size();
    if (is_end && is_in_quotes) fail("expected a closing quote");
    if (is_end || (list[i] == ',' && !is_in_quotes)) {
      parts_.push_back(part_of(text, was_quoted));
      text.clear();
      was_quoted = false;
    } else if (list[i] == '"' && is_in_quotes && i + 1 < list.size() && list[i + 1] == '"') {
      text += list[i++];
    } else if (list[i] == '"' && (is_in_quotes || without_blanks_around(text).empty())) {
      if (!is_in_quotes) text.clear();
      is_in_quotes = !is_in_quotes;
      was_quoted = true;
    } else {
      text += list[i];
    }
  }
}

ColumnList::Part ColumnList::part_of(const std::string& text, bool was_quoted) const {
  const std::string typed = without_blanks_around(text);
  if (was_quoted) return {typed, typed};
  if (typed.empty()) fail("expected names of columns, or their numbers such as 2,4-6 or 3-");
  const std::size_t dash = typed.find('-');
  const std::string_view end = dash == std::string::npos ? typed : std::string_view(typed).substr(dash + 1);
  const std::optional<std::size_t> first = column_number(std::string_view(typed).substr(0, dash));
  const std::optional<std::size_t> last = end.empty() ? to_the_end : column_number(end);
  if (!first || !last) return {typed, typed};
  if (*first == 0) fail("columns are counted from 1");
  if (*last < *first) fail(formatted("{} ends before it starts", typed));
  return {typed, std::nullopt, *first - 1, *last == to_the_end ? to_the_end : *last - 1};
}

bool ColumnList::has_names() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.name.has_value(); });
}

bool ColumnList::has_first() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return !part.name && part.first == 0; });
}

Columns ColumnList::of(std::size_t width, const std::optional<std::vector<Cell>>& header) const {
  Columns columns{std::vector<bool>(width, false), 0};
  for (const Part& part : parts_) {
    std::size_t first = part.first;
    std::size_t last = std::min(part.last, width - 1);
    if (part.name) first = last = column_named(*part.name, width, header);
    if (first >= width || (part.last >= width && part.last != to_the_end)) {
      fail(formatted("{} is beyond the rows, which have {} column{}{}", part.text, width, width == 1 ? "" : "s",
                     header
                         ? formatted("; the names of the header are {}; a name that looks like a number is in double "
                                     "quotes",
                                     names_text(*header))
                         : ""));
    }
    for (std::size_t column = first; column <= last; ++column) {
      if (columns.are_numbers[column]) fail(formatted("column {} is listed twice", column + 1));
      columns.are_numbers[column] = true;
      ++columns.numbers;
    }
  }
  return columns;
}

std::size_t ColumnList::column_named(const std::string& name, std::size_t width,
                                     const std::optional<std::vector<Cell>>& header) const {
  if (!header) {
    fail(formatted("\"{}\" is a name, and there is no header; the rows have the columns 1 to {}", printable(name),
                   width));
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < header->size(); ++i) {
    if (name_in((*header)[i]) == name) found.push_back(i + width - std::min(width, header->size()));
  }
  if (found.empty() && std::all_of(header->begin(), header->end(), is_number)) {
    fail(formatted("\"{}\" is a name, and the first line has numbers; the rows have the columns 1 to {}",
                   printable(name), width));
  }
  if (found.empty()) {
    fail(formatted("the header has no name \"{}\"; it has {}", printable(name), names_text(*header)));
  }
  if (found.size() > 1) {
    fail(formatted("the header has the name \"{}\" in columns {} and {}; give the number of one", printable(name),
                   found[0] + 1, found[1] + 1));
  }
  return found.front();
}

void ColumnList::fail(const std::string& message) const {
  throw Error(formatted("--columns {}: {}", list_.empty() ? "''" : list_, message));
}
}  // namespace softmax::formats
