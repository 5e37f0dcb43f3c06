#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "check/compare.h"
#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
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
/// The element that alone disagrees with the numbers; nothing where more do, or where fewer than three other numbers of
/// its slice show digits that agree.
std::optional<std::size_t> only_exception(const Context& context, const Candidate& candidate) {
  constexpr std::size_t fewest_right = 3;
  if (context.slices().length() <= fewest_right) return std::nullopt;
  DtypeRule rule(candidate, context.expected(), context.rule().dtype);
  std::optional<std::size_t> exception;
  for (const std::size_t element : context.elements()) {
    const bool agrees =
        context.rule().tolerance ? meet(candidate.value(element), context.half(element)) : rule.holds(element);
    if (agrees) continue;
    if (exception) return std::nullopt;
    exception = element;
  }
  if (!exception) return std::nullopt;
  std::size_t right = 0;
  context.slices().for_each(context.slices().slice_of(*exception), [&](std::size_t member) {
    const ExpectedNumber& number = context.printed(member);
    if (member != *exception && std::abs(number.value) > own_unit(number)) ++right;
  });
  return right < fewest_right ? std::nullopt : exception;
}

/// The index of an element, what is printed there and what should be.
std::string correction(const Context& context, std::size_t place, const std::string& printed, double right) {
  return formatted("{} is {}, and should be {}", index_text(index_of(place, context.shape())), printed,
                   in_digits_of(context.printed(place), right));
}

/// The mistakes that may come with one wrong element. Others have too many hypotheses, or take their numbers from the
/// print.
bool is_simple(std::string_view id) {
  constexpr auto ids = std::to_array<std::string_view>({"dim=",        "log",
                                                        "not-log",     "percent",
                                                        "softmin",     "log2",
                                                        "log10",       "base=2",
                                                        "base=10",     "twice",
                                                        "logits",      "unnormalised",
                                                        "shifted-exp", "shifted-logits",
                                                        "sum-only",    "plain-ratio",
                                                        "sigmoid",     "negated",
                                                        "plus-one",    "relu",
                                                        "unit-length", "misplaced-parenthesis",
                                                        "mixed-shift"});
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}
}  // namespace

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
  return {context.suppose(
      [](std::size_t) { return true; },
      correction(context, place_of(element.index, context.shape()), element.printed, element.computed))};
}

Hypotheses one_element_of_a_mistake(const Context& context) {
  if (!shows_slices(context) || context.verdict().disagreeing() < 2) return {};
  for (const KnownMistake& row : catalogue()) {
    if (!is_simple(row.id)) continue;
    for (const Hypothesis& hypothesis : row.suppose(context)) {
      if (!hypothesis.printed.value || hypothesis.agrees || hypothesis.shape != context.shape()) continue;
      const std::optional<std::size_t> place = only_exception(context, hypothesis.printed);
      if (!place) continue;
      const std::string id = std::string(row.id) + hypothesis.parameter;
      return {context.suppose([](std::size_t) { return true; },
                              formatted("{} but for one element: {}", id,
                                        correction(context, *place, context.printed(*place).text,
                                                   middle(hypothesis.printed.value(*place)))),
                              hypothesis.command)};
    }
  }
  return {};
}
}  // namespace softmax::check
