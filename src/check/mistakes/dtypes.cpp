#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/table.h"
#include "check/softmax_range.h"
#include "core/formatted.h"
#include "text/shortest.h"

namespace softmax::check {
namespace {

constexpr std::array<Dtype, 4> dtypes = {Dtype::float64, Dtype::float32, Dtype::bfloat16, Dtype::float16};

/// What a narrow dtype may make of a softmax or log-softmax, computed step by step in it from inputs rounded to it.
/// `summing` is what adding up term by term loses, in ε.
double loss_in(Dtype dtype, Operation operation, const Interval& value, double below, double largest, double summing) {
  const double magnitude = std::max(std::abs(value.low), std::abs(value.high));
  const double steps = operation == Operation::softmax ? magnitude * (4 + below + largest + summing)
                                                       : 4 * magnitude + 2 * largest + 1 + summing;
  return ulp(dtype, 1) * steps + ulp(dtype, 0);
}

/// Whether digits may stand for a value of the dtype: one lies within half a unit, or they are the fewest that tell it
/// from its neighbours, as NumPy prints; those can lie farther from it than half of their own last place.
bool may_be_of(Dtype dtype, const PrintedNumber& printed) {
  const double nearest = round_to(dtype, printed.value);
  if (meet(point(nearest), printed.half)) return true;
  if (!std::isfinite(nearest)) return false;
  const auto value = static_cast<float>(nearest);
  if (dtype != Dtype::float32) return shortest_decimal(dtype, value) == printed.value;
  double shortest = 0;
  const std::string text = formatted("{}", value);
  std::from_chars(text.data(), text.data() + text.size(), shortest);
  return shortest == printed.value;
}

/// The overflowing form: where the dtype's range ends, what its infinities and zeros leave; elsewhere what the dtype
/// does.
Hypotheses naive_in(const Context& context, Dtype dtype, std::string parameter) {
  const auto limited = std::make_shared<LimitedSoftmax>(context.range(), dtype);
  const auto range = context.range();
  const Operation operation = context.operation();
  // Of sums no element is known: there it may be any.
  std::vector<std::size_t> elements = context.elements();
  if (elements.empty()) {
    elements.resize(element_count(context.shape()));
    std::iota(elements.begin(), elements.end(), std::size_t{0});
  }
  const auto is_broken = [&](std::size_t element) { return limited->is_broken(element, operation); };
  if (std::none_of(elements.begin(), elements.end(), is_broken)) return {};
  Request request = context.command().request;
  request.mode = Mode::naive;
  const std::optional<Dtype> dtype_option = parameter.empty() ? context.command().dtype : dtype;
  const Field values = [limited, operation](std::size_t element) { return limited->value(element, operation); };
  Hypothesis hypothesis =
      context.suppose(values, context.loss(), std::move(parameter), context.command().text(request, dtype_option));
  hypothesis.agrees = [&context, limited, range, dtype, operation](std::size_t element) {
    const Interval value = limited->value(element, operation);
    if (is_nan(value) || std::isinf(value.low)) return meet(value, context.expected().numbers[element].half);
    const Interval logit = range->logit(element);
    const double largest = std::max(std::abs(logit.low), std::abs(logit.high));
    const double lost =
        loss_in(dtype, operation, value, 0, std::isfinite(largest) ? largest : 0, context.loss_of_summing()) +
        (operation == Operation::log_softmax ? limited->relative_loss(element) : 0);
    return meet(widened(value, lost), context.expected().numbers[element].half);
  };
  return {hypothesis};
}

/// What steps rounded to a dtype may make of a value: a few of its units in the last place, and what rounding x - max
/// (`below` is max - x) does to its exponential.
double steps_lose(Dtype dtype, Operation operation, const Interval& value, double below, double largest_logit) {
  constexpr double most_ulps = 2.5;
  const double magnitude = std::max(std::abs(value.low), std::abs(value.high));
  if (!std::isfinite(round_to(dtype, magnitude))) return 0;
  double unit = ulp(dtype, round_to(dtype, magnitude));
  if (operation == Operation::softmax) return most_ulps * unit + magnitude * ulp(dtype, 1) * below;
  unit = std::max(unit, ulp(dtype, round_to(dtype, largest_logit)));
  return most_ulps * unit;
}

/// Every printed number is a value of the dtype, and within a few of its units of what the inputs give, as they are or
/// rounded to the dtype.
Hypothesis computed_in(const Context& context, Dtype dtype) {
  const auto range = context.range();
  const auto of_rounded = context.range_of([logits = context.logits(), dtype](std::size_t element) {
    return rising(logits(element), [dtype](double logit) { return round_to(dtype, logit); });
  });
  const Operation operation = context.operation();
  double largest = 0;
  for (const double input : context.subject().input) {
    const double logit = std::abs(input * context.subject().factor());
    if (std::isfinite(logit)) largest = std::max(largest, logit);
  }
  Hypothesis hypothesis = context.suppose({}, context.loss(), std::string(name(dtype)),
                                          context.command().text(context.command().request, dtype));
  hypothesis.agrees = [&context, range, of_rounded, operation, dtype, largest](std::size_t element) {
    const PrintedNumber& printed = context.expected().numbers[element];
    const auto is_near = [&](SoftmaxRange& source) {
      const Interval value = source.value(element, operation);
      if (is_nan(value) || std::isinf(value.low) || !std::isfinite(printed.value)) return meet(value, printed.half);
      const double below = middle(source.maximum(source.slices().slice_of(element))) - middle(source.logit(element));
      return meet(widened(value, steps_lose(dtype, operation, value, below, largest)), printed.half);
    };
    if (std::isfinite(printed.value) && !may_be_of(dtype, printed)) return false;
    return is_near(*range) || is_near(*of_rounded);
  };
  return hypothesis;
}

}  // namespace

Hypotheses naive_form(const Context& context) {
  if (context.subject().request.mode == Mode::naive) return {};
  return naive_in(context, context.subject().dtype, {});
}

Hypotheses naive_form_in_other_dtype(const Context& context) {
  Hypotheses hypotheses;
  for (const Dtype dtype : dtypes) {
    if (dtype == context.subject().dtype) continue;
    for (Hypothesis& naive : naive_in(context, dtype, std::string(name(dtype)))) hypotheses.push_back(std::move(naive));
  }
  return hypotheses;
}

Hypotheses single_precision(const Context& context) {
  // Where it is the printing dtype, too: what reading large inputs in it loses is more than it loses otherwise.
  if (context.expected().dtype != Dtype::float64 && context.expected().dtype != Dtype::float32) return {};
  return {computed_in(context, Dtype::float32)};
}

Hypotheses half_precision(const Context& context) {
  Hypotheses hypotheses;
  for (const Dtype dtype : {Dtype::bfloat16, Dtype::float16}) {
    if (traits(dtype).significand_bits <= traits(context.expected().dtype).significand_bits) {
      hypotheses.push_back(computed_in(context, dtype));
    }
  }
  return hypotheses;
}

}  // namespace softmax::check
