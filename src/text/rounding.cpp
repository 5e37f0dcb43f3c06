#include "text/rounding.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "core/formatted.h"
#include "text/shortest.h"

namespace softmax {
namespace {

/// With so many digits behind the point.
std::string to_text(double magnitude, std::chars_format format, int places) {
  constexpr std::size_t longest_integer_part = std::numeric_limits<double>::max_exponent10 + 1;
  std::string text(longest_integer_part + 1 + static_cast<std::size_t>(places), '\0');
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), magnitude, format, places).ptr;
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

/// The number that scientific notation shows, d.dde-05.
Digits from_scientific(std::string_view text) {
  const std::size_t mark = text.find('e');
  Digits decimal{std::string(text.substr(0, mark)), 0};
  std::erase(decimal.digits, '.');
  text.remove_prefix(mark + 1);
  if (text.starts_with('+')) text.remove_prefix(1);  // from_chars takes none
  std::from_chars(text.data(), text.data() + text.size(), decimal.exponent);
  return decimal;
}

bool reads_back(Dtype dtype, double magnitude, const Digits& decimal) {
  const std::string text = scientific_text(decimal, 1);
  if (dtype == Dtype::float32 || dtype == Dtype::bfloat16) {
    float value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return static_cast<double>(value) == magnitude;
  }
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return round_to(dtype, value) == magnitude;
}

}  // namespace

Digits unique_decimal(Dtype dtype, double magnitude) {
  char text[32];
  const auto shortest = [&](auto value) -> std::string_view {
    return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr};
  };
  if (dtype == Dtype::float64) return from_scientific(shortest(magnitude));
  const auto value = static_cast<float>(magnitude);
  return from_scientific(dtype == Dtype::float16 ? shortest(shortest_decimal(dtype, value)) : shortest(value));
}

Digits nearest_decimal(double magnitude, int digits) {
  return from_scientific(to_text(magnitude, std::chars_format::scientific, digits - 1));
}

Digits telling_decimal(Dtype dtype, double magnitude, int digits) {
  Digits nearest = nearest_decimal(magnitude, digits);
  // Between neighbours that are equally far away the nearest decimal tells the value whenever any does.
  int exponent = 0;
  const bool is_power_of_two = std::frexp(magnitude, &exponent) == 0.5;
  if (!is_power_of_two || reads_back(dtype, magnitude, nearest)) return nearest;
  Digits unique = unique_decimal(dtype, magnitude);
  const auto size = static_cast<std::size_t>(digits);
  if (unique.digits.size() > size) return nearest;
  unique.digits.resize(size, '0');
  return unique;
}

Digits decimal_to_places(double magnitude, int places) {
  std::string digits = fixed_text(magnitude, places);
  const std::size_t point = digits.find('.');
  digits.erase(point, 1);
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return {"0", 0};
  return without_zeros_at_end({digits.substr(first), static_cast<int>(point) - static_cast<int>(first) - 1});
}

Digits without_zeros_at_end(Digits decimal) {
  decimal.digits.resize(std::max<std::size_t>(decimal.digits.find_last_not_of('0') + 1, 1));
  return decimal;
}

int places(const Digits& decimal) {
  return std::max(static_cast<int>(decimal.digits.size()) - 1 - decimal.exponent, 0);
}

std::string positional_text(const Digits& decimal) {
  const int whole_digits = decimal.exponent + 1;
  if (whole_digits <= 0) return "0." + std::string(static_cast<std::size_t>(-whole_digits), '0') + decimal.digits;
  std::string text = decimal.digits;
  const auto point = static_cast<std::size_t>(whole_digits);
  text.resize(std::max(text.size(), point), '0');
  return text.insert(point, 1, '.');
}

std::string fixed_text(double magnitude, int places) {
  std::string text = to_text(magnitude, std::chars_format::fixed, places);
  return places == 0 ? text + '.' : text;
}

std::string scientific_text(const Digits& decimal, int exponent_digits) {
  return formatted("{}.{}e{}{:0{}}", decimal.digits.front(), std::string_view(decimal.digits).substr(1),
                   decimal.exponent < 0 ? '-' : '+', std::abs(decimal.exponent), exponent_digits);
}

}  // namespace softmax
