#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/dtype.h"

namespace softmax {
/// A decimal digit, whatever the locale.
inline constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What counts as a number. Each syntax takes all that the one before takes.
enum class NumberSyntax {
  json,       ///< RFC 8259, section 6; NaN, Infinity and -Infinity
  plain,      ///< also `1.`, `.5` and `007`; nan, inf and infinity in any case, with or without '-'
  with_plus,  ///< also a '+' before any of these: so CSV files and prints have them
};

enum class NumberStatus { valid, not_a_number, beyond_range };

/// What scan_number found.
struct NumberEnd {
  const char* end;  ///< the byte after the number; where the scan began if there is none
  NumberStatus status;
};

/// Reads the longest number at the start of [first, last). The value is the value of the dtype that is nearest to the
/// digits (float16 and bfloat16 by way of float64). A number whose nearest value is an infinity is `beyond_range`; one
/// that is too small becomes subnormal, or 0 with its sign. The locale has no effect. T is the type that holds the
/// dtype, or double with float64.
template <Real T>
NumberEnd scan_number(const char* first, const char* last, NumberSyntax syntax, Dtype dtype, T& value);

/// Reads the number at the start of [first, last) if JSON's grammar allows it and few steps find the value nearest to
/// it: at most 19 significant digits, then a power of ten from 10^-54 to 10^54, a normal value or 0, and a dtype with
/// the precision of T. Returns the end of the number; nullptr if scan_number has to look closer, or if there is no
/// number. For loops over many numbers.
template <Real T>
const char* read_short_decimal(const char* first, const char* last, Dtype dtype, T& value);

/// The end of the longest number at the start of [first, last) that is one in the syntax `json`; `first` if there is
/// none. The number may be beyond the range of any dtype.
const char* json_number_end(const char* first, const char* last);

/// The message for a number that is `beyond_range`: "1e400 is beyond float64, whose largest is
/// 1.7976931348623157e+308". Long numbers are cut.
std::string beyond_range_text(std::string_view number, Dtype dtype);

// The rest of this file is the fast path of scan_number.

namespace short_decimals {
__extension__ using Uint128 = unsigned __int128;

/// 5^n = (bits + d) 2^exponent with 0 <= d < 1, and the highest of 64 bits set.
struct PowerOfFive {
  std::uint64_t bits;
  int exponent;
};

inline constexpr int largest_power = 54;  // 5^54 < 2^126: twice that fits 128 bits

constexpr PowerOfFive power_of_five(int power) {
  Uint128 magnitude = 1;
  for (int i = 0; i < (power < 0 ? -power : power); ++i) magnitude *= 5;
  PowerOfFive found{0, 0};
  if (power >= 0) {
    for (; magnitude >> 64 != 0; magnitude >>= 1) ++found.exponent;
    found.bits = static_cast<std::uint64_t>(magnitude);
    for (; found.bits >> 63 == 0; found.bits <<= 1) --found.exponent;
    return found;
  }
  Uint128 remainder = 1;  // 1 / 5^n by long division, bit by bit
  for (; found.bits >> 63 == 0; --found.exponent) {
    remainder <<= 1;
    const bool bit = remainder >= magnitude;
    if (bit) remainder -= magnitude;
    found.bits = found.bits << 1 | (bit ? 1 : 0);
  }
  return found;
}

inline constexpr auto powers_of_five = [] {
  std::array<PowerOfFive, 2 * largest_power + 1> powers{};
  for (int power = -largest_power; power <= largest_power; ++power) {
    powers[static_cast<std::size_t>(power + largest_power)] = power_of_five(power);
  }
  return powers;
}();

/// Finds the value nearest to number * 10^power, or its negative, if the 64 leading bits of the power decide on it and
/// the value is normal.
///
/// With both factors scaled to 64 bits, the upper half of their product is less than the true one, by less than 2. The
/// bits after the last that the value has room for decide how it is rounded, unless 2 more could change that.
template <Real T>
bool nearest(std::uint64_t number, int power, bool is_negative, T& value) {
  using Bits = std::conditional_t<std::same_as<T, double>, std::uint64_t, std::uint32_t>;
  constexpr int significand_bits = std::numeric_limits<T>::digits;
  constexpr int largest_exponent = std::numeric_limits<T>::max_exponent - 1;

  const int zeros = std::countl_zero(number);
  const PowerOfFive& five = powers_of_five[static_cast<std::size_t>(power + largest_power)];
  const auto product = static_cast<std::uint64_t>(Uint128{number << zeros} * five.bits >> 64);
  const int spare = static_cast<int>(std::bit_width(product)) - significand_bits;
  const std::uint64_t rest = product & ((std::uint64_t{1} << spare) - 1);
  const std::uint64_t half = std::uint64_t{1} << (spare - 1);
  if (rest == half || rest == half - 1) return false;

  const int exponent = spare + 64 + five.exponent - zeros + power + significand_bits - 1;
  if (exponent < 1 - largest_exponent || exponent >= largest_exponent) return false;
  const std::uint64_t significand = (product >> spare) + (rest > half ? 1 : 0);
  // Adding the significand's highest bit, and a carry, gives the exponent.
  const std::uint64_t exponent_bits = static_cast<std::uint64_t>(exponent + largest_exponent - 1)
                                      << (significand_bits - 1);
  const auto sign = static_cast<Bits>(Bits{is_negative} << (8 * sizeof(T) - 1));
  value = std::bit_cast<T>(static_cast<Bits>(sign + exponent_bits + significand));
  return true;
}

inline constexpr std::array<std::uint64_t, 9> powers_of_ten = {1,      10,      100,      1000,     10000,
                                                               100000, 1000000, 10000000, 100000000};

/// The number that eight digits make, the first in the lowest byte. Neighbours are joined to pairs, to fours, to eight.
inline std::uint64_t joined(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8);
  return ((digits & 0x000000FF'000000FF) * (100 + (std::uint64_t{1000000} << 32)) +
          (digits >> 16 & 0x000000FF'000000FF) * (1 + (std::uint64_t{10000} << 32))) >>
         32;
}

/// Reads digits and appends them to the number, which wraps around when there are too many.
/// It is inlined by force: a call costs a tenth of the time of a number.
[[gnu::always_inline]] inline const char* append_digits(const char* at, const char* last, std::uint64_t& number) {
  constexpr std::ptrdiff_t word = sizeof(std::uint64_t);
  while (std::endian::native == std::endian::little && last - at >= word) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, word);
    const std::uint64_t digits = bytes - 0x30303030'30303030;
    // The highest bit of the first byte that is no digit is set; those of later bytes mean nothing.
    const std::uint64_t others = ((bytes + 0x46464646'46464646) | digits) & 0x80808080'80808080;
    if (others != 0) {  // up to seven digits by the same steps, as their count is hard to predict
      const int count = std::countr_zero(others) / 8;
      const std::uint64_t after_zeros = digits << 1 << (63 - 8 * count);
      number = number * powers_of_ten[static_cast<std::size_t>(count)] + joined(after_zeros);
      return at + count;
    }
    number = number * powers_of_ten[word] + joined(digits);
    at += word;
  }
  for (; at < last && is_digit(*at); ++at) number = number * 10 + static_cast<std::uint64_t>(*at - '0');
  return at;
}
}  // namespace short_decimals

template <Real T>
const char* read_short_decimal(const char* first, const char* last, Dtype dtype, T& value) {
  using namespace short_decimals;
  if (std::same_as<T, float> && dtype != Dtype::float32) return nullptr;  // the value is rounded twice
  constexpr std::ptrdiff_t maximum_digits = 19;

  const char* at = first;
  const bool is_negative = at < last && *at == '-';
  at += is_negative ? 1 : 0;
  const char* const digits = at;
  std::uint64_t number = 0;
  for (; at < last && is_digit(*at); ++at) number = number * 10 + static_cast<std::uint64_t>(*at - '0');
  std::ptrdiff_t digit_count = at - digits;
  if (digit_count == 0 || (*digits == '0' && digit_count > 1)) return nullptr;

  std::ptrdiff_t power = 0;
  if (at < last && *at == '.') {
    const char* const decimals = ++at;
    at = append_digits(at, last, number);
    if (at == decimals) return nullptr;
    power = decimals - at;
    digit_count -= power;
  }
  if (digit_count > maximum_digits) {
    for (const char* zero = digits; *zero == '0' || *zero == '.'; ++zero) digit_count -= *zero == '0' ? 1 : 0;
    if (digit_count > maximum_digits) return nullptr;
  }
  if (at < last && (*at == 'e' || *at == 'E')) {
    ++at;
    const bool shrinks = at < last && *at == '-';
    if (at < last && (*at == '-' || *at == '+')) ++at;
    const char* const exponent_digits = at;
    int exponent = 0;
    constexpr int too_large = 1000;
    for (; at < last && is_digit(*at) && exponent < too_large; ++at) exponent = exponent * 10 + (*at - '0');
    if (at == exponent_digits || exponent >= too_large) return nullptr;
    power += shrinks ? -exponent : exponent;
  }

  constexpr std::uint64_t exact_integers = std::uint64_t{1} << std::numeric_limits<T>::digits;
  if (number == 0 || (power == 0 && number < exact_integers)) {
    value = is_negative ? -static_cast<T>(number) : static_cast<T>(number);
  } else if (power < -largest_power || power > largest_power ||
             !nearest(number, static_cast<int>(power), is_negative, value)) {
    return nullptr;
  }
  return at;
}
}  // namespace softmax
