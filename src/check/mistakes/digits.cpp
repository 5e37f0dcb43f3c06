#include <algorithm>
#include <cmath>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// The right numbers, written in another way.

/// A number with as many digits as the printed number has.
std::string in_digits_of(const ExpectedNumber& printed, double value) {
  const std::size_t point = printed.text.find('.');
  const std::size_t exponent = std::min(printed.text.find_first_of("eE"), printed.text.size());
  const std::size_t decimals = point == std::string::npos ? 0 : exponent - point - 1;
  if (!std::isfinite(value) || printed.is_exact()) return formatted("{}", value);
  if (exponent < printed.text.size()) return formatted("{:.{}e}", value, decimals);
  return formatted("{:.{}f}", value, decimals);
}

/// What a printed number may have been before digits were cut off it.
Interval before_cutting(const ExpectedNumber& printed) {
  const bool is_negative = printed.value < 0;
  const Interval within = whole(printed);
  return {is_negative || printed.value == 0 ? within.low : printed.value, is_negative ? printed.value : within.high};
}

/// Whether the digits of each slice add up to 1 because some were adjusted, and by no more than that took.
bool are_sums_forced(const Context& context) {
  const auto& numbers = context.expected().numbers;
  const SliceIndex& slices = context.slices();
  bool is_adjusted = false;
  for (const std::size_t element : context.elements()) {
    const std::size_t slice = slices.slice_of(element);
    if (slices.first_of(slice) != element) continue;
    double unit = numbers[element].unit();
    slices.for_each(slice, [&](std::size_t member) { unit = std::min(unit, numbers[member].unit()); });
    double sum = 0;
    double gap = 0;
    double adjusted = 0;
    bool is_finite = true;
    slices.for_each(slice, [&](std::size_t member) {
      const double digits = std::round(numbers[member].value / unit);
      const double rounded = std::round(context.subject().result[member] / unit);
      is_finite = is_finite && std::isfinite(digits) && std::isfinite(rounded);
      sum += digits;
      if (context.agrees(member, context.range()->value(member, Operation::softmax), LossKind::relative)) return;
      gap += digits - rounded;
      adjusted += std::abs(digits - rounded);
      is_adjusted = true;
    });
    // All in one direction: adjustments against one another do not help the sum.
    const bool is_forced = is_finite && unit > 0 && sum == std::round(1 / unit) && adjusted == std::abs(gap);
    if (!is_forced) return false;
  }
  return is_adjusted;
}
}  // namespace

Hypotheses integers(const Context& context) {
  const Field value = values(context.range(), context.operation());
  return {context.suppose([&context, value](std::size_t element) {
    constexpr double slack = 1e-6;  // 1 - 1e-7 is 1 in float32
    const double printed = context.printed(element).value;
    const Interval near = widened(value(element), slack);
    if (is_nan(near)) return std::isnan(printed);
    // No number between two whole numbers is a truncated one.
    return printed == std::trunc(printed) && std::trunc(near.low) <= printed && printed <= std::trunc(near.high);
  })};
}

Hypotheses percent(const Context& context) {
  if (context.is_log()) return {};
  const Field value = scaled(values(context.range(), Operation::softmax), 100);
  const auto& numbers = context.expected().numbers;
  const bool are_whole = std::all_of(numbers.begin(), numbers.end(), [](const ExpectedNumber& number) {
    return number.is_exact() && number.value == std::trunc(number.value);
  });
  Hypothesis hypothesis = context.suppose(value, LossKind::relative);
  // Whole percents are rounded, though whole numbers have no unit in other prints.
  constexpr double half_a_percent = 0.5;
  if (are_whole) {
    hypothesis.agrees = [&context, value](std::size_t element) {
      return meet(value(element), widened(context.half(element), half_a_percent));
    };
  }
  return {hypothesis};
}

Hypotheses truncated(const Context& context) {
  const Field value = values(context.range(), context.operation());
  return {context.suppose([&context, value](std::size_t element) {
    const ExpectedNumber& printed = context.printed(element);
    const Interval right = value(element);
    if (is_nan(right) || !std::isfinite(printed.value)) return meet(right, context.half(element));
    return meet(right, before_cutting(printed));
  })};
}

Hypotheses sums_forced(const Context& context) {
  if (context.is_log() || context.expected().shape != context.shape()) return {};
  if (!are_sums_forced(context)) return {};
  return {context.suppose([](std::size_t) { return true; })};
}

Hypotheses one_element(const Context& context) {
  const Verdict& verdict = context.verdict();
  if (verdict.disagreeing() != 1 || context.elements().size() < 2 || !verdict.worst) return {};
  const ComparedElement& element = *verdict.worst;
  const std::size_t place = place_of(element.index, context.shape());
  return {context.suppose([](std::size_t) { return true; },
                          formatted("{} is {}, and should be {}", index_text(element.index), element.printed,
                                    in_digits_of(context.printed(place), element.computed)))};
}
}  // namespace softmax::check
