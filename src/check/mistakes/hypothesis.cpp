#include "check/mistakes/hypothesis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "check/compare.h"
#include "check/interval.h"

namespace softmax::check {
namespace {

constexpr double largest_double = std::numeric_limits<double>::max();

Dims dims_of(const std::vector<std::size_t>& list) {
  Dims dims{.all = false, .list = {}};
  for (const std::size_t dim : list) dims.list.push_back(static_cast<long>(dim));
  return dims;
}

}  // namespace

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
    if (std::isfinite(logit)) extent_ = std::max(extent_, 2 * std::min(logit, largest_double / 2));
  }
}

std::shared_ptr<SoftmaxRange> Context::range_along(const std::vector<std::size_t>& dims) const {
  if (dims == this->dims()) return range_;
  std::shared_ptr<SoftmaxRange>& range = other_ranges_[dims];
  if (!range) range = std::make_shared<SoftmaxRange>(logits_, SliceIndex(shape(), dims_of(dims)));
  return range;
}

std::shared_ptr<SoftmaxRange> Context::range_of(Field logits) const {
  return std::make_shared<SoftmaxRange>(std::move(logits), range_->slices());
}

bool Context::agrees(std::size_t element, const Interval& value, LossKind loss) const {
  const PrintedNumber& printed = expected_.numbers[element];
  if (meet(value, printed.half)) return true;
  if (is_nan(value)) return false;
  return meet(widened(value, loss_of(value, loss)), printed.half);
}

double Context::loss_of(const Interval& value, LossKind loss) const {
  const double magnitude = std::max(std::abs(value.low), std::abs(value.high));
  const double steps = 4 + extent_ + loss_of_summing_;
  const double lost = loss == LossKind::relative
                          ? magnitude * epsilon_ * steps
                          : 4 * epsilon_ * magnitude + epsilon_ * extent_ + epsilon_ * (1 + loss_of_summing_);
  return lost + smallest_;
}

Hypothesis Context::suppose(Field value, LossKind loss, std::string parameter, std::string command) const {
  return {.parameter = std::move(parameter),
          .command = std::move(command),
          .shape = shape(),
          .value = std::move(value),
          .loss = loss};
}

}  // namespace softmax::check
