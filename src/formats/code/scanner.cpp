#include "formats/code/scanner.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "formats/code/expression.h"
#include "formats/printed/forms.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_of_word(char c) { return is_letter(c) || is_digit(c); }

CodeNumber number_of(std::string_view text) {
  double value = 0;
  scan_number(text.data(), text.data() + text.size(), NumberSyntax::with_plus, Dtype::float64, value);
  return {value, text};
}

CodeValue value_of(const PrintedTensor& tensor) {
  CodeValue value;
  value.kind = CodeKind::array;
  value.shape = tensor.shape;
  value.dtype = tensor.dtype;
  value.library = tensor.says_tensor ? CodeLibrary::torch : CodeLibrary::numpy;
  value.says_tensor = tensor.says_tensor;
  value.printer = tensor.printer;
  for (const NumberToken& token : tensor.numbers) value.numbers.push_back(number_of(token.text));
  return value;
}
}  // namespace

void refuse_code(const PrintText& text, const char* at, const std::string& message) {
  try {
    text.fail(at, message);
  } catch (const Error& error) {
    throw CodeRefusal(error);
  }
}

char CodeScanner::peek() {
  at_ = skip(at_);
  return at_ < text_.end() ? *at_ : '\0';
}

bool CodeScanner::take(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

void CodeScanner::miss(const char* at, std::string_view expected) const {
  if (!has_numbers_) throw NoCode();
  text_.fail_expecting(at, expected);
}

void CodeScanner::refuse(const char* at, const std::string& message) const {
  if (!has_numbers_) throw NoCode();
  refuse_code(text_, at, message);
}

void CodeScanner::deeper() {
  if (++depth_ > maximum_depth) miss(at_, "brackets nested less deep");
}

CodeValue CodeScanner::number() {
  const char* const begin = at_;
  const char* end = begin;
  if (text_.starts_with(at_, "0x") || text_.starts_with(at_, "0X")) refuse(begin, "a hexadecimal number is not read");
  std::string digits;
  for (; end < text_.end(); ++end) {
    const bool is_sign = (*end == '-' || *end == '+') && (end[-1] == 'e' || end[-1] == 'E');
    if (*end == '_' && is_digit(end[-1]) && is_digit(end[1])) continue;
    if (!is_of_word(*end) && *end != '.' && !is_sign) break;
    digits += *end;
  }
  double value = 0;
  const NumberEnd read =
      scan_number(digits.data(), digits.data() + digits.size(), NumberSyntax::plain, Dtype::float64, value);
  const auto used = static_cast<std::size_t>(read.end - digits.data());
  const std::string suffix = digits.substr(used);
  constexpr std::array<std::string_view, 8> suffixes = {"", "f", "F", "d", "D", "L", "l", "f32"};
  const bool is_known = std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
  if (read.status == NumberStatus::not_a_number || !is_known) miss(begin, "a number");
  if (read.status == NumberStatus::beyond_range) {
    refuse(begin, beyond_range_text(digits.substr(0, used), Dtype::float64));
  }
  at_ = end;
  const std::string_view spelt = std::string_view(begin, end).substr(0, used);
  CodeValue result = number_value(value, spelt == digits.substr(0, used) ? spelt : std::string_view());
  const bool is_integer = digits.find_first_of(".eEfFdD") == std::string::npos && std::abs(value) <= int64_range.high;
  if (is_integer) result.integers = int64_range;
  return result;
}

CodeValue CodeScanner::string() {
  const char quote = *at_;
  const char* const begin = ++at_;
  const char* const end = std::find(begin, text_.line_end(begin), quote);
  if (end == text_.line_end(begin)) miss(begin, "a string that ends on its line");
  at_ = end + 1;
  return word_value({begin, end});
}

std::string_view CodeScanner::word() {
  const char* const begin = at_;
  at_ = std::find_if_not(at_, text_.end(), is_of_word);
  return {begin, at_};
}

std::optional<CodeValue> CodeScanner::plain_list() {
  BracketedNumbers found;
  try {
    found = read_brackets(text_, at_, begin_);
  } catch (const Error&) {
    return std::nullopt;
  }
  if (found.has_semicolons) {
    refuse_code(text_, at_,
                "rows between semicolons are read only outside of other brackets, and if nothing is done to them");
  }
  try {
    CodeValue value;
    value.kind = CodeKind::list;
    value.shape = found.shape;
    value.dtype = found.dtype;
    if (!found.has_commas && found.numbers.size() > 1) value.printer = &printers::numpy;
    bool are_integers = !found.dtype && !value.is_print();
    for (const NumberToken& token : found.numbers) {
      value.numbers.push_back(number_of(token.text));
      are_integers = are_integers && token.text.find_first_not_of("+-0123456789") == std::string_view::npos &&
                     std::abs(value.numbers.back().value) <= int64_range.high;
    }
    if (are_integers) value.integers = int64_range;
    at_ = found.end;
    return value;
  } catch (const Error&) {
    return std::nullopt;
  }
}

CodeValue CodeScanner::print() {
  for (const PrintForm& form : print_forms()) {
    const PrintPlace place{text_, at_, false};
    if (form.name != "call" || !form.may_start(place)) continue;
    if (const PrintFound found = form.read(place); found.tensor) {
      at_ = found.end;
      return value_of(*found.tensor);
    }
  }
  throw NoCode();
}
}  // namespace softmax::formats
