#include "verify/softmax_range.h"

#include <algorithm>
#include <cmath>

#include "verify/interval.h"

namespace softmax::verify {

SoftmaxRange::SliceNumbers& SoftmaxRange::with_maximum(std::size_t slice) {
  const auto [found, is_new] = numbers_.try_emplace(slice);
  SliceNumbers& numbers = found->second;
  if (!is_new) return numbers;

  numbers.maximum = point(-infinity);
  slices_.for_each(slice, [&](std::size_t element) {
    const Interval logit = logits_(element);
    if (is_nan(logit)) numbers.is_nan = true;
    if (logit.low > numbers.maximum.low) numbers.dominant = element;
    numbers.maximum = {std::max(numbers.maximum.low, logit.low), std::max(numbers.maximum.high, logit.high)};
  });
  if (std::isinf(numbers.maximum.high)) numbers.is_nan = true;
  numbers.shift = numbers.maximum.high;
  if (numbers.is_nan) numbers.maximum = point(not_a_number);
  return numbers;
}

const SoftmaxRange::SliceNumbers& SoftmaxRange::with_sum(std::size_t slice) {
  SliceNumbers& numbers = with_maximum(slice);
  if (numbers.is_nan || numbers.has_sum) return numbers;
  numbers.has_sum = true;
  slices_.for_each(slice, [&](std::size_t element) {
    const Interval logit = logits_(element);
    const Interval exponential = exp(logit - point(numbers.shift));
    numbers.sum = numbers.sum + exponential;
    if (element != numbers.dominant) numbers.others_of_dominant = numbers.others_of_dominant + exponential;
  });
  return numbers;
}

Interval SoftmaxRange::log_sum(std::size_t slice) {
  const SliceNumbers& numbers = with_sum(slice);
  if (numbers.is_nan) return point(not_a_number);
  return point(numbers.shift) + rising(numbers.sum, [](double sum) { return std::log(sum); });
}

Interval SoftmaxRange::value(std::size_t element, Operation operation) {
  const SliceNumbers& numbers = with_sum(slices_.slice_of(element));
  if (numbers.is_nan) return point(not_a_number);
  const Interval logit = logits_(element);
  const Interval own = exp(logit - point(numbers.shift));
  Interval others = numbers.others_of_dominant;
  if (element != numbers.dominant) {
    others = {std::max(numbers.sum.low - own.low, 0.0), std::max(numbers.sum.high - own.high, 0.0)};
  }
  if (operation == Operation::softmax) return {own.low / (own.low + others.high), own.high / (own.high + others.low)};
  const auto log_softmax = [&](double shifted, double rest) {
    // Where the element outweighs the others, their part is what the digits are in.
    const double weight = std::exp(shifted);
    return weight > rest ? -std::log1p(rest / weight) : shifted - std::log(weight + rest);
  };
  return {log_softmax(logit.low - numbers.shift, others.high), log_softmax(logit.high - numbers.shift, others.low)};
}

}  // namespace softmax::verify
