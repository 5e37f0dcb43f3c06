#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/softmax_range.h"
#include "core/formatted.h"
#include "text/shortest.h"

namespace softmax::check {
namespace {
constexpr std::array<Dtype, 4> dtypes = {Dtype::float64, Dtype::float32, Dtype::bfloat16, Dtype::float16};

/// What a narrow dtype may make of a softmax or log-softmax, computed step by step in it from inputs rounded to it.
/// `summing` is what adding up term by term loses, in units of ε.
double loss_in(Dtype dtype, Operation operation, const Interval& value, double below, double largest, double summing) {
  const double steps = operation == Operation::softmax ? magnitude(value) * (4 + below + largest + summing)
                                                       : 4 * magnitude(value) + 2 * largest + 1 + summing;
  return ulp(dtype, 1) * steps + ulp(dtype, 0);
}

/// Whether the printed digits may mean a value of the dtype: one is within half a unit of them, or they are the fewest
/// that distinguish one from its neighbours, as NumPy prints it, which can be farther from it.
bool may_be_of(Dtype dtype, const ExpectedNumber& printed) {
  const double nearest = round_to(dtype, printed.value);
  if (meets_own_half(printed, point(nearest))) return true;
  if (!std::isfinite(nearest)) return false;
  const auto value = static_cast<float>(nearest);
  if (dtype != Dtype::float32) return shortest_decimal(dtype, value) == printed.value;
  double shortest = 0;
  const std::string text = formatted("{}", value);
  std::from_chars(text.data(), text.data() + text.size(), shortest);
  return shortest == printed.value;
}

/// The naive form in a dtype: infinities, zeros and NaN beyond its range, and elsewhere numbers within what it loses.
Hypotheses naive_in(const Context& context, Dtype dtype, std::string parameter) {
  const auto limited = std::make_shared<LimitedSoftmax>(context.range(), dtype);
  const Operation operation = context.operation();
  // Where only sums are known, any element may be the broken one.
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
  Hypothesis hypothesis = context.suppose(values(limited, operation), context.loss(), std::move(parameter),
                                          context.command().text(request, dtype_option));
  const bool overflows =
      std::any_of(elements.begin(), elements.end(), [&](std::size_t element) { return limited->overflows(element); });
  hypothesis.remark = overflows ? ", which overflows here" : ", which underflows here";
  hypothesis.agrees = [&context, limited, dtype, operation](std::size_t element) {
    const Interval value = limited->value(element, operation);
    if (is_nan(value) || std::isinf(value.low)) return meet(value, context.half(element));
    const double largest = magnitude(context.range()->logit(element));
    const double lost =
        loss_in(dtype, operation, value, 0, std::isfinite(largest) ? largest : 0, context.loss_of_summing()) +
        (operation == Operation::log_softmax ? limited->relative_loss(element) : 0);
    return meet(widened(value, lost), context.half(element));
  };
  return {hypothesis};
}

/// What rounded steps may lose of a value: a few units in the last place, and for softmax what rounding x - max does to
/// its exponential; `below` is max - x.
double steps_lose(Dtype dtype, Operation operation, const Interval& value, double below, double largest_logit) {
  constexpr double maximum_ulps = 2.5;
  const double rounded = round_to(dtype, magnitude(value));
  if (!std::isfinite(rounded)) return 0;
  double unit = ulp(dtype, rounded);
  if (operation == Operation::softmax) return maximum_ulps * unit + magnitude(value) * ulp(dtype, 1) * below;
  unit = std::max(unit, ulp(dtype, round_to(dtype, largest_logit)));
  return maximum_ulps * unit;
}

/// Every printed number is a value of the dtype, a few units from the result of the inputs or of the rounded inputs.
Hypothesis computed_in(const Context& context, Dtype dtype) {
  const auto of_rounded = context.range_of([logits = context.logits(), dtype](std::size_t element) {
    return rising(logits(element), [dtype](double logit) { return round_to(dtype, logit); });
  });
  const Operation operation = context.operation();
  const auto agrees = [&context, of_rounded, operation, dtype](std::size_t element) {
    const ExpectedNumber& printed = context.printed(element);
    const auto is_near = [&](SoftmaxRange& source) {
      const Interval value = source.value(element, operation);
      if (is_nan(value) || std::isinf(value.low) || !std::isfinite(printed.value)) {
        return meet(value, context.half(element));
      }
      const double below = middle(source.maximum(source.slices().slice_of(element))) - middle(source.logit(element));
      const double lost = steps_lose(dtype, operation, value, below, context.largest_logit());
      return meet(widened(value, lost), context.half(element));
    };
    if (std::isfinite(printed.value) && !may_be_of(dtype, printed)) return false;
    return is_near(*context.range()) || is_near(*of_rounded);
  };
  return context.suppose(agrees, std::string(name(dtype)), context.command().text(context.command().request, dtype));
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
  // Where the verdict has tried it, the print agrees in it or is not computed in it.
  const std::vector<Dtype>& tried = context.expected().dtypes;
  if (context.rule().dtype != Dtype::float64 || std::count(tried.begin(), tried.end(), Dtype::float32) > 0) return {};
  return {computed_in(context, Dtype::float32)};
}

Hypotheses half_precision(const Context& context) {
  Hypotheses hypotheses;
  for (const Dtype dtype : {Dtype::bfloat16, Dtype::float16}) {
    if (traits(dtype).significand_bits <= traits(context.rule().dtype).significand_bits) {
      hypotheses.push_back(computed_in(context, dtype));
    }
  }
  return hypotheses;
}
}  // namespace softmax::check
