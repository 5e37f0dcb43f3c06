#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/compare.h"
#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "core/formatted.h"
#include "text/decimal.h"

namespace softmax::check {
namespace {
// The right numbers with fewer digits than the print shows: rounded, quantised, flushed to 0, or 1 and 0 alone.

std::string decimals_text(int decimals) { return formatted("{} decimal{}", decimals, decimals == 1 ? "" : "s"); }

/// The decimals of a finite number without its zeros at the end.
int decimals_used(const ExpectedNumber& number) {
  return static_cast<int>(Decimal(number.text, number.power).without_zeros_at_end().places());
}

/// The fewest decimals, at least one, that show all printed numbers; nothing where a number shows no more than these.
std::optional<int> decimals_needed(const Context& context) {
  int needed = 1;
  for (const std::size_t element : context.elements()) {
    const ExpectedNumber& number = context.printed(element);
    if (!std::isfinite(number.value)) continue;
    if (number.text.empty()) return std::nullopt;
    needed = std::max(needed, decimals_used(number));
    if (number.own_place >= -needed) return std::nullopt;
  }
  return needed;
}

/// Whether every number shows more decimals than this, and the print is right to this many.
bool is_right_to(const Context& context, const Candidate& result, int decimals) {
  const auto& elements = context.elements();
  const bool shows_more = std::all_of(elements.begin(), elements.end(), [&](std::size_t element) {
    const ExpectedNumber& number = context.printed(element);
    return !std::isfinite(number.value) || number.own_place < -decimals;
  });
  if (!shows_more) return false;
  Expected rounded = context.expected();
  for (ExpectedNumber& number : rounded.numbers) {
    if (!std::isfinite(number.value)) continue;
    number.place = -decimals;
    number.own_place = -decimals;
  }
  DtypeRule rule(result, rounded, context.rule().dtype);
  return std::all_of(elements.begin(), elements.end(), [&](std::size_t element) { return rule.holds(element); });
}

/// The most decimals to which the print is right, where all digits after them are 0; nothing where there are none.
std::optional<int> rounded_decimals(const Context& context, const Candidate& result) {
  constexpr int maximum = 15;
  if (context.rule().tolerance || context.expected().shape != context.shape()) return std::nullopt;
  const std::optional<int> needed = decimals_needed(context);
  if (!needed) return std::nullopt;
  if (*needed > maximum || !is_right_to(context, result, *needed)) return std::nullopt;
  int most = *needed;
  while (most < maximum && is_right_to(context, result, most + 1)) ++most;
  return most;
}

/// The places of 1 and 0 in a slice as the print has them, if its ones are at maxima: the first or all of them, 1
/// divided by their number.
bool is_one_hot(const Context& context, std::size_t slice) {
  const auto range = context.range();
  const double one = context.is_log() ? 0 : 1;
  const double zero = printed_zero(context);
  double maximum = -infinity;
  std::size_t maxima = 0;
  bool is_number = true;
  context.slices().for_each(slice, [&](std::size_t member) {
    const double logit = middle(range->logit(member));
    is_number = is_number && !std::isnan(logit);
    if (logit > maximum) maxima = 0;
    maximum = std::max(maximum, logit);
    if (logit == maximum) ++maxima;
  });
  std::size_t ones = 0;
  bool is_at_maxima = is_number;
  context.slices().for_each(slice, [&](std::size_t member) {
    const double printed = context.printed(member).value;
    const bool is_maximum = middle(range->logit(member)) == maximum;
    if (printed == one) {
      ++ones;
      is_at_maxima = is_at_maxima && is_maximum;
    } else if (printed != zero) {
      is_at_maxima = false;
    }
  });
  return is_at_maxima && (ones == 1 || ones == maxima) && ones > 0;
}
}  // namespace

Hypotheses rounded(const Context& context) {
  const Hypothesis result = context.suppose(context.range());
  const std::optional<int> decimals = rounded_decimals(context, result.printed);
  if (!decimals) return {};
  Hypothesis hypothesis = context.suppose([](std::size_t) { return true; }, formatted("{}", *decimals));
  hypothesis.remark = ", to " + decimals_text(*decimals);
  return {hypothesis};
}

Hypotheses rounded_inputs(const Context& context) {
  const Subject& subject = context.subject();
  const std::vector<double>& shown = subject.units.shown;
  if (shown.size() != subject.input.size() || subject.units.decimals == 0) return {};
  if (odd_sum(subject, context.expected())) return {};  // no inputs have such a softmax
  const double half_unit = std::pow(10.0, -subject.units.decimals) / 2;
  std::vector<double> half(shown.size());
  bool is_looser = false;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    half[i] = std::min(shown[i], half_unit);  // 3 next to 0.25 is 3.00
    is_looser = is_looser || subject.units.half.empty() || half[i] > subject.units.half[i];
  }
  if (!is_looser) return {};
  const double factor = subject.factor();
  const auto range = context.range_of([&subject, half = std::move(half), factor](std::size_t element) {
    return widened(point(subject.input[element]), half[element]) * factor;
  });
  if (!context.agrees(context.suppose(range).printed)) return {};
  return {context.suppose([](std::size_t) { return true; }, decimals_text(subject.units.decimals))};
}

Hypotheses quantised(const Context& context) {
  constexpr double quanta = 256;
  constexpr double widest_unit = 1 / (2 * quanta);  // digits that do not show the quantum
  if (context.is_log() || !shows_slices(context)) return {};
  const auto& elements = context.elements();
  const bool shows_quanta = std::all_of(elements.begin(), elements.end(), [&](std::size_t element) {
    return own_unit(context.printed(element)) <= widest_unit;
  });
  const bool is_whole = std::all_of(elements.begin(), elements.end(), [&](std::size_t element) {
    return context.printed(element).value == std::trunc(context.printed(element).value);
  });
  if (!shows_quanta || is_whole) return {};
  return {context.suppose(
      [&context, range = context.range()](std::size_t element) {
        const Interval right = range->value(element, Operation::softmax);
        if (is_nan(right)) return right;
        // The multiple next to the printed number, if the result is no farther from it than one; 1 is 255/256.
        const double printed = std::round(context.printed(element).value * quanta);
        const bool is_near = right.low * quanta < printed + 1 && right.high * quanta > printed - 1;
        return point((is_near ? printed : std::round(middle(right) * quanta)) / quanta);
      },
      LossKind::relative)};
}

Hypotheses flushed(const Context& context) {
  constexpr double largest_flushed = 0x1p-115;
  if (context.is_log() || !shows_slices(context)) return {};
  return {context.suppose(
      [&context, range = context.range()](std::size_t element) {
        const Interval right = range->value(element, Operation::softmax);
        const bool is_flushed = context.printed(element).value == 0 && right.low < largest_flushed;
        return is_flushed ? point(0) : right;
      },
      LossKind::relative)};
}

Hypotheses one_hot(const Context& context) {
  if (!shows_slices(context) || context.shape().empty() || context.slices().length() < 2) return {};
  const std::vector<std::size_t> slices = slices_looked_at(context);
  if (!std::all_of(slices.begin(), slices.end(), [&](std::size_t slice) { return is_one_hot(context, slice); })) {
    return {};
  }
  if (rounded_decimals(context, context.suppose(context.range()).printed)) return {};
  return {context.suppose([&context](std::size_t element) { return point(context.printed(element).value); },
                          context.loss())};
}
}  // namespace softmax::check
