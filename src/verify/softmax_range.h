#pragma once

#include <cstddef>
#include <functional>
#include <unordered_map>

#include "core/print.h"
#include "core/request.h"
#include "verify/slice_index.h"

namespace softmax::verify {

/// A tensor whose elements are worked out when they are asked for, by their places in row-major order.
using Field = std::function<Interval(std::size_t element)>;

/// Which values softmax can take along dims while each logit moves within its interval: it rises with its own logit and
/// falls with every other, so two evaluations bound it. Slices are worked out when they are asked for, and kept. In
/// double precision; errors are a few ulp.
class SoftmaxRange {
 public:
  SoftmaxRange(Field logits, SliceIndex slices) : logits_(std::move(logits)), slices_(std::move(slices)) {}

  /// softmax or log-softmax of an element; NaN where the slice makes it so.
  Interval value(std::size_t element, Operation operation);

  /// Of a slice: the largest logit, and the logarithm of the sum of the exponentials.
  Interval maximum(std::size_t slice) { return with_maximum(slice).maximum; }
  Interval log_sum(std::size_t slice);

  Interval logit(std::size_t element) const { return logits_(element); }
  const SliceIndex& slices() const { return slices_; }

 private:
  struct SliceNumbers {
    bool is_nan = false;
    Interval maximum{};
    bool has_sum = false;
    double shift = 0;  ///< the largest upper end: what every logit is taken relative to
    Interval sum{};    ///< of the exponentials of the shifted logits, all at their lower, all at their upper ends
    std::size_t dominant = 0;       ///< the element with the largest lower end
    Interval others_of_dominant{};  ///< the same sum without it: subtraction would lose its digits
  };

  SliceNumbers& with_maximum(std::size_t slice);
  const SliceNumbers& with_sum(std::size_t slice);

  Field logits_;
  SliceIndex slices_;
  std::unordered_map<std::size_t, SliceNumbers> numbers_;
};

}  // namespace softmax::verify
