#include "text/number.h"

#include <charconv>
#include <cmath>
#include <system_error>

#include "core/formatted.h"
#include "text/decimal.h"

namespace softmax {
namespace {
const char* skip_digits(const char* at, const char* last) {
  std::uint64_t number = 0;  // is not needed
  return short_decimals::append_digits(at, last, number);
}

template <Real T>
NumberEnd scan_nearest(const char* first, const char* last, T& value) {
  constexpr Dtype dtype = std::same_as<T, double> ? Dtype::float64 : Dtype::float32;
  if (const char* end = read_short_decimal(first, last, dtype, value)) return {end, NumberStatus::valid};
  const auto [end, error] = std::from_chars(first, last, value);
  if (error == std::errc()) {
    // from_chars also takes C's nan(...), which is no number here.
    if (std::isnan(value)) return {first + (*first == '-' ? 4 : 3), NumberStatus::valid};
    return {end, NumberStatus::valid};
  }
  if (error != std::errc::result_out_of_range) return {first, NumberStatus::not_a_number};
  const bool is_large = Decimal({first, end}).magnitude() > 0;  // else it is too small
  if (is_large) return {end, NumberStatus::beyond_range};
  value = *first == '-' ? T(-0.0) : T(0);
  return {end, NumberStatus::valid};
}
}  // namespace

const char* json_number_end(const char* first, const char* last) {
  const char* const digits = first < last && *first == '-' ? first + 1 : first;
  const char* end = digits < last && *digits == '0' ? digits + 1 : skip_digits(digits, last);
  if (end == digits) {
    const std::string_view text(digits, last);
    if (text.starts_with("Infinity")) return digits + 8;
    return digits == first && text.starts_with("NaN") ? digits + 3 : first;
  }
  if (end < last && *end == '.') {
    const char* const fraction_end = skip_digits(end + 1, last);
    if (fraction_end == end + 1) return end;
    end = fraction_end;
  }
  if (end < last && (*end == 'e' || *end == 'E')) {
    const bool has_sign = last - end > 1 && (end[1] == '+' || end[1] == '-');
    const char* const exponent = end + (has_sign ? 2 : 1);
    const char* const exponent_end = skip_digits(exponent, last);
    if (exponent_end > exponent) end = exponent_end;
  }
  return end;
}

template <Real T>
NumberEnd scan_number(const char* first, const char* last, NumberSyntax syntax, Dtype dtype, T& value) {
  if (syntax == NumberSyntax::json) last = json_number_end(first, last);
  if (syntax == NumberSyntax::with_plus && first < last && *first == '+') {
    const bool has_two_signs = last - first > 1 && first[1] == '-';
    const NumberEnd result = scan_number(first + 1, last, NumberSyntax::plain, dtype, value);
    if (has_two_signs || result.status == NumberStatus::not_a_number) return {first, NumberStatus::not_a_number};
    return result;
  }
  if (std::same_as<T, double> || dtype == Dtype::float32) return scan_nearest(first, last, value);
  double wide = 0;
  NumberEnd result = scan_nearest(first, last, wide);
  if (result.status != NumberStatus::valid) return result;
  value = static_cast<T>(round_to(dtype, wide));
  if (std::isinf(value) && !std::isinf(wide)) result.status = NumberStatus::beyond_range;
  return result;
}

template NumberEnd scan_number(const char*, const char*, NumberSyntax, Dtype, float&);
template NumberEnd scan_number(const char*, const char*, NumberSyntax, Dtype, double&);

std::string beyond_range_text(std::string_view number, Dtype dtype) {
  constexpr std::size_t longest = 40;
  const double largest = traits(dtype).largest;
  const std::string largest_text =
      dtype == Dtype::float64 ? formatted("{}", largest) : formatted("{}", static_cast<float>(largest));
  return formatted("{}{} is beyond {}, whose largest is {}", number.substr(0, longest),
                   number.size() > longest ? "..." : "", name(dtype), largest_text);
}
}  // namespace softmax
