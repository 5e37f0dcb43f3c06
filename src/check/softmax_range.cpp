#include "check/softmax_range.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace softmax::check {
std::vector<std::vector<std::size_t>> choices_of_dims(std::size_t rank) {
  constexpr std::size_t highest_rank_for_every_set = 6;
  std::vector<std::vector<std::size_t>> choices;
  if (rank <= highest_rank_for_every_set) {
    for (std::size_t bits = 1; bits < (std::size_t{1} << rank); ++bits) {
      std::vector<std::size_t>& dims = choices.emplace_back();
      for (std::size_t dim = 0; dim < rank; ++dim) {
        if ((bits >> dim & 1U) != 0) dims.push_back(dim);
      }
    }
    std::sort(choices.begin(), choices.end(),
              [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
    return choices;
  }
  for (std::size_t dim = 0; dim < rank; ++dim) choices.push_back({dim});
  for (std::size_t first = 0; first < rank; ++first) {
    for (std::size_t second = first + 1; second < rank; ++second) choices.push_back({first, second});
  }
  choices.emplace_back(rank);
  std::iota(choices.back().begin(), choices.back().end(), std::size_t{0});
  return choices;
}

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
    // Where the element outweighs the others, only their sum has digits to keep.
    const double weight = std::exp(shifted);
    return weight > rest ? -std::log1p(rest / weight) : shifted - std::log(weight + rest);
  };
  return {log_softmax(logit.low - numbers.shift, others.high), log_softmax(logit.high - numbers.shift, others.low)};
}

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
}  // namespace softmax::check
