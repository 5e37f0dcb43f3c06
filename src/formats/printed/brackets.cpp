#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "formats/gathering.h"
#include "formats/nest.h"
#include "formats/printed/forms.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_opening(char c) { return c == '[' || c == '('; }

char closing_of(char opening) { return opening == '[' ? ']' : opening == '(' ? ')' : '}'; }

/// The place after the name and the parenthesis of a NumPy scalar; `at` itself where there is none.
const char* after_scalar_name(const PrintText& text, const char* at) {
  const char* end = text.name_end(at);
  if (end == at || end == text.end() || *end != '(' || !is_scalar_name({at, end})) return at;
  return text.skip_blanks(end + 1);
}

/// What source code writes for NaN and the infinities.
struct NonfiniteCode {
  std::string_view number;  ///< as scan_number reads it
  const char* end;
};

std::optional<NonfiniteCode> nonfinite_code(const PrintText& text, const char* at) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 18> spellings = {{{"float('-inf')", "-inf"},
                                                                                        {"float(\"-inf\")", "-inf"},
                                                                                        {"-float('inf')", "-inf"},
                                                                                        {"-float(\"inf\")", "-inf"},
                                                                                        {"float('inf')", "inf"},
                                                                                        {"float(\"inf\")", "inf"},
                                                                                        {"float('nan')", "nan"},
                                                                                        {"float(\"nan\")", "nan"},
                                                                                        {"-np.inf", "-inf"},
                                                                                        {"-math.inf", "-inf"},
                                                                                        {"-torch.inf", "-inf"},
                                                                                        {"np.inf", "inf"},
                                                                                        {"math.inf", "inf"},
                                                                                        {"torch.inf", "inf"},
                                                                                        {"np.nan", "nan"},
                                                                                        {"math.nan", "nan"},
                                                                                        {"torch.nan", "nan"},
                                                                                        {"-jnp.inf", "-inf"}}};
  for (const auto& [code, number] : spellings) {
    if (text.starts_with(at, code)) return NonfiniteCode{number, at + code.size()};
  }
  return std::nullopt;
}

/// Whether a number in brackets belongs to no tensor: the label of a matrix in an old print, (0 ,.,.) =, one of several
/// steps, [3/10], and a range, [0:5].
bool is_label(const PrintText& text, const char* at) {
  const std::string_view inside = std::string_view(at, text.line_end(at)).substr(0, longest_aside);
  const std::string_view content = inside.substr(0, inside.find_first_of("])"));
  if (content.ends_with(",.")) return true;
  const std::size_t digits = content.find_first_not_of("0123456789");
  return digits != std::string_view::npos && (content[digits] == '/' || content[digits] == ':') &&
         content.find_first_of(",[ ") == std::string_view::npos;
}

class BracketReader {
 public:
  BracketReader(const PrintText& text, const char* print, BracketSyntax syntax)
      : text_(text), print_(print), syntax_(syntax) {}

  BracketedNumbers read(const char* at) {
    found_.end = with_memory([&] { return opens(*at) ? array(at) : number(at); },
                             [this] { return numbers_error(text_.name(), found_.numbers); });
    found_.shape = nest_.shape();
    return std::move(found_);
  }

 private:
  bool opens(char c) const { return syntax_.openings.find(c) != std::string_view::npos; }

  /// Reads the array that starts at `at` and returns its end.
  const char* array(const char* at) {
    if (!nest_.open()) text_.fail(at, nest_.misfit_of_array());
    const char* begin = at;
    const char close = closing_of(*at);
    const bool is_outermost = nest_.depth() == 1 && close == ']';
    bool has_open_row = is_outermost && has_rows_ && nest_.open();
    if (const std::size_t columns = has_open_row ? 0 : columns_on_lines(at); columns > 1) return rows(at, columns);
    enum class Separator { unknown, blank, comma };
    Separator separator = Separator::unknown;  // of the elements before
    at = skip(at + 1);
    while (!closes(at, close)) {
      if (is_outermost && has_rows_ && !has_open_row) has_open_row = nest_.open();
      at = element(at);
      const char* next = skip(at);
      if (is_outermost && next < text_.end() && *next == ';') {
        if (!has_rows_ && !nest_.wants_arrays()) return array_of_rows(begin);
        if (has_open_row && !nest_.close()) text_.fail(at, nest_.misfit_of_size());
        has_open_row = false;
        found_.has_semicolons = true;
        separator = Separator::unknown;
        at = skip(after_continuation(next + 1));
        continue;
      }
      const bool is_comma = next < text_.end() && *next == ',';
      if (separator == Separator::comma && !is_comma && next != at && !closes(next, close)) {
        text_.fail_expecting(next, formatted("a comma, as between the elements before, or \"{}\"", close));
      }
      if (separator == Separator::blank && is_comma) {
        text_.fail_expecting(next, formatted("a blank, as between the elements before, or \"{}\"", close));
      }
      separator = is_comma ? Separator::comma : Separator::blank;
      if (is_comma) {
        found_.has_commas = true;
        next = skip(next + 1);
      } else if (next == at && !closes(next, close) && !opens(*next)) {
        text_.fail_expecting(next, formatted("a blank, a comma or \"{}\" after the number", close));
      }
      at = next;
    }
    if (has_open_row && !nest_.close()) text_.fail(begin, nest_.misfit_of_size());
    if (!nest_.close()) text_.fail(begin, nest_.misfit_of_size());
    return at + 1;
  }

  /// The place after the points with which Octave and MATLAB continue a line, if they end the line at `at`.
  const char* after_continuation(const char* at) const {
    const char* const points = text_.skip_blanks_of_line(at);
    const bool continues =
        text_.starts_with(points, "...") && text_.skip_blanks_of_line(points + 3) == text_.line_end(points);
    return continues ? points + 3 : at;
  }

  /// Reads the brackets at `at` anew: the first semicolon in them has shown that they hold rows.
  const char* array_of_rows(const char* at) {
    has_rows_ = true;
    nest_ = Nest();
    found_ = {};
    return array(at);
  }

  /// The numbers in a line, if the brackets at `at` contain several lines of that many numbers without commas; else 0.
  /// A vector that a library broke over lines fills them.
  std::size_t columns_on_lines(const char* at) const {
    constexpr std::ptrdiff_t shortest_full_line = 60;
    const char* next = at + 1;
    const char* const first_end =
        std::find_if(next, text_.line_end(at), [](char c) { return c == ']' || c == ',' || c == '['; });
    if (first_end != text_.line_end(at)) return 0;
    std::size_t columns = 0;
    std::size_t lines = 0;
    for (std::size_t count = 0;;) {
      const char* const last = next;
      next = skip(next);
      if (next == text_.end()) return 0;
      const bool is_closed = *next == closing_of(*at);
      if (count > 0 && (is_closed || std::find(last, next, '\n') != next)) {
        const bool is_full = !is_closed && last - text_.line_begin(last) >= shortest_full_line;
        if (is_full || (lines > 0 && count != columns)) return 0;
        columns = std::exchange(count, 0);
        ++lines;
      }
      if (is_closed) return lines > 1 ? columns : 0;
      if (!begins_number(next, text_.end())) return 0;
      const std::size_t word = std::string_view(next, text_.end()).find_first_of(" \t\r\n\f\v\xC2,;[](){}");
      if (word == std::string_view::npos) return 0;
      next += word;
      ++count;
    }
  }

  /// The brackets at `at` with rows of that many numbers.
  const char* rows(const char* at, std::size_t columns) {
    at = skip(at + 1);
    while (*at != ']' && *at != ')') {
      if (!nest_.open()) text_.fail(at, nest_.misfit_of_array());
      for (std::size_t column = 0; column < columns; ++column) at = skip(number(at));
      if (!nest_.close()) text_.fail(at, nest_.misfit_of_size());
    }
    if (!nest_.close()) text_.fail(at, nest_.misfit_of_size());
    return at + 1;
  }

  const char* element(const char* at) {
    if (ellipsis_length(at, text_.end()) > 0) fail_summarised(text_, at);
    if (opens(*at)) return array(at);
    if (nest_.wants_arrays()) {
      if (!begins_number(at, text_.end())) text_.fail_expecting(at, "an array");
      text_.fail(at, nest_.misfit_of_number());
    }
    return number(at);
  }

  /// Reads the number that starts at `at` and returns its end.
  const char* number(const char* at) {
    if (const std::optional<NonfiniteCode> code = nonfinite_code(text_, at)) {
      take(code->number);
      return code->end;
    }
    if (text_.starts_with(at, minus_sign)) {
      text_.fail(at, "expected a number, found the minus sign U+2212: numbers have the hyphen-minus, \"-\"");
    }
    const char* begin = after_scalar_name(text_, at);
    double value = 0;
    const NumberEnd read = scan_number(begin, text_.end(), NumberSyntax::with_plus, Dtype::float64, value);
    if (syntax_.has_d_exponents && read.end < text_.end() && (*read.end == 'd' || *read.end == 'D')) {
      return number_of_lisp(begin, read.end);
    }
    const bool is_number = read.status != NumberStatus::not_a_number && begins_number(begin, text_.end());
    if (!is_number || (read.end < text_.end() &&
                       (is_letter(*read.end) || is_digit(*read.end) || *read.end == '+' || *read.end == '-'))) {
      text_.fail_expecting(at, "a number");
    }
    if (read.status == NumberStatus::beyond_range) {
      text_.fail(begin, beyond_range_text({begin, read.end}, Dtype::float64));
    }
    take({begin, read.end});
    if (begin == at) return read.end;
    found_.dtype = dtype_in({at, begin});
    const char* close = text_.skip_blanks(read.end);
    if (close == text_.end() || *close != ')') text_.fail_expecting(close, "\")\"");
    return close + 1;
  }

  /// A double-float, 1.0d-10, whose exponent starts at `exponent`.
  const char* number_of_lisp(const char* begin, const char* exponent) {
    const char* const end = std::find_if_not(
        exponent + 1, text_.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '+'; });
    std::string digits(begin, end);
    digits[static_cast<std::size_t>(exponent - begin)] = 'e';
    double value = 0;
    const NumberEnd read =
        scan_number(digits.data(), digits.data() + digits.size(), NumberSyntax::with_plus, Dtype::float64, value);
    if (read.status != NumberStatus::valid || read.end != digits.data() + digits.size()) {
      text_.fail_expecting(begin, "a number");
    }
    take(text_.keep(std::move(digits)));
    found_.dtype = Dtype::float64;
    return end;
  }

  void take(std::string_view number) {
    nest_.numbers(1);
    found_.numbers.push_back({number, 0});
  }

  const char* skip(const char* at) const { return text_.skip_inside(at, print_); }

  bool closes(const char* at, char close) const {
    if (at == text_.end()) {
      text_.fail(at, formatted("the print is cut off: expected \"{}\", found the end of the input", close));
    }
    return *at == close;
  }

  const PrintText& text_;
  const char* print_;
  BracketSyntax syntax_;
  BracketedNumbers found_;
  Nest nest_;
  bool has_rows_ = false;  ///< semicolons end rows of numbers: [1 2; 3 4]
};

/// Rows between semicolons are source code, but for OpenCV's print: it starts a line of its own for each row, without a
/// name before the first, and has commas between the numbers. Nine figures are more than its floats have.
const Printer& printer_of_semicolons(const PrintText& text, const BracketedNumbers& found, const char* begin) {
  const bool is_column = found.shape.back() == 1;
  const bool has_lines = std::string_view(begin, found.end).find('\n') != std::string_view::npos;
  const bool is_alone = text.skip_blanks_of_line(text.line_begin(begin)) == begin;
  if (!(found.has_commas || is_column) || !has_lines || !is_alone || *text.skip_blanks(begin + 1) == '[') {
    return by_hand;
  }
  constexpr int float_figures = 8;
  const bool is_double = std::any_of(found.numbers.begin(), found.numbers.end(), [](const NumberToken& number) {
    return spelling(number.text).figures > float_figures;
  });
  return is_double ? printers::opencv_double : printers::opencv_float;
}

/// [100/300] and [12:30] in what a program says next to a print. [1/3, 2/3] is source code.
bool is_fraction_or_time(Cursor cursor) {
  const bool has_number = cursor.take_if('[') && !cursor.take_while(is_digit).empty();
  if (cursor.starts_with(':')) return has_number;
  if (!cursor.take_if('/')) return false;
  cursor.take_while(is_digit);
  return has_number && !cursor.starts_with(',');
}

/// Takes the sizes in `<NDArray 2x2 @cpu(0)>`, if only blanks and the margins of lines are between `at` and that.
/// Returns the end of its line; else `at`.
const char* take_mxnet_sizes(const PrintText& text, const char* at, PrintedTensor& tensor) {
  Cursor cursor(at, text.end());
  cursor.take_any_of(" \t\r\n#>/:");
  const char* const angle = cursor.at();
  if (!cursor.take_if("<NDArray ")) return at;
  check_named_shape(text, angle, take_sizes(cursor, "x"), tensor);
  tensor.printer = &printers::mxnet;
  return text.line_end(angle);
}

/// Whether the brackets from `begin` to `end` are an index, with a value after them: calc's `[0,0] = 0.5`, PHP's
/// `[0] => 0.1`.
bool is_index(const PrintText& text, const BracketedNumbers& found, const char* begin) {
  const char* const sign = text.skip_blanks_of_line(found.end);
  if (!text.starts_with(sign, "=") || text.starts_with(sign, "==") || !is_place_of_value(text, begin)) return false;
  const char* const value = text.skip_blanks(sign + (text.starts_with(sign, "=>") ? 2 : 1));
  const bool has_value = begins_number(value, text.end()) || text.starts_with(value, "~") ||
                         text.starts_with(value, "float(") || text.starts_with(value, "int(");
  return has_value && std::all_of(found.numbers.begin(), found.numbers.end(), [](const NumberToken& number) {
           return number.text.find_first_not_of("0123456789") == std::string_view::npos;
         });
}

/// R's index before the numbers of a vector, `x: [1] 0.1 0.2`.
bool is_index_of_r(const PrintText& text, const BracketedNumbers& found) {
  if (found.numbers.size() != 1 || found.numbers[0].text != "1") return false;
  const char* const next = text.skip_blanks_of_line(found.end);
  return next != found.end && begins_number(next, text.end());
}
}  // namespace

BracketedNumbers read_brackets(const PrintText& text, const char* at, const char* print, BracketSyntax syntax) {
  return BracketReader(text, print, syntax).read(at);
}

PrintedTensor tensor_of(BracketedNumbers found, const char* begin, const Printer& printer) {
  PrintedTensor tensor;
  tensor.shape = std::move(found.shape);
  tensor.numbers = std::move(found.numbers);
  tensor.dtype = found.dtype;
  tensor.printer = &printer;
  tensor.begin = begin;
  return tensor;
}

bool holds_numbers(const PrintText& text, const char* at) {
  const char* print = at;
  // Brackets deeper than any tensor's are for read_brackets to refuse.
  for (std::size_t depth = 0; at < text.end() && is_opening(*at); ++depth) {
    if (depth > largest_rank) return true;
    at = text.skip_inside(at + 1, print);
  }
  if (at == text.end() || *at == ']') return true;
  if (nonfinite_code(text, at)) return true;
  if (!begins_number(at, text.end())) return after_scalar_name(text, at) != at;
  return !is_label(text, at);
}

bool may_start_list(const PrintPlace& place) { return *place.at == '['; }

PrintFound read_list(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  if (is_in_prose || is_fraction_or_time({begin, text.end()})) return {{}, begin + 1};
  if (!holds_numbers(text, begin)) {
    check_nothing_left_out(place);
    const char* inside = text.skip_blanks(begin + 1);
    while (inside < text.end() && *inside == '[') inside = text.skip_blanks(inside + 1);
    if (ellipsis_length(inside, text.end()) > 0) fail_summarised(text, inside);
    return {{}, begin + 1};
  }
  BracketedNumbers found = read_brackets(text, begin, begin);
  // Brackets without numbers are a tensor only where a library says so.
  if (found.numbers.empty() || is_index_of_r(text, found)) return {{}, found.end};
  const bool has_rows = found.has_semicolons;
  if (has_rows && (text.starts_with(found.end, "(") || text.starts_with(found.end, ".'"))) {
    text.fail(found.end,
              "rows between semicolons are read only outside of other brackets, and if nothing is done to them");
  }
  if (is_index(text, found, begin)) {
    text.fail(begin, "expected numbers, found an index before each of them: print them in brackets");
  }
  const bool is_stacked = !has_rows && take_stacked_rows(text, begin, found);
  const char* const end = found.end;
  const Printer& printer = has_rows          ? printer_of_semicolons(text, found, begin)
                           : found.is_spread ? printers::sympy
                                             : printer_of_brackets(begin, found.has_commas, is_stacked, found.numbers);
  PrintedTensor tensor = tensor_of(std::move(found), begin, printer);
  // Octave and OpenCV have only matrices.
  const bool is_line = std::count(tensor.shape.begin(), tensor.shape.end(), 1) > 0;
  tensor.shows_rank = !(has_rows && is_line);
  const char* const after = take_mxnet_sizes(text, end, tensor);
  return {std::move(tensor), after};
}

bool may_start_scalar(const PrintPlace& place) {
  const char* const name_end = place.text.name_end(place.at);
  return *name_end == '(' && is_scalar_name({place.at, name_end});
}

PrintFound read_scalar(const PrintPlace& place) {
  BracketedNumbers number = read_brackets(place.text, place.at, place.at);
  const char* const end = number.end;
  return {tensor_of(std::move(number), place.at, printers::numpy), end};
}
}  // namespace softmax::formats
