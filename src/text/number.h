#pragma once

#include <string>
#include <string_view>

#include "core/dtype.h"

namespace softmax {

/// A decimal digit, whatever the locale.
inline constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

enum class NumberStatus { valid, not_a_number, beyond_range };

/// What read_number found.
struct NumberEnd {
  const char* end;  ///< behind the number; where reading began when there is none
  NumberStatus status;
};

/// Reads the longest decimal number that [first, last) begins with: an optional '-', digits with or without a point,
/// an optional exponent; also nan, inf and infinity in any case. The value is the one of the dtype nearest to the
/// digits (float16 and bfloat16 by way of float64). A number whose nearest value is an infinity is `beyond_range`; one
/// too small becomes subnormal or 0 with its sign. Depends on no locale. The type of the value
/// holds the dtype.
NumberEnd read_number(const char* first, const char* last, Dtype dtype, double& value);
NumberEnd read_number(const char* first, const char* last, Dtype dtype, float& value);

/// The message for a number that is `beyond_range`: "1e400 is beyond float64, whose largest is
/// 1.7976931348623157e+308". Long numbers are cut.
std::string beyond_range_text(std::string_view number, Dtype dtype);

}  // namespace softmax
