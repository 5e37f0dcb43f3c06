#include "text/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include "core/formatted.h"
#include "text/number.h"
#include "text/shortest.h"

namespace softmax {
namespace {
/// A number with a larger exponent is 0 or infinite as a double.
constexpr long largest_exponent = 1000000000;

/// The digits of a + sign · b, which have the same length; sign is 1, or -1 where a >= b.
std::string sum(std::string a, int sign, const std::string& b) {
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int place = (a[i] - '0') + sign * (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + (place + 10) % 10);
    carry = place < 0 ? -1 : place / 10;
  }
  return carry > 0 ? "1" + a : a;
}

/// No double has more significant digits.
constexpr std::size_t longest_expansion = 767;

/// The text of a value with `places` digits after the point.
std::string to_text(double magnitude, std::chars_format format, int places) {
  constexpr std::size_t longest_integer_part = std::numeric_limits<double>::max_exponent10 + 1;
  std::string text(longest_integer_part + 1 + static_cast<std::size_t>(places), '\0');
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), magnitude, format, places).ptr;
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}
}  // namespace

Decimal::Decimal(std::string_view token, long power) : exponent_(power) {
  const char* at = token.data();
  const char* end = at + token.size();
  if (at < end && (*at == '-' || *at == '+')) negative_ = *at++ == '-';
  bool is_after_point = false;
  for (; at < end && (is_digit(*at) || *at == '.'); ++at) {
    if (*at == '.') {
      is_after_point = true;
      continue;
    }
    digits_ += *at;
    if (is_after_point) --exponent_;
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
  normalise();
}

void Decimal::normalise() {
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  if (!digits_.empty()) return;
  digits_ = "0";
  exponent_ = 0;
}

Decimal Decimal::without_zeros_at_end() const {
  Decimal result = *this;
  if (is_zero()) return result;
  result.digits_.erase(digits_.find_last_not_of('0') + 1);
  result.exponent_ += static_cast<long>(digits_.size() - result.digits_.size());
  return result;
}

Decimal Decimal::plus(int digit, long exponent) const {
  Decimal result;
  std::string mine = digits_;
  std::string other(1, static_cast<char>('0' + std::abs(digit)));
  result.exponent_ = is_zero() ? exponent : std::min(exponent_, exponent);
  if (!is_zero()) mine.append(static_cast<std::size_t>(exponent_ - result.exponent_), '0');
  other.append(static_cast<std::size_t>(exponent - result.exponent_), '0');
  const std::size_t length = std::max(mine.size(), other.size());
  mine.insert(0, length - mine.size(), '0');
  other.insert(0, length - other.size(), '0');

  const bool other_is_negative = digit < 0;
  if (negative_ == other_is_negative) {
    result.negative_ = negative_;
    result.digits_ = sum(std::move(mine), 1, other);
  } else {
    const bool mine_is_larger = mine >= other;
    result.negative_ = mine_is_larger ? negative_ : other_is_negative;
    result.digits_ = mine_is_larger ? sum(std::move(mine), -1, other) : sum(std::move(other), -1, mine);
  }
  result.normalise();
  return result;
}

bool Decimal::is_power_of_ten() const {
  return !negative_ && digits_.starts_with('1') && digits_.find_first_not_of('0', 1) == std::string::npos;
}

double Decimal::nearest(Dtype dtype) const {
  if (is_zero()) return negative_ ? -0.0 : 0.0;
  const std::string text = digits_ + 'e' + std::to_string(exponent_);
  const char* const end = text.data() + text.size();
  double value = 0;
  NumberStatus status{};
  if (dtype == Dtype::float64) {
    status = scan_number(text.data(), end, NumberSyntax::plain, dtype, value).status;
  } else {
    float narrow = 0;
    status = scan_number(text.data(), end, NumberSyntax::plain, dtype, narrow).status;
    value = static_cast<double>(narrow);
  }
  if (status == NumberStatus::beyond_range) value = std::numeric_limits<double>::infinity();
  return negative_ ? -value : value;
}

int Decimal::compare(double value) const {
  if (value == 0) return is_zero() ? 0 : negative_ ? 1 : -1;
  // The value has the sign of the number, which rounds to it.
  const int below = negative_ ? 1 : -1;
  if (std::isinf(value)) return -below;
  const std::string mine = without_zeros_at_end().digits_;
  // Rounding keeps order: if the value, rounded to N digits, differs from these digits, it differs in the same sense.
  for (const std::size_t count : {std::min(mine.size() + 1, longest_expansion), longest_expansion}) {
    const Decimal rounded = nearest_decimal(std::abs(value), static_cast<int>(count)).without_zeros_at_end();
    if (rounded.magnitude() != magnitude()) return rounded.magnitude() < magnitude() ? below : -below;
    if (const int order = rounded.digits_.compare(mine); order != 0) return order < 0 ? below : -below;
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

Decimal unique_decimal(Dtype dtype, double magnitude) {
  char text[32];
  const auto shortest = [&](auto value) {
    const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    return Decimal({text, end}).without_zeros_at_end();
  };
  if (dtype == Dtype::float64) return shortest(magnitude);
  const auto value = static_cast<float>(magnitude);
  return dtype == Dtype::float16 ? shortest(shortest_decimal(dtype, value)) : shortest(value);
}

Decimal nearest_decimal(double magnitude, int digits) {
  return Decimal(to_text(magnitude, std::chars_format::scientific, digits - 1));
}

Decimal distinguishing_decimal(Dtype dtype, double magnitude, int digits) {
  Decimal nearest = nearest_decimal(magnitude, digits);
  // If both neighbours are equally far away, the nearest decimal distinguishes the value whenever any does.
  int exponent = 0;
  const bool is_power_of_two = std::frexp(magnitude, &exponent) == 0.5;
  if (!is_power_of_two || nearest.nearest(dtype) == magnitude) return nearest;
  Decimal unique = unique_decimal(dtype, magnitude);
  return unique.digits().size() > static_cast<std::size_t>(digits) ? nearest : unique;
}

Decimal decimal_to_places(double magnitude, int places) {
  return Decimal(fixed_text(magnitude, places)).without_zeros_at_end();
}

std::string positional_text(const Decimal& decimal) {
  std::string text = decimal.digits();
  const long whole_digits = decimal.magnitude() + 1;
  if (whole_digits <= 0) return "0." + text.insert(0, static_cast<std::size_t>(-whole_digits), '0');
  const auto point = static_cast<std::size_t>(whole_digits);
  text.resize(std::max(text.size(), point), '0');
  return text.insert(point, 1, '.');
}

std::string fixed_text(double magnitude, int places) {
  std::string text = to_text(magnitude, std::chars_format::fixed, places);
  return places == 0 ? text + '.' : text;
}

std::string scientific_text(const Decimal& decimal, int digits, int exponent_digits) {
  const std::string& shown = decimal.digits();
  const long magnitude = decimal.magnitude();
  return formatted("{}.{:0<{}}e{}{:0{}}", shown.front(), shown.substr(1), digits - 1, magnitude < 0 ? '-' : '+',
                   std::abs(magnitude), exponent_digits);
}
}  // namespace softmax
