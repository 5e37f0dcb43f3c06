#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/dtype.h"

namespace softmax {

/// The doubles from `low` to `high`, both included; none when low > high.
struct Interval {
  double low = 0;
  double high = 0;
};

/// What the text of a number says beside its value. The intervals are exact: a double is in `half` just when it lies
/// within half a unit of the printed digits, in `whole` when within one unit. A NaN or an infinity has no digits, and
/// stands in both intervals alone.
struct PrintedNumber {
  std::string text;  ///< the digits as they stand
  double value = 0;  ///< the nearest double
  double unit = 0;   ///< one in the last printed place; 0 when the digits are all that there is
  Interval half;
  Interval whole;
};

/// The digits of a tensor that was read from a text, beside its values.
struct Print {
  std::vector<PrintedNumber> numbers;  ///< in row-major order
  std::optional<Dtype> dtype;          ///< where the text names one
  bool says_tensor = false;            ///< it says `tensor`, as PyTorch does
  bool is_rounded = false;             ///< a library rounded the numbers to the digits that it prints
};

}  // namespace softmax
