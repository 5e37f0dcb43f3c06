#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/printed/forms.h"

namespace softmax::formats {
namespace {
/// Rows in brackets of their own, one below another: Eigen with brackets, PARI/GP, mpmath, SymPy and Maxima print a
/// matrix so. The brackets are in the same columns; those of GP only on the left, with the many figures it prints.
class StackedRows {
 public:
  StackedRows(const PrintText& text, const char* begin, BracketedNumbers& found)
      : text_(text), begin_(begin), found_(found) {}

  /// Takes the rows below the first one into it; false if there are none.
  bool take() {
    if (found_.shape.size() != 1 || found_.numbers.empty() || text_.line_end(begin_) < found_.end) return false;
    if (found_.has_commas && found_.end[-2] == ' ') return false;  // a list of JavaScript
    const char* place = found_.end;
    std::size_t rows = 1;
    while (const char* const at = next_row(place)) {
      const char* const close = std::find(at, text_.line_end(at), ']');
      if (close == text_.line_end(at)) break;
      const bool is_aligned = column(close + 1) == column(found_.end);
      if (!is_aligned && !has_figures_of_gp()) break;
      if (is_aligned && text_.skip_blanks_of_line(at + 1) == close) {
        is_spread_ = true;
        place = close + 1;
        continue;
      }
      const std::optional<BracketedNumbers> row = row_at(at);
      if (!row || row->end != close + 1 || row->shape[0] != columns() || row->has_commas != found_.has_commas) {
        if (is_aligned) check_no_fraction(at, close);
        break;
      }
      more_.insert(more_.end(), row->numbers.begin(), row->numbers.end());
      last_ = place = row->end;
      ++rows;
    }
    if (rows == 1 || may_be_vectors(rows)) return false;
    found_.shape = {rows, columns()};
    found_.numbers.insert(found_.numbers.end(), more_.begin(), more_.end());
    found_.end = last_;
    found_.is_spread = is_spread_;
    return true;
  }

  bool has_figures_of_gp() const {
    constexpr std::size_t fewest = 18;
    return std::any_of(found_.numbers.begin(), found_.numbers.end(),
                       [](const NumberToken& number) { return number.text.size() > fewest; });
  }

 private:
  std::size_t columns() const { return found_.shape.back(); }

  /// Whether the rows may be vectors that a session printed one after another: lists with commas that no row pads, or
  /// rows that NumPy prints alone.
  bool may_be_vectors(std::size_t rows) const {
    if (is_spread_ || has_figures_of_gp()) return false;
    std::vector<NumberToken> numbers = found_.numbers;
    numbers.insert(numbers.end(), more_.begin(), more_.end());
    if (found_.has_commas) return std::none_of(numbers.begin(), numbers.end(), is_padded);
    for (std::size_t row = 0; row < rows; ++row) {
      if (!may_be_of_numpy(std::span(numbers).subspan(row * columns(), columns()))) return false;
    }
    return true;
  }

  static bool is_padded(const NumberToken& number) {
    const char* const at = number.text.data();
    return at[-1] == ' ' && (at[-2] == ' ' || at[-2] == '[');
  }

  /// NumPy gives every number of a vector a cell as wide as the longest part before the point and the longest after it
  /// need, and one blank between two cells; either all numbers have a point or none.
  bool may_be_of_numpy(std::span<const NumberToken> row) const {
    std::size_t before_point = 0;
    std::size_t after_point = 0;
    std::size_t points = 0;
    for (const NumberToken& number : row) {
      const std::size_t point = std::min(number.text.find('.'), number.text.size());
      before_point = std::max(before_point, point);
      after_point = std::max(after_point, number.text.size() - point);
      points += point < number.text.size() ? 1 : 0;
    }
    if (points != 0 && points != row.size()) return false;
    const char* const open = text_.line_begin(row.front().text.data());
    const char* const first = std::find(open, row.front().text.data(), '[') + 1;
    const char* const last = std::find(row.back().text.data(), text_.line_end(first), ']');
    const std::size_t width = before_point + after_point + 1;
    return static_cast<std::size_t>(last - first) + 1 == row.size() * width;
  }

  std::ptrdiff_t column(const char* at) const { return at - text_.line_begin(at - 1); }

  /// The bracket of the next row, which is below the first one, after a blank line at most; nullptr if there is none.
  const char* next_row(const char* place) const {
    const char* line = text_.line_end(place);
    if (text_.skip_blanks_of_line(place) != line || line == text_.end()) return nullptr;
    ++line;
    if (text_.skip_blanks_of_line(line) == text_.line_end(line)) {
      line = text_.line_end(line);
      if (line == text_.end()) return nullptr;
      ++line;
    }
    const std::ptrdiff_t indent = begin_ - text_.line_begin(begin_);
    if (text_.line_end(line) - line <= indent || line[indent] != '[') return nullptr;
    const std::string_view before(line, line + indent);
    const std::string_view first(text_.line_begin(begin_), begin_);
    const bool is_margin = before == first && before.find_first_not_of(" \t#/") == std::string_view::npos;
    // Maxima prints the label of a result in the middle.
    const bool is_label = before.starts_with("(%o") && before.find_first_not_of("(%o0123456789) ") == before.npos;
    const bool is_blank = before.find_first_not_of(" \t") == std::string_view::npos;
    return is_margin || is_label || is_blank ? line + indent : nullptr;
  }

  std::optional<BracketedNumbers> row_at(const char* at) const {
    if (!holds_numbers(text_, at)) return std::nullopt;
    try {
      BracketedNumbers row = read_brackets(text_, at, at);
      return row.shape.size() == 1 ? std::optional(std::move(row)) : std::nullopt;
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  /// Throws Error for a matrix that spreads fractions or powers over several lines.
  void check_no_fraction(const char* at, const char* close) const {
    const std::string_view inside(at + 1, close);
    const bool has_line = inside.find("- ") != std::string_view::npos || inside.find("--") != std::string_view::npos;
    if (!is_spread_ && !has_line) return;
    text_.fail(at, formatted("expected a row of {} number{}: a fraction over several lines is not read", columns(),
                             columns() == 1 ? "" : "s"));
  }

  const PrintText& text_;
  const char* begin_;
  BracketedNumbers& found_;
  std::vector<NumberToken> more_;
  const char* last_ = nullptr;
  bool is_spread_ = false;  ///< rows of blanks are between those of numbers
};
}  // namespace

bool take_stacked_rows(const PrintText& text, const char* begin, BracketedNumbers& found) {
  return StackedRows(text, begin, found).take();
}
}  // namespace softmax::formats
