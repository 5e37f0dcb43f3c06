#include "verify/limited_softmax.h"

#include <cmath>

#include "verify/interval.h"

namespace softmax::verify {

double LimitedSoftmax::exponential(std::size_t element) const {
  const double logit = middle(range_->logit(element));
  if (logit > traits(dtype_).exp_overflow) return infinity;
  if (logit < traits(dtype_).exp_underflow) return 0;
  return std::exp(logit);
}

double LimitedSoftmax::sum(std::size_t slice) {
  const auto [found, is_new] = sums_.try_emplace(slice, 0);
  if (is_new) {
    double sum = 0;
    range_->slices().for_each(slice, [&](std::size_t member) { sum += exponential(member); });
    found->second = sum > traits(dtype_).largest ? infinity : sum;
  }
  return found->second;
}

double LimitedSoftmax::quotient(std::size_t element) {
  return round_to(dtype_, exponential(element) / sum(range_->slices().slice_of(element)));
}

bool LimitedSoftmax::is_broken(std::size_t element, Operation operation) {
  const Interval honest = range_->value(element, operation);
  if (is_nan(honest)) return false;
  const Interval own = value(element, operation);
  return is_nan(own) || round_to(dtype_, middle(own)) != round_to(dtype_, middle(honest));
}

double LimitedSoftmax::relative_loss(std::size_t element) {
  const double smallest = ulp(dtype_, 0);
  return smallest / exponential(element) + smallest / quotient(element);
}

Interval LimitedSoftmax::value(std::size_t element, Operation operation) {
  if (operation == Operation::log_softmax && form_ == LogForm::by_difference) {
    const double total = sum(range_->slices().slice_of(element));
    if (total == 0 || !std::isfinite(total)) return point(middle(range_->logit(element)) - std::log(total));
    return range_->value(element, operation);
  }
  const double result = quotient(element);
  if (std::isnan(result) || result == 0) return point(operation == Operation::softmax ? result : std::log(result));
  return range_->value(element, operation);
}

}  // namespace softmax::verify
