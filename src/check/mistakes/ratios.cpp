#include <cmath>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"

namespace softmax::check {
namespace {
// Quotients that are not softmax.

/// A number for each slice.
using OfSlices = std::shared_ptr<std::unordered_map<std::size_t, Interval>>;

Interval natural_logarithm(const Interval& a) {
  return rising(a, [](double value) { return std::log(value); });
}

/// Σx of each slice; nothing where one of the sums may be 0, or is 0 but for rounding: a quotient by it is anything.
OfSlices sums_of_logits(const Context& context) {
  constexpr double tiny = 1e-12;
  const auto sums = std::make_shared<std::unordered_map<std::size_t, Interval>>();
  for (const std::size_t slice : slices_looked_at(context)) {
    Interval sum{};
    double size = 0;
    context.slices().for_each(slice, [&](std::size_t member) {
      const Interval logit = context.range()->logit(member);
      sum = sum + logit;
      size += magnitude(logit);
    });
    const bool may_be_zero = !(sum.low > tiny * size || sum.high < -tiny * size);
    if (may_be_zero || !std::isfinite(size)) return nullptr;
    sums->emplace(slice, sum);
  }
  return sums;
}

/// What the formula gives, and in a run of log-softmax its logarithm too.
Hypotheses ratio_or_logarithm(const Context& context, const Field& ratio, const Field& logarithm) {
  Hypotheses hypotheses{context.suppose(ratio, LossKind::relative)};
  if (context.is_log()) hypotheses.push_back(context.suppose(logarithm, LossKind::logarithmic));
  return hypotheses;
}

/// e^x divided by the sum of the exponentials and 1 more: with all logits as they are, or shifted by the maximum.
Hypotheses with_one_more(const Context& context, bool is_shifted) {
  const auto range = context.range();
  const auto log_sum = [range, is_shifted](std::size_t element) {
    const std::size_t slice = range->slices().slice_of(element);
    return is_shifted ? range->log_sum(slice) - range->maximum(slice) : range->log_sum(slice);
  };
  // s/(1 + s) = 1/(1 + e^(-ln s))
  const Field logarithm = [range, log_sum](std::size_t element) {
    const Interval share = rising(log_sum(element), [](double of_sum) { return -std::log1p(std::exp(-of_sum)); });
    return range->value(element, Operation::log_softmax) + share;
  };
  const Field ratio = [logarithm](std::size_t element) { return exp(logarithm(element)); };
  return {context.suppose(context.is_log() ? logarithm : ratio, context.loss())};
}
}  // namespace

Hypotheses plain_ratio(const Context& context) {
  const OfSlices sums = sums_of_logits(context);
  if (!sums) return {};
  const Field ratio = [range = context.range(), sums](std::size_t element) {
    return range->logit(element) / sums->at(range->slices().slice_of(element));
  };
  return ratio_or_logarithm(context, ratio, [ratio](std::size_t element) { return natural_logarithm(ratio(element)); });
}

Hypotheses misplaced_parenthesis(const Context& context) {
  const auto range = context.range();
  // exp(x / Σ exp x)
  const Field exponent = [range](std::size_t element) {
    return range->logit(element) / exp(range->log_sum(range->slices().slice_of(element)));
  };
  Hypotheses hypotheses = ratio_or_logarithm(
      context, [exponent](std::size_t element) { return exp(exponent(element)); }, exponent);
  // exp(x) / Σ x
  const OfSlices sums = sums_of_logits(context);
  if (!sums) return hypotheses;
  const auto sum_of = [range, sums](std::size_t element) { return sums->at(range->slices().slice_of(element)); };
  for (Hypothesis& hypothesis : ratio_or_logarithm(
           context, [range, sum_of](std::size_t element) { return exp(range->logit(element)) / sum_of(element); },
           [range, sum_of](std::size_t element) {
             return range->logit(element) - natural_logarithm(sum_of(element));
           })) {
    hypotheses.push_back(std::move(hypothesis));
  }
  return hypotheses;
}

Hypotheses plus_one(const Context& context) {
  Hypotheses hypotheses = with_one_more(context, false);
  for (Hypothesis& hypothesis : with_one_more(context, true)) hypotheses.push_back(std::move(hypothesis));
  return hypotheses;
}

Hypotheses unit_length(const Context& context) {
  const auto lengths = std::make_shared<std::unordered_map<std::size_t, Interval>>();
  for (const std::size_t slice : slices_looked_at(context)) {
    Interval squares{};
    context.slices().for_each(slice, [&](std::size_t member) {
      const Interval logit = context.range()->logit(member);
      const double least = logit.low <= 0 && logit.high >= 0 ? 0 : std::min(std::abs(logit.low), std::abs(logit.high));
      squares = squares + Interval{least * least, magnitude(logit) * magnitude(logit)};
    });
    if (!(squares.low > 0) || !std::isfinite(squares.high)) return {};
    lengths->emplace(slice, rising(squares, [](double sum) { return std::sqrt(sum); }));
  }
  const Field ratio = [range = context.range(), lengths](std::size_t element) {
    return range->logit(element) / lengths->at(range->slices().slice_of(element));
  };
  return {context.suppose(ratio, LossKind::relative)};
}
}  // namespace softmax::check
