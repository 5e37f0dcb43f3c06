#pragma once

#include <string>

#include "core/dtype.h"

namespace softmax {

/// A decimal number d.ddd · 10^exponent, not negative: its digits without the point, at least one, the first of them no
/// zero unless the number is 0. The functions here give what NumPy's Dragon4 gives: every rounding is of the exact
/// value, ties to even. Magnitudes are finite, not negative and, where there is a dtype, values of it; to NumPy, which
/// lacks bfloat16, its values are float32.
struct Digits {
  std::string digits;
  int exponent = 0;

  bool operator==(const Digits&) const = default;
};

/// The fewest digits that tell the value from every other of the dtype, and of those the nearest to it.
Digits unique_decimal(Dtype dtype, double magnitude);

/// So many significant digits, nearest to the value, with the zeros at the end.
Digits nearest_decimal(double magnitude, int digits);

/// The same; but where a decimal of so many digits tells the value from others and the nearest does not (which happens
/// at powers of two), the one that does.
Digits telling_decimal(Dtype dtype, double magnitude, int digits);

/// The decimal nearest to the value that has so many digits behind the point, without the zeros at the end.
Digits decimal_to_places(double magnitude, int places);

Digits without_zeros_at_end(Digits decimal);

/// How many digits stand behind the point.
int places(const Digits& decimal);

/// "12." and "0.05", with the point in any case.
std::string positional_text(const Digits& decimal);

/// The value with so many digits behind the point, "12.50"; with the point in any case, "12.".
std::string fixed_text(double magnitude, int places);

/// "1.2e+01", the exponent with so many digits at least.
std::string scientific_text(const Digits& decimal, int exponent_digits);

}  // namespace softmax
