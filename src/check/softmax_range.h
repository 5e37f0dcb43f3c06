#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "check/interval.h"
#include "core/dtype.h"
#include "core/print.h"
#include "core/request.h"
#include "core/shape.h"
#include "core/slices.h"

namespace softmax::check {
/// The sets of dims of a tensor of that rank that people normalise along by mistake, small sets first, each sorted:
/// every set up to rank 6, above that single dims, pairs, and all dims.
std::vector<std::vector<std::size_t>> choices_of_dims(std::size_t rank);

/// A tensor whose elements are computed when they are asked for, by their places in row-major order.
using Field = std::function<Interval(std::size_t element)>;

/// A field times a factor.
inline Field scaled(Field field, double factor) {
  return [field = std::move(field), factor](std::size_t element) { return field(element) * factor; };
}

/// The values of an operation on a SoftmaxRange or LimitedSoftmax, which is kept.
template <class Range>
Field values(std::shared_ptr<Range> range, Operation operation) {
  return [range = std::move(range), operation](std::size_t element) { return range->value(element, operation); };
}

/// The values that softmax can take along dims while each logit moves within its interval: it rises with its own logit
/// and falls with every other, so two evaluations bound it. Slices are computed when they are asked for, and kept. In
/// double precision; errors are a few ulp.
class SoftmaxRange {
 public:
  SoftmaxRange(Field logits, SliceIndex slices) : logits_(std::move(logits)), slices_(std::move(slices)) {}

  /// Softmax or log-softmax of an element; NaN where the slice makes it NaN.
  Interval value(std::size_t element, Operation operation);

  /// The largest logit of a slice, and the logarithm of the sum of its exponentials.
  Interval maximum(std::size_t slice) { return with_maximum(slice).maximum; }
  Interval log_sum(std::size_t slice);

  Interval logit(std::size_t element) const { return logits_(element); }
  const SliceIndex& slices() const { return slices_; }

 private:
  struct SliceNumbers {
    bool is_nan = false;
    Interval maximum{};
    bool has_sum = false;
    double shift = 0;  ///< the largest upper end, subtracted from every logit
    Interval sum{};    ///< of the exponentials of the shifted logits: all at their lower ends, all at their upper ends
    std::size_t dominant = 0;       ///< the element with the largest lower end
    Interval others_of_dominant{};  ///< the same sum without that element: subtracting it would lose digits
  };

  SliceNumbers& with_maximum(std::size_t slice);
  const SliceNumbers& with_sum(std::size_t slice);

  Field logits_;
  SliceIndex slices_;
  std::unordered_map<std::size_t, SliceNumbers> numbers_;
};

/// How log-softmax is computed where numbers leave a dtype's range.
enum class LogForm { of_quotient, by_difference };

/// The result of exp(x)/Σexp(x) in a dtype, and for log-softmax its logarithm or x - log Σexp(x): infinities and zeros
/// where the dtype's range ends, and NaN where they meet. Where nothing leaves that range, the value of SoftmaxRange.
class LimitedSoftmax {
 public:
  LimitedSoftmax(std::shared_ptr<SoftmaxRange> range, Dtype dtype, LogForm form = LogForm::of_quotient)
      : range_(std::move(range)), dtype_(dtype), form_(form) {}

  Interval value(std::size_t element, Operation operation);

  /// Whether the result is not the dtype's number for the true value: NaN, or 0 or -inf where a step left the range.
  bool is_broken(std::size_t element, Operation operation);

  /// Whether the exponential of the element or the sum of its slice is infinite.
  bool overflows(std::size_t element) {
    return std::isinf(exponential(element)) || std::isinf(sum(range_->slices().slice_of(element)));
  }

  /// The relative error that the quotient of an element may have where the dtype's numbers become subnormal.
  double relative_loss(std::size_t element);

 private:
  // Each in the dtype.
  double exponential(std::size_t element) const;
  double sum(std::size_t slice);
  double quotient(std::size_t element);

  std::shared_ptr<SoftmaxRange> range_;
  Dtype dtype_;
  LogForm form_;
  std::unordered_map<std::size_t, double> sums_;
};
}  // namespace softmax::check
