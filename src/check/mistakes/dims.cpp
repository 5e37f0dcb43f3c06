#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/softmax_range.h"
#include "core/dtype.h"

namespace softmax::check {
namespace {
// Softmax along other dims.

Hypothesis along(const Context& context, const std::vector<std::size_t>& dims, const Dims& option) {
  return context.suppose(context.range_along(dims), dims_option(option),
                         context.command_with([&](Request& request) { request.dims = option; }));
}

/// Along each other choice of dims: of one dim, or of several.
Hypotheses along_others(const Context& context, bool are_several) {
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& dims : choices_of_dims(context.shape().size())) {
    const bool is_other = (dims.size() > 1) == are_several && dims != context.dims();
    if (is_other) hypotheses.push_back(along(context, dims, dims_listed(dims)));
  }
  return hypotheses;
}

// The right numbers in other places: dims in another order, memory read column by column, another shape.

/// The place in a tensor of the element at a place of another tensor.
using Places = std::function<std::size_t(std::size_t at)>;

Shape reordered(const Shape& shape, const std::vector<std::size_t>& order) {
  Shape result;
  for (const std::size_t dim : order) result.push_back(shape[dim]);
  return result;
}

/// For each place of the transposed tensor, dim d of which is dim order[d], the place it has in `shape`.
Places transposed_places(const Shape& shape, const std::vector<std::size_t>& order) {
  std::vector<std::size_t> strides(shape.size(), 1);
  for (std::size_t dim = shape.size(); dim-- > 1;) strides[dim - 1] = strides[dim] * shape[dim];
  return [outer = reordered(shape, order), steps = reordered(strides, order)](std::size_t at) {
    std::size_t place = 0;
    for (std::size_t dim = outer.size(); dim-- > 0;) {
      place += at % outer[dim] * steps[dim];
      at /= outer[dim];
    }
    return place;
  };
}

/// The result of the run in other places: its element places(at) is at `at`.
Hypothesis result_at(const Context& context, const Places& places, Shape shape) {
  const Field result = values(context.range(), context.operation());
  Hypothesis hypothesis =
      context.suppose([result, places](std::size_t at) { return result(places(at)); }, context.loss());
  hypothesis.shape = std::move(shape);
  return hypothesis;
}

/// The result of an input whose element places(at) is at `at`, in that shape along the dims of the request.
Hypothesis input_at(const Context& context, const Places& places, Shape shape) {
  const Field logits = [all = context.logits(), places](std::size_t at) { return all(places(at)); };
  Hypothesis hypothesis =
      context.suppose(std::make_shared<SoftmaxRange>(logits, SliceIndex(shape, context.subject().request.dims)));
  hypothesis.shape = std::move(shape);
  return hypothesis;
}

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

Hypotheses another_dim(const Context& context) { return along_others(context, false); }

Hypotheses joint_dims(const Context& context) { return along_others(context, true); }

Hypotheses all_dims(const Context& context) {
  const std::size_t rank = context.shape().size();
  if (rank < 2 || context.dims().size() == rank) return {};
  return {along(context, choices_of_dims(rank).back(), {.all = true, .list = {}})};
}

Hypotheses transposed(const Context& context) {
  const Shape& shape = context.shape();
  const std::size_t rank = shape.size();
  if (rank < 2 || context.subject().input.size() != context.expected().numbers.size()) return {};
  std::vector<std::size_t> reversed(rank);
  std::iota(reversed.rbegin(), reversed.rend(), std::size_t{0});
  std::vector<std::vector<std::size_t>> orders{reversed};
  if (rank > 2) {
    std::vector<std::size_t> last_two(rank);
    std::iota(last_two.begin(), last_two.end(), std::size_t{0});
    std::swap(last_two[rank - 1], last_two[rank - 2]);
    orders.push_back(last_two);
  }
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& order : orders) {
    const Places places = transposed_places(shape, order);
    hypotheses.push_back(input_at(context, places, reordered(shape, order)));
    hypotheses.push_back(result_at(context, places, reordered(shape, order)));
  }
  // Column by column in one order, row by row in the other: the shape stays the same.
  for (const Places& places :
       {transposed_places(shape, reversed), transposed_places(reordered(shape, reversed), reversed)}) {
    hypotheses.push_back(result_at(context, places, shape));
    hypotheses.push_back(input_at(context, places, shape));
  }
  return hypotheses;
}

Hypotheses reshaped(const Context& context) {
  if (context.expected().shape == context.shape() ||
      context.subject().input.size() != context.expected().numbers.size()) {
    return {};
  }
  return {result_at(
      context, [](std::size_t at) { return at; }, context.expected().shape)};
}

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
