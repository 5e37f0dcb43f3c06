#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include "core/dtype.h"
#include "verify/softmax_range.h"

namespace softmax::verify {

/// How log-softmax is taken where numbers leave a dtype's range.
enum class LogForm { of_quotient, by_difference };

/// Softmax as exp(x)/Σexp(x) comes out in a dtype, and log-softmax as the logarithm of that or as x - log Σexp(x):
/// infinities and zeros where the dtype's range ends, and NaN where they meet. Where nothing leaves the range it is the
/// value of the range.
class LimitedSoftmax {
 public:
  LimitedSoftmax(std::shared_ptr<SoftmaxRange> range, Dtype dtype, LogForm form = LogForm::of_quotient)
      : range_(std::move(range)), dtype_(dtype), form_(form) {}

  Interval value(std::size_t element, Operation operation);

  /// Whether an element comes out as another number than the dtype has for its value: as NaN, or as 0 or -inf because
  /// its exponential is 0 or the sum infinite.
  bool is_broken(std::size_t element, Operation operation);

  /// What the quotient of an element may have lost of itself where the dtype's numbers become subnormal.
  double relative_loss(std::size_t element);

 private:
  /// e^x in the dtype.
  double exponential(std::size_t element) const;

  /// The sum of the exponentials of a slice in the dtype.
  double sum(std::size_t slice);

  /// The quotient in the dtype.
  double quotient(std::size_t element);

  std::shared_ptr<SoftmaxRange> range_;
  Dtype dtype_;
  LogForm form_;
  std::unordered_map<std::size_t, double> sums_;
};

}  // namespace softmax::verify
