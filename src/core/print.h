#pragma once

#include <vector>

#include "core/dtype.h"

namespace softmax {
/// The doubles from `low` to `high`, both included; none when low > high.
struct Interval {
  double low = 0;
  double high = 0;
};

/// A number of a text with its digits. The intervals are exact: a double is in `half` if and only if it is within half
/// a unit of the printed digits, and in `whole` if and only if it is within one unit. A NaN or an infinity has no
/// digits; both its intervals hold only itself.
struct PrintedNumber {
  std::string text;  ///< the digits as printed
  double value = 0;  ///< the nearest double
  double unit = 0;   ///< one in the last printed place; 0 when the digits are exact
  Interval half;
  Interval whole;
};

/// The digits of a tensor that was read from a text, next to its values.
struct Print {
  std::vector<PrintedNumber> numbers;  ///< in row-major order
  std::optional<Dtype> dtype;          ///< where the text names one
  bool says_tensor = false;            ///< the text has the word `tensor`, as PyTorch prints it
  bool is_rounded = false;             ///< a library rounded the numbers to the digits that it prints
};
}  // namespace softmax
