#pragma once

#include <string_view>

#include "core/slices.h"

namespace softmax {
enum class Operation { softmax, log_softmax };
enum class Mode { stable, naive };

/// What multiplies the input before the exponential: x/T or θ·x.
struct Scale {
  bool is_temperature = true;
  double value = 1;  ///< T, finite and > 0, or θ, finite

  bool is_one() const { return value == 1; }
};

/// What to compute.
struct Request {
  Operation operation = Operation::softmax;
  Mode mode = Mode::stable;
  Dims dims;
  Scale scale;
  unsigned threads = 1;         ///< changes no bit of the result
  bool wants_account = true;    ///< false: compute no sums and no diagnostics
  bool wants_all_sums = false;  ///< keep every slice's sum, not only the first ten
};

inline std::string_view name(Operation operation) {
  return operation == Operation::softmax ? "softmax" : "log-softmax";
}
inline std::string_view name(Mode mode) { return mode == Mode::stable ? "stable" : "naive"; }
}  // namespace softmax
