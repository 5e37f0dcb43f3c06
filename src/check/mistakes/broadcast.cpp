#include <utility>

#include "check/interval.h"
#include "check/mistakes/hypothesis.h"
#include "check/softmax_range.h"
#include "core/dtype.h"

namespace softmax::check {
namespace {
// Statistics of other slices, as broadcasting applies them when a reduced dim is not kept, and maxima along other dims.

/// The slice whose statistics are applied to an element.
using Partner = std::function<std::size_t(std::size_t element)>;

/// The slice of the element whose coordinate along `other` is the one that this element has along `dim`. In a square
/// matrix it is the slice of the transposed element.
Partner swapped(const Shape& shape, const SliceIndex& slices, std::size_t dim, std::size_t other) {
  return [shape, slices, dim, other](std::size_t element) {
    Index index = index_of(element, shape);
    index[other] = index[dim];
    return slices.slice_of(place_of(index, shape));
  };
}

/// The slice that NumPy's broadcasting finds when the statistics have lost their dim: last dims are aligned.
Partner aligned_last(const Shape& shape, const SliceIndex& slices, std::size_t dim) {
  return [shape, slices, dim](std::size_t element) {
    const Index index = index_of(element, shape);
    Index other = index;
    std::size_t from = 1;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      if (d == dim) continue;
      other[d] = shape[d] == 1 ? 0 : index[from];
      ++from;
    }
    return slices.slice_of(place_of(other, shape));
  };
}

bool can_align_last(const Shape& shape, std::size_t dim) {
  std::size_t aligned = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (d == dim) continue;
    if (shape[d] != shape[aligned] && shape[d] != 1) return false;
    ++aligned;
  }
  return true;
}

std::vector<Partner> partners(const Context& context) {
  std::vector<Partner> found;
  if (context.dims().size() != 1) return found;
  const Shape& shape = context.shape();
  const SliceIndex& slices = context.slices();
  const std::size_t dim = context.dims().front();
  for (std::size_t other = 0; other < shape.size(); ++other) {
    if (other != dim && shape[other] == shape[dim]) found.push_back(swapped(shape, slices, dim, other));
  }
  if (shape.size() > 2 && can_align_last(shape, dim)) found.push_back(aligned_last(shape, slices, dim));
  return found;
}

/// Each way in which m' or s' or both, the statistics of the partner, can be used for those of the element.
void add_slips(const Context& context, const Partner& partner, Hypotheses& hypotheses) {
  const auto range = context.range();
  const bool is_log = context.is_log();
  const auto add = [&](Field logarithm) {
    hypotheses.push_back(
        context.suppose([logarithm = std::move(logarithm),
                         is_log](std::size_t element) { return is_log ? logarithm(element) : exp(logarithm(element)); },
                        context.loss()));
  };
  const auto own = [range](std::size_t element) { return range->slices().slice_of(element); };
  const auto log_of_shifted_sum = [range](std::size_t slice) { return range->log_sum(slice) - range->maximum(slice); };
  const Field wrongly_shifted = [range, partner](std::size_t element) {
    return range->logit(element) - range->maximum(partner(element));
  };
  const auto slipped = context.range_of(wrongly_shifted);

  // exp(x - m')/s, as the formula has it, and with s the sum of these exponentials.
  add([=](std::size_t element) { return wrongly_shifted(element) - log_of_shifted_sum(own(element)); });
  add([=](std::size_t element) { return slipped->value(element, Operation::log_softmax); });
  // exp(x - m)/s'
  add([=](std::size_t element) {
    return range->logit(element) - range->maximum(own(element)) - log_of_shifted_sum(partner(element));
  });
  // exp(x - m')/s', the same as exp(x)/(sum of exp)' without any maximum
  add([=](std::size_t element) { return wrongly_shifted(element) - log_of_shifted_sum(partner(element)); });
  // e = exp(x - m'), then e divided by the partner's sum of it
  add([=](std::size_t element) { return wrongly_shifted(element) - slipped->log_sum(partner(element)); });
}

/// Softmax of x - M, where M is the maximum along other dims, in a dtype whose range such differences may leave.
Hypothesis shifted_by(const Context& context, const std::vector<std::size_t>& dims, Dtype dtype, LogForm form) {
  const auto maxima = context.range_along(dims);
  const auto shifted = context.range_of([maxima](std::size_t element) {
    return maxima->logit(element) - maxima->maximum(maxima->slices().slice_of(element));
  });
  return context.suppose(values(std::make_shared<LimitedSoftmax>(shifted, dtype, form), context.operation()),
                         context.loss());
}
}  // namespace

Hypotheses statistics_without_keepdims(const Context& context) {
  Hypotheses hypotheses;
  for (const Partner& partner : partners(context)) add_slips(context, partner, hypotheses);
  return hypotheses;
}

Hypotheses maximum_along_other_dims(const Context& context) {
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& dims : choices_of_dims(context.shape().size())) {
    if (dims == context.dims()) continue;
    for (const Dtype dtype : {Dtype::float64, Dtype::float32}) {
      hypotheses.push_back(shifted_by(context, dims, dtype, LogForm::of_quotient));
      if (context.is_log()) hypotheses.push_back(shifted_by(context, dims, dtype, LogForm::by_difference));
    }
  }
  return hypotheses;
}
}  // namespace softmax::check
