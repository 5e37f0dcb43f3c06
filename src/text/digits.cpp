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
  const char* at = number.data();
  const char* const end = at + number.size();
  const auto after_digits = [end](const char* from) {
    while (from != end && is_digit(*from)) ++from;
    return from;
  };
  const auto after_zeros = [](const char* from, const char* to) {
    while (from != to && *from == '0') ++from;
    return from;
  };
  while (at != end && (*at == '-' || *at == '+')) ++at;
  const char* const whole_end = after_digits(at);
  const char* const whole = after_zeros(at, whole_end);
  const bool has_point = whole_end != end && *whole_end == '.';
  const char* const fraction = has_point ? whole_end + 1 : whole_end;
  const char* const fraction_end = has_point ? after_digits(fraction) : fraction;
  found.is_finite = whole_end != at || fraction_end != fraction;
  if (!found.is_finite) return found;
  found.decimals = static_cast<int>(fraction_end - fraction);
  if (fraction_end != end && (*fraction_end == 'e' || *fraction_end == 'E')) {
    found.is_scientific = true;
    found.exponent = exponent_in({fraction_end + 1, end});
  }
  const auto before_point = static_cast<int>(whole_end - whole);
  if (before_point > 0) {
    found.figures = before_point + found.decimals;
    found.first = found.exponent + before_point - 1;
  } else {
    const char* const first = after_zeros(fraction, fraction_end);
    found.figures = static_cast<int>(fraction_end - first);
    if (found.figures > 0) found.first = found.exponent - static_cast<int>(first - fraction) - 1;
  }
  found.is_zero = found.figures == 0;
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
