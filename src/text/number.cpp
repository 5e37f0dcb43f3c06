#include "text/number.h"

#include <charconv>
#include <cmath>
#include <system_error>

#include "core/formatted.h"
#include "text/short_decimal.h"

namespace softmax {
namespace {

/// Whether a number that no double or float can hold is too large (and not too small): whether its first significant
/// digit stands left of the decimal point once the exponent has moved it.
bool is_large(const char* first, const char* end) {
  if (*first == '-') ++first;
  long magnitude = 0;  // of the first significant digit
  bool seen_point = false;
  bool seen_significant = false;
  for (; first < end && (is_digit(*first) || *first == '.'); ++first) {
    if (*first == '.') {
      seen_point = true;
      continue;
    }
    if (*first != '0') seen_significant = true;
    if (seen_significant && !seen_point) ++magnitude;
    if (!seen_significant && seen_point) --magnitude;
  }
  if (first == end) return magnitude > 0;
  ++first;  // 'e'
  const bool is_negative = *first == '-';
  if (*first == '+' || *first == '-') ++first;
  long exponent = 0;
  if (std::from_chars(first, end, exponent).ec == std::errc::result_out_of_range) return !is_negative;
  return is_negative ? exponent < magnitude : exponent > -magnitude;  // a sum could overflow
}

template <Real T>
NumberEnd read_as(const char* first, const char* last, T& value) {
  if (const char* end = read_short_decimal(first, last, value)) return {end, NumberStatus::valid};
  const auto [end, error] = std::from_chars(first, last, value);
  if (error == std::errc()) {
    // from_chars also takes C's nan(...), which nobody writes.
    if (std::isnan(value)) return {first + (*first == '-' ? 4 : 3), NumberStatus::valid};
    return {end, NumberStatus::valid};
  }
  if (error != std::errc::result_out_of_range) return {first, NumberStatus::not_a_number};
  if (is_large(first, end)) return {end, NumberStatus::beyond_range};
  value = *first == '-' ? T(-0.0) : T(0);
  return {end, NumberStatus::valid};
}

}  // namespace

NumberEnd read_number(const char* first, const char* last, Dtype, double& value) { return read_as(first, last, value); }

NumberEnd read_number(const char* first, const char* last, Dtype dtype, float& value) {
  if (dtype == Dtype::float32) return read_as(first, last, value);
  double wide = 0;
  NumberEnd result = read_as(first, last, wide);
  if (result.status != NumberStatus::valid) return result;
  value = static_cast<float>(round_to(dtype, wide));
  if (std::isinf(value) && !std::isinf(wide)) result.status = NumberStatus::beyond_range;
  return result;
}

std::string beyond_range_text(std::string_view number, Dtype dtype) {
  constexpr std::size_t longest = 40;
  const double largest = traits(dtype).largest;
  const std::string largest_text =
      dtype == Dtype::float64 ? formatted("{}", largest) : formatted("{}", static_cast<float>(largest));
  return formatted("{}{} is beyond {}, whose largest is {}", number.substr(0, longest),
                   number.size() > longest ? "..." : "", name(dtype), largest_text);
}

}  // namespace softmax
