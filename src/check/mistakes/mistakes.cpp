#include "check/mistakes/mistakes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "check/compare.h"
#include "check/interval.h"

namespace softmax::check {
namespace {
/// |x - max| of an element.
double below_maximum(SoftmaxRange& range, std::size_t element) {
  return std::abs(middle(range.maximum(range.slices().slice_of(element))) - middle(range.logit(element)));
}
}  // namespace

Context::Context(const Subject& subject, const Expected& expected, const Verdict& verdict, const Command& command,
                 std::vector<std::size_t> elements, Rule rule)
    : subject_(subject),
      expected_(expected),
      verdict_(verdict),
      command_(command),
      elements_(std::move(elements)),
      logits_(check::logits(subject)),
      range_(std::make_shared<SoftmaxRange>(logits_, SliceIndex(subject.shape, subject.request.dims))),
      rule_(rule) {
  // A random walk of rounding errors, with room.
  for (const std::size_t size : subject.shape) {
    loss_of_summing_ = std::max(loss_of_summing_, std::sqrt(static_cast<double>(size)));
  }
  for (const double input : subject.input) {
    const double logit = std::abs(input * subject.factor());
    if (std::isfinite(logit)) largest_logit_ = std::max(largest_logit_, logit);
  }
}

std::shared_ptr<SoftmaxRange> Context::range_along(const std::vector<std::size_t>& dims) const {
  if (dims == this->dims()) return range_;
  std::shared_ptr<SoftmaxRange>& range = other_ranges_[dims];
  if (!range) range = std::make_shared<SoftmaxRange>(logits_, SliceIndex(shape(), dims_listed(dims)));
  return range;
}

std::shared_ptr<SoftmaxRange> Context::range_of(Field logits) const {
  return std::make_shared<SoftmaxRange>(std::move(logits), range_->slices());
}

Interval Context::half(std::size_t element) const {
  if (!rule_.tolerance) return widened(point(printed(element).value), own_unit(printed(element)) / 2);
  const double value = printed(element).value;
  return widened(point(value), rule_.tolerance->absolute + rule_.tolerance->relative * std::abs(value));
}

bool Context::agrees(std::size_t element, const Interval& value, LossKind loss) const {
  if (rule_.tolerance) return meet(value, half(element));
  if (meets_own_half(printed(element), value)) return true;
  if (is_nan(value) || std::isinf(value.low) || std::isinf(value.high)) return false;
  const double below = std::abs(below_maximum(*range_, element));
  const double lost = check::loss_of(rule_.dtype, loss, magnitude(value), std::isfinite(below) ? below : 0);
  return meets_own_half(printed(element), widened(value, lost));
}

bool Context::agrees(const Candidate& candidate) const {
  if (rule_.tolerance) {
    return std::all_of(elements_.begin(), elements_.end(),
                       [&](std::size_t element) { return meet(candidate.value(element), half(element)); });
  }
  DtypeRule rule(candidate, expected_, rule_.dtype);
  return std::all_of(elements_.begin(), elements_.end(), [&](std::size_t element) { return rule.holds(element); });
}

Hypothesis Context::suppose(Field value, LossKind loss, std::string parameter, std::string command) const {
  Hypothesis hypothesis;
  hypothesis.parameter = std::move(parameter);
  hypothesis.command = std::move(command);
  hypothesis.shape = shape();
  hypothesis.printed.value = std::move(value);
  hypothesis.printed.loss = loss;
  hypothesis.printed.below = [range = range_](std::size_t element) { return below_maximum(*range, element); };
  if (rule_.knows_slices) hypothesis.printed.summed = std::make_shared<const SliceIndex>(slices());
  return hypothesis;
}

Hypothesis Context::suppose(std::shared_ptr<SoftmaxRange> range, std::string parameter, std::string command) const {
  Hypothesis hypothesis = suppose(values(range, operation()), loss(), std::move(parameter), std::move(command));
  if (rule_.knows_slices) hypothesis.printed.summed = std::make_shared<const SliceIndex>(range->slices());
  hypothesis.printed.below = [range = std::move(range)](std::size_t element) { return below_maximum(*range, element); };
  return hypothesis;
}

Hypothesis Context::suppose(Agreement agrees, std::string parameter, std::string command) const {
  Hypothesis hypothesis = suppose(Field(), loss(), std::move(parameter), std::move(command));
  hypothesis.agrees = std::move(agrees);
  return hypothesis;
}
}  // namespace softmax::check
