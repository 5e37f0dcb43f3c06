#include "check/mistakes/mistakes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "check/compare.h"
#include "check/interval.h"

namespace softmax::check {
Context::Context(const Subject& subject, const Expected& expected, const Verdict& verdict, const Command& command,
                 std::vector<std::size_t> elements)
    : subject_(subject),
      expected_(expected),
      verdict_(verdict),
      command_(command),
      elements_(std::move(elements)),
      logits_(check::logits(subject)),
      range_(std::make_shared<SoftmaxRange>(logits_, SliceIndex(subject.shape, subject.request.dims))),
      epsilon_(ulp(expected.dtype, 1)),
      smallest_(std::ldexp(1.0, traits(expected.dtype).min_exponent)) {
  // A random walk of rounding errors, with room.
  for (const std::size_t size : subject.shape) {
    loss_of_summing_ = std::max(loss_of_summing_, std::sqrt(static_cast<double>(size)));
  }
  for (const double input : subject.input) {
    const double logit = std::abs(input * subject.factor());
    if (std::isfinite(logit)) largest_logit_ = std::max(largest_logit_, logit);
  }
  extent_ = 2 * std::min(largest_logit_, std::numeric_limits<double>::max() / 2);
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

bool Context::agrees(std::size_t element, const Interval& value, LossKind loss) const {
  const Interval& half = printed(element).half;
  if (meet(value, half)) return true;
  return !is_nan(value) && meet(widened(value, loss_of(value, loss)), half);
}

double Context::loss_of(const Interval& value, LossKind loss) const {
  const double steps = 4 + extent_ + loss_of_summing_;
  const double lost = loss == LossKind::relative
                          ? magnitude(value) * epsilon_ * steps
                          : 4 * epsilon_ * magnitude(value) + epsilon_ * extent_ + epsilon_ * (1 + loss_of_summing_);
  return lost + smallest_;
}

Hypothesis Context::suppose(Field value, LossKind loss, std::string parameter, std::string command) const {
  return {.parameter = std::move(parameter),
          .command = std::move(command),
          .shape = shape(),
          .value = std::move(value),
          .loss = loss};
}

Hypothesis Context::suppose(std::shared_ptr<SoftmaxRange> range, std::string parameter, std::string command) const {
  return suppose(values(std::move(range), operation()), loss(), std::move(parameter), std::move(command));
}

Hypothesis Context::suppose(Agreement agrees, std::string parameter, std::string command) const {
  Hypothesis hypothesis = suppose(Field(), loss(), std::move(parameter), std::move(command));
  hypothesis.agrees = std::move(agrees);
  return hypothesis;
}
}  // namespace softmax::check
