#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/table.h"

namespace softmax::formats {
namespace {
constexpr std::string_view mpmath_name = "matrix(";
constexpr std::string_view tall_upper_left = "\xE2\x8E\xA1";
constexpr std::string_view tall_left = "\xE2\x8E\xA2";
constexpr std::string_view tall_lower_left = "\xE2\x8E\xA3";
constexpr std::array<std::string_view, 3> tall_right = {"\xE2\x8E\xA4", "\xE2\x8E\xA5", "\xE2\x8E\xA6"};

/// The words between the brackets of a line, which are no words of their own.
struct BracketedLine {
  WordLine cells;
  std::size_t begin = 0;  ///< the column of the opening bracket
  std::size_t end = 0;    ///< that after the closing bracket
  std::string_view opening;
};

/// Nothing where the line is not one pair of brackets, or part of a tall one, with words and blanks in it.
std::optional<BracketedLine> read_bracketed_line(const PrintText& text, const char* at) {
  BracketedLine line{read_words(text, at), 0, 0, {}};
  std::vector<LineWord>& words = line.cells.words;
  if (words.empty()) return std::nullopt;
  line.begin = words.front().begin;
  line.end = words.back().end;
  for (const std::string_view opening : {std::string_view("["), tall_upper_left, tall_left, tall_lower_left}) {
    if (words.front().text.starts_with(opening)) line.opening = opening;
  }
  std::string_view closing;
  for (const std::string_view each : {std::string_view("]"), tall_right[0], tall_right[1], tall_right[2]}) {
    if (words.back().text.ends_with(each)) closing = each;
  }
  if (line.opening.empty() || closing.empty()) return std::nullopt;
  words.front().text.remove_prefix(line.opening.size());
  ++words.front().begin;
  words.back().text.remove_suffix(std::min(closing.size(), words.back().text.size()));
  --words.back().end;
  std::erase_if(words, [](const LineWord& word) { return word.text.empty(); });
  const auto is_list = [](const LineWord& word) { return word.text.find_first_of("[],()") != std::string_view::npos; };
  if (std::any_of(words.begin(), words.end(), is_list)) return std::nullopt;
  return line;
}

/// Whether NumPy cannot have printed the line as a vector of its own: two blanks between numbers of one width, or more
/// digits than it shows.
bool is_row_of_mpmath(const std::vector<LineWord>& words) {
  constexpr std::size_t maximum_width = 16;
  bool has_even_width = true;
  for (const LineWord& word : words) {
    if (word.text.size() > maximum_width && word.text.find('e') == std::string_view::npos) return true;
    has_even_width = has_even_width && word.text.size() == words.front().text.size() && !word.text.starts_with('-');
  }
  return has_even_width;
}

/// Whether two lines are rows of one matrix as mpmath prints it: their numbers end below one another, with two blanks
/// at least between them.
bool are_rows_of_mpmath(const std::vector<LineWord>& first, const std::vector<LineWord>& second) {
  if (first.size() != second.size() || first.size() < 2) return false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i].end != second[i].end || !is_number_word(first[i].text) || !is_number_word(second[i].text))
      return false;
    if (i > 0 && std::min(first[i].begin, second[i].begin) < first[i - 1].end + 2) return false;
  }
  return is_row_of_mpmath(first) || is_row_of_mpmath(second);
}

/// The rows of a matrix below one another, each in brackets, or all in tall ones; SymPy leaves a line empty between two
/// rows.
PrintFound read_bracketed_rows(const PrintText& text, const char* at) {
  std::optional<BracketedLine> line = read_bracketed_line(text, at);
  if (!line || line->cells.words.empty() || line->opening == tall_left || line->opening == tall_lower_left)
    return {{}, at};
  const bool is_tall = line->opening == tall_upper_left;
  if (!is_tall) {
    const std::optional<BracketedLine> second = read_bracketed_line(text, line->cells.next);
    if (!second || second->begin != line->begin || second->end != line->end) return {{}, at};
    const std::vector<LineWord>& words = second->cells.words;
    if (!words.empty() && !are_rows_of_mpmath(line->cells.words, words)) return {{}, at};
  }
  const std::size_t begin = line->begin;
  const std::size_t width = line->end;
  std::vector<BracketedLine> rows;
  const char* end = at;
  while (line && line->begin == begin && line->end == width) {
    end = line->cells.next;
    const bool is_last = line->opening == tall_lower_left;
    if (!line->cells.words.empty()) rows.push_back(*std::move(line));
    if (is_last) break;
    line = read_bracketed_line(text, end);
    if (line && (line->opening == "[") == is_tall) break;
  }
  PrintedTensor tensor;
  tensor.begin = rows.front().cells.words.front().text.data();
  tensor.printer = &printers::sympy;
  const std::size_t columns = rows.front().cells.words.size();
  for (const BracketedLine& row : rows) {
    if (row.cells.words.size() != columns) {
      text.fail(row.cells.words.front().text.data(), formatted("expected {} number{} in the row, found {}", columns,
                                                               columns == 1 ? "" : "s", row.cells.words.size()));
    }
    take_cells(text, row.cells, 0, tensor.numbers);
  }
  tensor.shape = {rows.size(), columns};
  return {std::move(tensor), end};
}

/// The numbers of `matrix([['0.5', '1.0'], ['3.0', '4.0']])`: mpmath's repr() has them in quotes.
PrintFound read_quoted_rows(const PrintText& text, const char* at) {
  PrintedTensor tensor;
  tensor.begin = at;
  tensor.printer = &printers::sympy;
  std::size_t columns = 0;
  std::size_t rows = 0;
  std::size_t in_row = 0;
  std::size_t depth = 0;
  for (const char* next = text.skip_blanks(at + mpmath_name.size()); next < text.end(); next = text.skip_blanks(next)) {
    const char c = *next;
    if (c == '[') {
      if (++depth > 2) return {{}, at};
      in_row = 0;
    } else if (c == ']') {
      if (--depth == 1 && rows++ > 0 && in_row != columns) {
        text.fail_expecting(next, formatted("{} numbers in the row", columns));
      }
      if (depth == 1) columns = in_row;
      if (depth == 0) {
        const char* const close = text.skip_blanks(next + 1);
        if (close == text.end() || *close != ')') text.fail_expecting(close, "\")\"");
        tensor.shape = {rows, columns};
        return {std::move(tensor), close + 1};
      }
    } else if (c == '\'' && depth == 2) {
      const char* const stop = std::find(next + 1, text.line_end(next), '\'');
      const std::string_view number(next + 1, stop);
      if (!is_number_word(number) || *stop != '\'') text.fail_expecting(next + 1, "a number in quotes");
      tensor.numbers.push_back({number, 0});
      ++in_row;
      next = stop;
    } else if (c != ',' || depth == 0) {
      return {{}, at};
    }
    ++next;
  }
  return {{}, at};
}
}  // namespace

bool may_start_sympy(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (*at != 'm') return may_start_rows(place);
  if (!text.starts_with(at, mpmath_name)) return false;
  const char* const first = text.skip_blanks(at + mpmath_name.size());
  return text.starts_with(first, "[['");
}

PrintFound read_sympy(const PrintPlace& place) {
  if (*place.at == 'm') return read_quoted_rows(place.text, place.at);
  return read_bracketed_rows(place.text, place.at);
}
}  // namespace softmax::formats
