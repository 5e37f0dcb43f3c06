#include "text/shortest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>

#include <fmt/format.h>

namespace softmax {
namespace {
constexpr int maximum_digits = 17;

constexpr auto powers_of_ten = [] {
  std::array<std::uint64_t, maximum_digits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::uint64_t power_of_ten(int exponent) { return powers_of_ten[static_cast<std::size_t>(exponent)]; }

/// The number of decimal digits of a number from 1 to 10^17 - 1.
int digit_count(std::uint64_t number) {
  const int at_least = static_cast<int>(std::bit_width(number)) * 1233 >> 12;  // log10(2) is about 1233/4096
  return at_least + (number >= power_of_ten(at_least) ? 1 : 0);
}

/// The eight digits of a number below 10^8 as text, the first one in the lowest byte. Each step halves all lanes of a
/// word at once: to four digits each, two, one.
std::uint64_t eight_digits(std::uint64_t number) {
  const std::uint64_t fours = number / 10000 | (number % 10000) << 32;
  const std::uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007F'0000007F;
  const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
  const std::uint64_t tens = (twos * 103 >> 10) & 0x000F000F'000F000F;
  const std::uint64_t ones = tens | (twos - tens * 10) << 8;
  return ones + 0x30303030'30303030;
}

void put_bytes(char* to, std::uint64_t bytes) {
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  std::memcpy(to, &bytes, sizeof bytes);
}

/// The 17 digits of a decimal number, padded with zeros at the end.
struct SeventeenDigits {
  char first;
  std::uint64_t after_first;  ///< eight of them, as text
  std::uint64_t last;         ///< the other eight

  SeventeenDigits(std::uint64_t significand, int count) {
    const std::uint64_t all = significand * power_of_ten(maximum_digits - count);
    const std::uint64_t sixteen = all % power_of_ten(16);
    first = static_cast<char>('0' + all / power_of_ten(16));
    after_first = eight_digits(sixteen / power_of_ten(8));
    last = eight_digits(sixteen % power_of_ten(8));
  }

  void put(char* to) const {
    *to = first;
    put_bytes(to + 1, after_first);
    put_bytes(to + 9, last);
  }
};

void put_first_and_point(char* to, char first) {
  to[0] = first;
  to[1] = '.';
}

char* put_exponent(char* to, int exponent) {
  *to++ = 'e';
  *to++ = exponent < 0 ? '-' : '+';
  int rest = std::abs(exponent);
  if (rest >= 100) *to++ = static_cast<char>('0' + rest / 100);
  rest %= 100;
  *to++ = static_cast<char>('0' + rest / 10);
  *to++ = static_cast<char>('0' + rest % 10);
  return to;
}

constexpr std::size_t longest_integer_part = 1 + std::numeric_limits<double>::max_exponent10 + 1;  // with the sign
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

bool has_16_bits(Dtype dtype) { return dtype == Dtype::float16 || dtype == Dtype::bfloat16; }

std::uint16_t bits(Dtype dtype, float value) {
  if (dtype == Dtype::float16) return float16_bits(value);
  return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

/// The double nearest to the decimal number with `digits` significant digits that is nearest to the value.
double rounded_to_digits(double value, int digits) {
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1).ptr;
  double rounded = 0;
  std::from_chars(text, end, rounded);
  return rounded;
}

/// The decimal with the fewest digits that reads back as `value`, and of those the nearest, as a significand and an
/// exponent. The value is finite and above 0. This is the only use of fmt::detail, which fmt may change: versions 9 to
/// 12 have the function. All its calls are inlined, because the stack protector of called functions takes a seventh of
/// the time.
template <Real T>
[[gnu::flatten]] auto dragonbox_decimal(T value) {
  return fmt::detail::dragonbox::to_decimal(value);
}
}  // namespace

template <Real T>
char* put_shortest(char* to, T value) {
  *to = '-';
  to += std::signbit(value) ? 1 : 0;
  if (value == 0) {
    *to = '0';
    return to + 1;
  }
  const auto decimal = dragonbox_decimal(std::abs(value));
  const int count = digit_count(decimal.significand);
  const int exponent = decimal.exponent + count - 1;  // of the first digit
  const SeventeenDigits digits(decimal.significand, count);

  constexpr int smallest_plain = -4;
  constexpr int largest_plain = 15;
  if (exponent < smallest_plain || exponent > largest_plain) {
    digits.put(to + 1);
    put_first_and_point(to, digits.first);
    return put_exponent(to + (count == 1 ? 1 : count + 1), exponent);
  }
  const int whole = exponent + 1;  // digits before the point
  if (count <= whole) {
    digits.put(to);
    return to + whole;
  }
  if (whole <= 1) {  // 1.25 and 0.00125 by the same steps, as the choice is hard to predict
    std::memcpy(to, "0.000", 5);
    char* const after_point = to + 1 + (whole < 1 ? 1 - whole : 0);
    digits.put(after_point);
    put_first_and_point(to, whole == 1 ? digits.first : '0');
    return after_point + count;
  }
  digits.put(to);
  std::memmove(to + whole + 1, to + whole, static_cast<std::size_t>(count - whole));
  to[whole] = '.';
  return to + count + 1;
}

template char* put_shortest(char* to, float value);
template char* put_shortest(char* to, double value);

double shortest_decimal(Dtype dtype, float value) {
  const double magnitude = std::abs(static_cast<double>(value));
  // The numbers that round to a power of two reach twice as far above it as below. So a decimal above may be the only
  // one of its length, although one below is nearer. It is the nearest to a quarter of an ulp above.
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
}  // namespace softmax
