#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/dtype.h"
#include "core/print.h"
#include "core/request.h"
#include "core/shape.h"
#include "core/slices.h"

namespace softmax::check {

/// Which elements of a tensor form a slice, by their places in row-major order, one by one: for looking at single
/// elements anywhere. (core/slices.h walks over whole tensors.)
class SliceIndex {
 public:
  /// Throws Error as Slices does.
  SliceIndex(const Shape& shape, const Dims& dims);

  const std::vector<std::size_t>& dims() const { return dims_; }
  const Shape& shape() const { return shape_; }
  std::size_t length() const { return members_.size(); }
  std::size_t count() const { return count_; }

  /// The slice that an element stands in.
  std::size_t slice_of(std::size_t element) const;

  /// Where an element stands among the members of its slice, in the order of for_each.
  std::size_t place_in_slice(std::size_t element) const;

  /// visit(element) for each member, in row-major order.
  template <class Visit>
  void for_each(std::size_t slice, Visit visit) const {
    const std::size_t first = first_of(slice);
    for (const std::size_t offset : members_) visit(first + offset);
  }

  /// The first member of a slice.
  std::size_t first_of(std::size_t slice) const;

 private:
  Shape shape_;
  std::vector<std::size_t> dims_;
  std::vector<std::size_t> strides_;  ///< of each dim
  std::vector<bool> is_normalised_;
  std::vector<std::size_t> members_;  ///< of the slice at 0
  std::size_t count_ = 1;
};

/// The sets of dims of a tensor of that rank that people normalise along by mistake, small ones first, each sorted:
/// every set up to rank 6, beyond that single dims, pairs, and all.
std::vector<std::vector<std::size_t>> choices_of_dims(std::size_t rank);

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

}  // namespace softmax::check
