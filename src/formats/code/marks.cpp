#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/formatted.h"
#include "formats/code/context.h"
#include "formats/code/expression.h"
#include "formats/printed/forms.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::array<std::string_view, 14> integer_types = {"int",     "long",    "short",   "char",    "unsigned",
                                                            "signed",  "byte",    "size_t",  "int8_t",  "int16_t",
                                                            "int32_t", "int64_t", "uint8_t", "uint32_t"};
constexpr std::array<std::string_view, 2> float_types = {"float", "double"};

bool is_of_token(char c) { return is_letter(c) || is_digit(c) || c == '.'; }

/// Whether a statement of C or Java has a type of the list before the braces.
template <class Types>
bool has_type(std::string_view statement, const Types& types) {
  while (!statement.empty()) {
    const auto* const end = std::find_if_not(statement.begin(), statement.end(), is_of_token);
    const std::string_view word = statement.substr(0, static_cast<std::size_t>(end - statement.begin()));
    if (std::find(types.begin(), types.end(), word) != types.end()) return true;
    statement.remove_prefix(std::max<std::size_t>(word.size(), 1));
  }
  return false;
}

/// The first division of two whole numbers in the text, which C cuts off; its end if there is none.
const char* whole_division(std::string_view text) {
  const auto is_whole = [](std::string_view token) {
    return !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
  };
  for (std::size_t at = text.find('/'); at != std::string_view::npos; at = text.find('/', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    const std::size_t left_end = begin;
    while (begin > 0 && is_of_token(text[begin - 1])) --begin;
    std::size_t right = std::min(text.find_first_not_of(' ', at + 1), text.size());
    const std::size_t right_begin = right;
    while (right < text.size() && is_of_token(text[right])) ++right;
    if (is_whole(text.substr(begin, left_end - begin)) && is_whole(text.substr(right_begin, right - right_begin))) {
      return text.data() + at;
    }
  }
  return text.data() + text.size();
}

/// The sizes at the end of a declaration, `float x[2][3]`; the first may be left out, 0. Nothing where one is no
/// number.
std::optional<Shape> declared_sizes(std::string_view declaration) {
  Shape sizes;
  while (declaration.ends_with(']')) {
    const std::size_t open = declaration.rfind('[');
    if (open == std::string_view::npos) return std::nullopt;
    const std::string_view digits = declaration.substr(open + 1, declaration.size() - open - 2);
    if (digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::size_t size = 0;
    for (const char digit : digits) size = size * 10 + static_cast<std::size_t>(digit - '0');
    sizes.insert(sizes.begin(), size);
    declaration = declaration.substr(0, open);
  }
  return sizes;
}
}  // namespace

void settle_initialiser(const PrintText& text, const char* at, const char* end, PrintedTensor& tensor) {
  std::string_view before(std::max(text.line_begin(at), at - std::min(at - text.begin(), longest_aside)), at);
  before = before.substr(0, before.find_last_not_of(" \t") + 1);
  if (!before.ends_with('=')) return;
  before.remove_suffix(1);
  before = before.substr(before.find_last_of(";(") + 1);
  before = before.substr(0, before.find_last_not_of(" \t") + 1);
  const bool is_integer = has_type(before, integer_types);
  if (!is_integer && !has_type(before, float_types)) return;
  const char* const division = whole_division({at, end});
  if (division != end) refuse_code(text, division, "a division of whole numbers, which C cuts off, is not read");
  const bool has_decimals = std::any_of(tensor.numbers.begin(), tensor.numbers.end(), [](const NumberToken& number) {
    return number.text.find_first_of(".eE") != std::string_view::npos;
  });
  if (is_integer && has_decimals) refuse_code(text, at, "an integer type cuts these numbers off: give whole numbers");
  std::optional<Shape> sizes = declared_sizes(before);
  if (!sizes || sizes->empty() || *sizes == tensor.shape) return;
  if (sizes->front() == 0) {
    const std::size_t others = element_count(Shape(sizes->begin() + 1, sizes->end()));
    sizes->front() = others == 0 ? 0 : tensor.numbers.size() / others;
  }
  if (element_count(*sizes) != tensor.numbers.size()) {
    refuse_code(text, at,
                formatted("expected braces with {} numbers, found {}: write those that C fills with 0",
                          element_count(*sizes), tensor.numbers.size()));
  }
  if (tensor.shape.size() == 1) tensor.shape = *std::move(sizes);
}

void check_marks_after(const PrintText& text, const char* begin, const char* end) {
  const char* const sign = text.skip_blanks_of_line(end);
  if (sign == text.end()) return;
  if (*begin == '[' && *end == '(') {
    const char* const inside = text.skip_blanks_of_line(end + 1);
    if (inside < text.end() && (is_digit(*inside) || *inside == ':')) {
      refuse_code(text, end, "an index in parentheses is not read: give the numbers that it picks");
    }
  }
  const bool is_pipe = text.starts_with(sign, "|>");
  const char* const next = text.skip_blanks_of_line(sign + 1);
  const bool is_solve = *sign == '\\' && next < text.end() && (is_of_token(*next) || *next == '[' || *next == '(');
  if (is_pipe || is_solve) {
    refuse_code(text, sign, formatted("the operator \"{}\" is not read", std::string_view(sign, is_pipe ? 2 : 1)));
  }
}

void check_list_mark(const PrintText& text, const char* at) {
  const char* const first = text.skip_blanks_of_line(text.line_begin(at));
  if (*first == '-' && first + 1 < at && text.skip_blanks_of_line(first + 1) == at) {
    refuse_code(text, first, "\"-\" may be the mark of a list or a sign: leave it out, or write it next to the value");
  }
}

void check_matrix_of_r(const PrintText& text, const char* at) {
  const std::string_view name(at, text.name_end(at));
  if (name != "matrix" && name != "array") return;
  const char* const open = at + name.size();
  if (!text.starts_with(open, "(")) return;
  const char* const first = text.skip_blanks(open + 1);
  if (text.starts_with(first, "c(") || text.starts_with(first, "data = c(") || text.starts_with(first, "data=c(")) {
    refuse_code(text, at,
                formatted("\"{}\" of R, which fills column by column, is not read: give what R prints", name));
  }
}

bool is_citation(const PrintText& text, const char* at) {
  constexpr std::array<std::string_view, 6> words = {"shown in ", "see ", "See ", "cf. ", "described in ", "Ref. "};
  const std::string_view line(text.line_begin(at), at);
  if (std::none_of(words.begin(), words.end(), [&](std::string_view word) { return line.ends_with(word); })) {
    return false;
  }
  constexpr std::ptrdiff_t maximum_digits = 4;
  const char* close = at + 1;
  while (close < text.end() && is_digit(*close) && close - at <= maximum_digits) ++close;
  return close > at + 1 && text.starts_with(close, "]");
}

const char* trailing_comment_end(const PrintText& text, const char* at, bool is_after_numbers) {
  const char* const line = text.line_begin(at);
  const char* before = at;
  while (before > line && (before[-1] == ' ' || before[-1] == '\t')) --before;
  const bool is_after_statement = before > line && before[-1] == ';';
  const bool is_apart = before == line || before < at || is_after_statement;
  if (text.starts_with(at, "//")) return is_apart ? text.line_end(at) : at;
  if (text.starts_with(at, "/*")) {
    const std::string_view rest(at, text.line_end(at));
    const std::size_t close = rest.find("*/");
    return close == std::string_view::npos ? text.line_end(at) : at + close + 2;
  }
  const bool is_comment = (text.starts_with(at, "--") && is_after_statement) ||
                          (*at == '%' && (is_after_statement || (is_after_numbers && before < at)));
  return is_comment ? text.line_end(at) : at;
}
}  // namespace softmax::formats
