#include <algorithm>
#include <cmath>
#include <utility>

#include "check/interval.h"
#include "check/mistakes/hypothesis.h"

namespace softmax::check {
namespace {
// The numbers of the steps between the input and the result.

/// z - m of an element.
Interval shifted(SoftmaxRange& range, std::size_t element) {
  const Interval difference = range.logit(element) - range.maximum(range.slices().slice_of(element));
  return {difference.low, std::min(difference.high, 0.0)};
}

/// The shape of a tensor with one number for each slice.
Shape once_a_slice(const Context& context, bool keeps_dims) {
  Shape shape;
  for (std::size_t dim = 0; dim < context.shape().size(); ++dim) {
    const bool is_reduced = std::find(context.dims().begin(), context.dims().end(), dim) != context.dims().end();
    if (!is_reduced) shape.push_back(context.shape()[dim]);
    if (is_reduced && keeps_dims) shape.push_back(1);
  }
  return shape;
}
}  // namespace

Hypotheses bare_logits(const Context& context) {
  Hypotheses hypotheses{context.suppose(context.logits(), LossKind::relative)};
  const double factor = context.subject().factor();
  // Or the input before temperature or theta.
  if (factor != 1) hypotheses.push_back(context.suppose(scaled(context.logits(), 1 / factor), LossKind::relative));
  return hypotheses;
}

Hypotheses unnormalised(const Context& context) {
  return {context.suppose([logits = context.logits()](std::size_t element) { return exp(logits(element)); },
                          LossKind::relative)};
}

Hypotheses shifted_exponentials(const Context& context) {
  return {context.suppose([range = context.range()](std::size_t element) { return exp(shifted(*range, element)); },
                          LossKind::relative)};
}

Hypotheses shifted_logits(const Context& context) {
  return {context.suppose([range = context.range()](std::size_t element) { return shifted(*range, element); },
                          LossKind::logarithmic)};
}

Hypotheses sums_only(const Context& context) {
  const auto range = context.range();
  const Field sum = [range](std::size_t slice) { return exp(range->log_sum(slice)); };
  const Field shifted_sum = [range](std::size_t slice) { return exp(range->log_sum(slice) - range->maximum(slice)); };
  Hypotheses hypotheses;
  for (const Field& of_slice : {sum, shifted_sum}) {
    // In every place of a slice, or once for each slice, the dim kept as 1 or not.
    hypotheses.push_back(
        context.suppose([range, of_slice](std::size_t element) { return of_slice(range->slices().slice_of(element)); },
                        LossKind::relative));
    for (const Shape& shape : {once_a_slice(context, true), once_a_slice(context, false)}) {
      hypotheses.push_back(context.suppose(of_slice, LossKind::relative));
      hypotheses.back().shape = shape;
    }
  }
  return hypotheses;
}

Hypotheses mixed_shift(const Context& context) {
  const auto range = context.range();
  const bool is_log = context.is_log();
  return {context.suppose(
      [range, is_log](std::size_t element) {
        const Interval logarithm =
            range->value(element, Operation::log_softmax) - range->maximum(range->slices().slice_of(element));
        return is_log ? logarithm : exp(logarithm);
      },
      context.loss())};
}
}  // namespace softmax::check
