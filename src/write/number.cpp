#include "write/number.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "write/shortest.h"

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
      room_(precision ? longest_integer_part + 1 + static_cast<std::size_t>(*precision) : room_for_shortest),
      shortest_(!precision && has_16_bits(dtype) ? std::size_t{1} << 16 : 0) {
  for (const std::string_view word : {words.nan, words.infinity, words.minus_infinity}) {
    room_ = std::max(room_, word.size());
  }
  for (std::atomic<double>& decimal : shortest_) decimal.store(not_known, std::memory_order_relaxed);
}

double NumberText::shortest_of_16_bits(float value) const {
  std::atomic<double>& known = shortest_[bits(dtype_, value)];
  double decimal = known.load(std::memory_order_relaxed);
  if (std::isnan(decimal)) {
    decimal = shortest_decimal(dtype_, value);
    known.store(decimal, std::memory_order_relaxed);
  }
  return decimal;
}

template <Real T>
char* NumberText::put(char* to, T value) const {
  if (!std::isfinite(value)) {
    const std::string_view word = std::isnan(value) ? words_.nan : value > 0 ? words_.infinity : words_.minus_infinity;
    return std::copy(word.begin(), word.end(), to);
  }
  if (precision_) return std::to_chars(to, to + room_, value, std::chars_format::fixed, *precision_).ptr;
  if constexpr (std::same_as<T, float>) {
    if (has_16_bits(dtype_)) return put_shortest(to, shortest_of_16_bits(value));
  }
  return put_shortest(to, value);
}

template char* NumberText::put(char* to, float value) const;
template char* NumberText::put(char* to, double value) const;

}  // namespace softmax::write
