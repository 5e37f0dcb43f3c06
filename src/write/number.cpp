#include "write/number.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace softmax::write {
namespace {

constexpr std::size_t longest_integer_part = 1 + std::numeric_limits<double>::max_exponent10 + 1;  // with the sign
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

bool has_16_bits(Dtype dtype) { return dtype == Dtype::float16 || dtype == Dtype::bfloat16; }

std::uint16_t bits(Dtype dtype, float value) {
  if (dtype == Dtype::float16) return float16_bits(value);
  return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

/// The double nearest to the decimal number of so many significant digits that is nearest to the value.
double rounded_to_digits(double value, int digits) {
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1).ptr;
  double rounded = 0;
  std::from_chars(text, end, rounded);
  return rounded;
}

}  // namespace

double shortest_decimal(Dtype dtype, float value) {
  const double magnitude = std::abs(static_cast<double>(value));
  // Above a power of two, what rounds to it reaches twice as far as below: a decimal there may be the only one of its
  // length although one below is nearer. It is the nearest to a quarter of an ulp above.
  const double above = magnitude + ulp(dtype, magnitude) / 4;
  for (int digits = 1;; ++digits) {
    for (const double aim : {magnitude, above}) {
      const double decimal = rounded_to_digits(aim, digits);
      if (round_to(dtype, decimal) == magnitude) return std::copysign(decimal, static_cast<double>(value));
    }
  }
}

NumberText::NumberText(Dtype dtype, std::optional<int> precision, const NonfiniteWords& words)
    : dtype_(dtype),
      precision_(precision),
      words_(words),
      text_(longest_integer_part + 1 + static_cast<std::size_t>(precision.value_or(0))) {
  if (!precision_ && has_16_bits(dtype_)) shortest_.assign(std::size_t{1} << 16, not_known);
}

double NumberText::shortest_of_16_bits(float value) {
  double& decimal = shortest_[bits(dtype_, value)];
  if (std::isnan(decimal)) decimal = shortest_decimal(dtype_, value);
  return decimal;
}

template <Real T>
std::string_view NumberText::operator()(T value) {
  if (std::isnan(value)) return words_.nan;
  if (std::isinf(value)) return value > 0 ? words_.infinity : words_.minus_infinity;

  char* const begin = text_.data();
  if (precision_) {
    return {begin, std::to_chars(begin, begin + text_.size(), value, std::chars_format::fixed, *precision_).ptr};
  }
  if constexpr (std::same_as<T, float>) {
    if (has_16_bits(dtype_)) return {begin, fmt::format_to(begin, FMT_COMPILE("{}"), shortest_of_16_bits(value))};
  }
  return {begin, fmt::format_to(begin, FMT_COMPILE("{}"), value)};
}

template std::string_view NumberText::operator()(float value);
template std::string_view NumberText::operator()(double value);

}  // namespace softmax::write
