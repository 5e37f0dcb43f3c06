#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "core/formatted.h"
#include "text/decimal.h"
#include "text/number.h"

namespace softmax {
namespace {
/// Larger exponents are cut off: no double is as large or as small.
constexpr int maximum_exponent = 10000;

int exponent_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), exponent).ec == std::errc::result_out_of_range) {
    exponent = text.starts_with('-') ? -maximum_exponent : maximum_exponent;
  }
  return std::clamp(exponent, -maximum_exponent, maximum_exponent);
}

double value_of(const NumberToken& token) {
  double value = 0;
  const char* const end = token.text.data() + token.text.size();
  const NumberStatus status =
      scan_number(token.text.data(), end, NumberSyntax::with_plus, Dtype::float64, value).status;
  if (token.power == 0 && status != NumberStatus::beyond_range) return value;
  return spelling(token.text).is_finite ? Decimal(token.text, token.power).nearest() : value;
}
}  // namespace

Spelling spelling(std::string_view number) {
  Spelling found;
  int before_point = 0;  // digits from the first that is not 0
  int zeros = 0;         // after the point, before that digit
  bool is_after_point = false;
  for (std::size_t at = 0; at < number.size(); ++at) {
    const char c = number[at];
    if (c == 'e' || c == 'E') {
      if (!found.is_finite) break;  // infinity has no digits, 'e' is in no other word before a digit
      found.is_scientific = true;
      found.exponent = exponent_in(number.substr(at + 1));
      break;
    }
    if (c == '.') is_after_point = true;
    if (!is_digit(c)) continue;
    found.is_finite = true;
    if (is_after_point) ++found.decimals;
    if (c != '0') found.is_zero = false;
    if (found.is_zero) {
      if (is_after_point) ++zeros;
      continue;
    }
    ++found.figures;
    if (!is_after_point) ++before_point;
  }
  if (!found.is_zero) found.first = found.exponent + (before_point > 0 ? before_point - 1 : -zeros - 1);
  return found;
}

std::vector<PrintedNumber> printed_numbers(const std::vector<NumberToken>& tokens) {
  std::vector<PrintedNumber> numbers;
  with_memory([&] { numbers.reserve(tokens.size()); },
              [&] {
                return memory_error(static_cast<double>(tokens.size() * sizeof(PrintedNumber)),
                                    formatted("the digits of {} numbers", tokens.size()));
              });
  for (const NumberToken& token : tokens) numbers.push_back({std::string(token.text), value_of(token), token.power});
  return numbers;
}
}  // namespace softmax
