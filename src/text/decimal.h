#pragma once

#include <string>
#include <string_view>

#include "core/print.h"

namespace softmax {

/// A decimal number, exactly: (-1)^negative · digits · 10^exponent.
class Decimal {
 public:
  /// The number that `token` spells as read_number reads it (finite: digits, a point, an exponent, a sign), times
  /// 10^power.
  explicit Decimal(std::string_view token, long power = 0);

  /// digit · 10^exponent more; digit from -9 to 9. Takes time and memory in proportion to the places between the two.
  Decimal plus(int digit, long exponent) const;

  bool is_zero() const { return digits_.empty(); }

  /// Whether it is 10^magnitude().
  bool is_power_of_ten() const;

  /// e with 10^e <= |number| < 10^(e+1); the number is not 0.
  long magnitude() const { return exponent_ + static_cast<long>(digits_.size()) - 1; }

  /// The double nearest to the number, ties to even; infinities beyond the largest.
  double nearest() const;

  /// The smallest double that is not below the number, and the largest that is not above it.
  double up() const;
  double down() const;

 private:
  Decimal() = default;

  /// Whether a finite double is below (-1), is (0) or is above (1) the number, which rounds to it.
  int compare(double value) const;

  bool negative_ = false;
  std::string digits_;  ///< without leading zeros; empty for 0
  long exponent_ = 0;
};

}  // namespace softmax
