#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/print.h"

namespace softmax {
/// A decimal number, exactly: (-1)^negative · digits · 10^exponent.
class Decimal {
 public:
  /// The finite number in `token` (digits, a point, an exponent, a sign), times 10^power. Zeros at the end of the
  /// token's digits stay.
  explicit Decimal(std::string_view token, long power = 0);

  bool operator==(const Decimal&) const = default;

  /// The digits without leading zeros; "0" for 0.
  const std::string& digits() const { return digits_; }

  bool is_zero() const { return digits_ == "0"; }

  /// Whether the number is 10^magnitude().
  bool is_power_of_ten() const;

  /// The exponent of the first digit: e with 10^e <= |number| < 10^(e+1); 0 for 0.
  long magnitude() const { return exponent_ + static_cast<long>(digits_.size()) - 1; }

  /// The number of digits after the point.
  long places() const { return exponent_ < 0 ? -exponent_ : 0; }

  Decimal without_zeros_at_end() const;

  /// The number plus digit · 10^exponent; digit from -9 to 9. Time and memory grow with the places between the two.
  Decimal plus(int digit, long exponent) const;

  /// The value of the dtype that is nearest to the number, ties to even; an infinity beyond the largest.
  double nearest(Dtype dtype = Dtype::float64) const;

  /// The smallest double that is not below the number, and the largest that is not above it.
  double up() const;
  double down() const;

 private:
  Decimal() = default;

  void normalise();

  /// Whether a finite double is below (-1), equal to (0) or above (1) the number, which rounds to it.
  int compare(double value) const;

  bool negative_ = false;
  std::string digits_;
  long exponent_ = 0;  ///< of the last digit; 0 for 0
};

// Decimals and texts as NumPy's Dragon4 makes them: each rounds the exact value once, ties to even. Magnitudes are
// finite, not negative and, where there is a dtype, values of it. The dtype is one of NumPy's (bfloat16 is none).

/// The fewest digits that distinguish the value from every other of the dtype, and of those the nearest to it.
Decimal unique_decimal(Dtype dtype, double magnitude);

/// The nearest decimal with `digits` significant digits, zeros at the end included.
Decimal nearest_decimal(double magnitude, int digits);

/// The nearest decimal with `digits` significant digits; but if it does not distinguish the value from others (which
/// happens at powers of two) and a decimal with no more digits does, that one.
Decimal distinguishing_decimal(Dtype dtype, double magnitude, int digits);

/// The nearest decimal with `places` digits after the point, without zeros at the end.
Decimal decimal_to_places(double magnitude, int places);

/// "12." and "0.05": always with the point.
std::string positional_text(const Decimal& decimal);

/// The value with `places` digits after the point, "12.50"; always with the point, "12.".
std::string fixed_text(double magnitude, int places);

/// "1.2e+01", padded with zeros to at least `digits` digits, and to `exponent_digits` in the exponent.
std::string scientific_text(const Decimal& decimal, int digits, int exponent_digits);

/// A number as a text spells it, times a common factor 10^power.
struct NumberToken {
  std::string_view text;
  long power = 0;
};

/// The digits of an array of numbers, each of which scan_number can read, with the double nearest to each.
std::vector<PrintedNumber> printed_numbers(const std::vector<NumberToken>& tokens);

/// What the digits of a number look like.
struct Spelling {
  bool is_finite = false;      ///< false for NaN and the infinities; the other members then mean nothing
  bool is_scientific = false;  ///< it has an exponent
  bool is_zero = true;
  int decimals = 0;  ///< digits after the point, before the exponent
  int figures = 0;   ///< digits from the first one that is not 0
  int exponent = 0;  ///< of the scientific notation; else 0
  int first = 0;     ///< the place of the first digit that is not 0: 10^first <= |number|; 0 for 0

  /// The place of the last digit, as an exponent of ten.
  int last() const { return exponent - decimals; }
};

/// Takes the text of a number that scan_number can read. Exponents are cut off at ±10000.
Spelling spelling(std::string_view number);
}  // namespace softmax
