#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/dtype.h"

namespace softmax::write {

/// How a format spells what is no finite number. The views must outlive what uses them.
struct NonfiniteWords {
  std::string_view nan;
  std::string_view infinity;
  std::string_view minus_infinity;
};

/// Numbers as decimal text, in any locale the same. Finite ones are valid JSON numbers: `1`, `-0`, `0.1`, `1e-05`,
/// `1e+16`.
class NumberText {
 public:
  /// Without a precision, a number gets the fewest significant digits that read back as the same value of the dtype;
  /// with one (>= 0), that many digits after the point, rounded correctly and ties to even.
  NumberText(Dtype dtype, std::optional<int> precision, const NonfiniteWords& words);

  Dtype dtype() const { return dtype_; }

  /// The text of a value of the dtype; T is the type that holds it. Good until the next call.
  template <Real T>
  std::string_view operator()(T value);

 private:
  double shortest_of_16_bits(float value);

  Dtype dtype_;
  std::optional<int> precision_;
  NonfiniteWords words_;
  std::vector<char> text_;
  std::vector<double> shortest_;  ///< shortest_decimal by bit pattern, NaN until it is needed; only for 16-bit dtypes
};

/// The double nearest to the decimal number of fewest significant digits (of those the nearest to the value) that
/// round_to makes the value. Takes finite values of float16 and bfloat16; about a microsecond.
double shortest_decimal(Dtype dtype, float value);

}  // namespace softmax::write
