#include "text/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "text/number.h"

namespace softmax {
namespace {

/// Exponents beyond this say no more than that a number is 0 or infinite.
constexpr long largest_exponent = 1000000000;

std::string without_leading_zeros(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

/// The digits of a + b; both of one length.
std::string sum(std::string a, const std::string& b) {
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int place = (a[i] - '0') + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + place % 10);
    carry = place / 10;
  }
  return carry > 0 ? "1" + a : a;
}

/// The digits of a - b; both of one length, a >= b.
std::string difference(std::string a, const std::string& b) {
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int place = (a[i] - '0') - (b[i] - '0') - borrow;
    a[i] = static_cast<char>('0' + (place + 10) % 10);
    borrow = place < 0 ? 1 : 0;
  }
  return a;
}

/// No double has more significant digits.
constexpr std::size_t longest_expansion = 767;

/// A positive finite double rounded to `count` significant digits, and the exponent of the first.
struct Expansion {
  std::string digits;  ///< without zeros at the end
  long magnitude = 0;

  Expansion(double value, std::size_t count) {
    std::array<char, longest_expansion + 10> text;
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific,
                                      static_cast<int>(count) - 1);
    const std::string_view all(text.data(), result.ptr);
    const std::size_t e = all.find('e');
    digits.push_back(all.front());
    if (e > 1) digits.append(all.substr(2, e - 2));
    digits.erase(digits.find_last_not_of('0') + 1);
    const std::string_view exponent = all.substr(e + (all[e + 1] == '+' ? 2 : 1));
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), magnitude);
  }
};

}  // namespace

Decimal::Decimal(std::string_view token, long power) : exponent_(power) {
  const char* at = token.data();
  const char* end = at + token.size();
  if (at < end && (*at == '-' || *at == '+')) negative_ = *at++ == '-';
  bool is_behind_point = false;
  for (; at < end && (is_digit(*at) || *at == '.'); ++at) {
    if (*at == '.') {
      is_behind_point = true;
      continue;
    }
    digits_ += *at;
    if (is_behind_point) --exponent_;
  }
  if (at < end) {
    ++at;  // 'e'
    const bool is_negative = *at == '-';
    if (*at == '+') ++at;
    long exponent = 0;
    if (std::from_chars(at, end, exponent).ec == std::errc::result_out_of_range) {
      exponent = is_negative ? -largest_exponent : largest_exponent;
    }
    exponent_ += std::clamp(exponent, -largest_exponent, largest_exponent);
  }
  digits_ = without_leading_zeros(std::move(digits_));
}

Decimal Decimal::plus(int digit, long exponent) const {
  Decimal result;
  std::string mine = digits_.empty() ? "0" : digits_;
  std::string other(1, static_cast<char>('0' + std::abs(digit)));
  result.exponent_ = digits_.empty() ? exponent : std::min(exponent_, exponent);
  if (!digits_.empty()) mine.append(static_cast<std::size_t>(exponent_ - result.exponent_), '0');
  other.append(static_cast<std::size_t>(exponent - result.exponent_), '0');
  const std::size_t length = std::max(mine.size(), other.size());
  mine.insert(0, length - mine.size(), '0');
  other.insert(0, length - other.size(), '0');

  const bool other_is_negative = digit < 0;
  if (negative_ == other_is_negative) {
    result.negative_ = negative_;
    result.digits_ = sum(std::move(mine), other);
  } else {
    const bool mine_is_larger = mine >= other;
    result.negative_ = mine_is_larger ? negative_ : other_is_negative;
    result.digits_ = mine_is_larger ? difference(std::move(mine), other) : difference(std::move(other), mine);
  }
  result.digits_ = without_leading_zeros(std::move(result.digits_));
  return result;
}

bool Decimal::is_power_of_ten() const {
  return !negative_ && digits_.starts_with('1') && digits_.find_first_not_of('0', 1) == std::string::npos;
}

double Decimal::nearest() const {
  double value = 0;
  if (!is_zero()) {
    const std::string text = digits_ + 'e' + std::to_string(exponent_);
    if (read_number(text.data(), text.data() + text.size(), Dtype::float64, value).status ==
        NumberStatus::beyond_range) {
      value = std::numeric_limits<double>::infinity();
    }
  }
  return negative_ ? -value : value;
}

int Decimal::compare(double value) const {
  if (value == 0) return is_zero() ? 0 : negative_ ? 1 : -1;
  // Of one sign, as the number rounds to the value.
  const int below = negative_ ? 1 : -1;
  if (std::isinf(value)) return -below;
  std::string mine = digits_;
  mine.erase(mine.find_last_not_of('0') + 1);
  // Rounding keeps order: what differs from these digits when rounded to as many differs from them in the same sense.
  for (const std::size_t count : {std::min(mine.size() + 1, longest_expansion), longest_expansion}) {
    const Expansion expansion(std::abs(value), count);
    if (expansion.magnitude != magnitude()) return expansion.magnitude < magnitude() ? below : -below;
    if (const int order = expansion.digits.compare(mine); order != 0) return order < 0 ? below : -below;
  }
  return 0;
}

double Decimal::up() const {
  const double value = nearest();
  return compare(value) < 0 ? std::nextafter(value, std::numeric_limits<double>::infinity()) : value;
}

double Decimal::down() const {
  const double value = nearest();
  return compare(value) > 0 ? std::nextafter(value, -std::numeric_limits<double>::infinity()) : value;
}

}  // namespace softmax
