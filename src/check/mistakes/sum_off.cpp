#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// A slice whose elements are all off by the same factor. In what follows, `shift` is the factor's logarithm: the same
// summand for the whole slice of a log-softmax.

/// Sums that are wrong by more than this factor are other mistakes.
constexpr double largest_factor = 20;

/// Ratios of printed numbers that have to be right before a common factor is believed.
constexpr std::size_t ratios_needed = 2;

struct Shift {
  Interval possible{-infinity, infinity};
  std::size_t members = 0;  ///< that confine it well
};

Interval logarithm_of(const Interval& a) {
  return {a.low > 0 ? std::log(a.low) : -infinity, a.high > 0 ? std::log(a.high) : -infinity};
}

/// The shifts with which every member of a slice agrees; nothing where a member agrees with none.
std::optional<Shift> shift_of(const Context& context, std::size_t slice) {
  constexpr double well = 0.1;  // as wide as an interval of ln p may be
  Shift found;
  bool is_possible = true;
  context.slices().for_each(slice, [&](std::size_t member) {
    const Interval half = context.half(member);
    const Interval right = context.range()->value(member, context.operation());
    if (is_nan(right) || std::isinf(right.low) || !std::isfinite(half.low)) {
      is_possible = is_possible && meet(half, right);
      return;
    }
    const Interval allowed = widened(right, context.loss_of(right, context.loss()));
    Interval shift = context.is_log() ? half - allowed : logarithm_of(half) - logarithm_of(allowed);
    if (std::isnan(shift.low)) shift.low = -infinity;
    if (std::isnan(shift.high)) shift.high = infinity;
    found.possible = {std::max(found.possible.low, shift.low), std::min(found.possible.high, shift.high)};
    if (shift.high - shift.low < well) ++found.members;
  });
  if (!is_possible || found.possible.low > found.possible.high) return std::nullopt;
  return found;
}

bool contains(const Interval& interval, double value) { return interval.low <= value && value <= interval.high; }

/// The shifts that other mistakes make: shifted-exp, unnormalised, mixed-shift, plus-one and misplaced-parenthesis.
std::array<double, 6> shifts_of_others(const Context& context, std::size_t slice) {
  const double log_sum = middle(context.range()->log_sum(slice));
  const double maximum = middle(context.range()->maximum(slice));
  const auto with_one_more = [](double logarithm) { return -std::log1p(std::exp(-logarithm)); };
  double sum_of_logits = 0;
  context.slices().for_each(slice,
                            [&](std::size_t member) { sum_of_logits += middle(context.range()->logit(member)); });
  return {log_sum - maximum,
          log_sum,
          -maximum,
          with_one_more(log_sum),
          with_one_more(log_sum - maximum),
          log_sum - std::log(sum_of_logits)};
}

/// The sums to as many digits as distinguish them.
std::string used_sum(double used, double right) {
  constexpr int digits_of_difference = 2;
  constexpr int maximum_digits = 12;
  const double difference = std::abs(used - right) / right;
  const int digits =
      std::clamp(static_cast<int>(std::ceil(-std::log10(difference))) + digits_of_difference, 3, maximum_digits);
  return formatted("{:.{}g}, and should be {:.{}g}", used, digits, right, digits);
}
}  // namespace

Hypotheses sum_off(const Context& context) {
  if (!shows_slices(context)) return {};
  const auto range = context.range();
  const auto shifts = std::make_shared<std::unordered_map<std::size_t, double>>();
  std::array<bool, 6> is_other{true, true, true, true, true, true};
  Interval common{-infinity, infinity};  // the logarithm of a sum that all slices may have been divided by
  std::size_t ratios = 0;
  std::optional<std::size_t> first;
  for (const std::size_t slice : slices_looked_at(context)) {
    const std::optional<Shift> shift = shift_of(context, slice);
    if (!shift) return {};
    const Interval used = range->log_sum(slice) - shift->possible;
    common = {std::max(common.low, used.low), std::min(common.high, used.high)};
    if (contains(shift->possible, 0)) {
      shifts->emplace(slice, 0);
      continue;
    }
    const double value = middle(shift->possible);
    if (!(std::abs(value) <= std::log(largest_factor))) return {};
    shifts->emplace(slice, value);
    ratios += std::max(shift->members, std::size_t{1}) - 1;
    if (!first) first = slice;
    const auto others = shifts_of_others(context, slice);
    for (std::size_t i = 0; i < others.size(); ++i) is_other[i] = is_other[i] && contains(shift->possible, others[i]);
  }
  const bool is_joint = shifts->size() > 1 && common.low <= common.high;  // over several slices: dim=all
  const bool is_another_mistake = is_joint || std::find(is_other.begin(), is_other.end(), true) != is_other.end();
  if (!first || ratios < ratios_needed || is_another_mistake) return {};

  const bool is_log = context.is_log();
  Hypothesis hypothesis = context.suppose(
      [range, shifts, is_log](std::size_t element) {
        const double shift = shifts->at(range->slices().slice_of(element));
        if (is_log) return range->value(element, Operation::log_softmax) + point(shift);
        return range->value(element, Operation::softmax) * std::exp(shift);
      },
      context.loss());
  const double right = std::exp(middle(range->log_sum(*first) - range->maximum(*first)));
  hypothesis.remark = formatted(": in the slice of {}, sum of exp(x - max) = {}",
                                index_text(index_of(context.slices().first_of(*first), context.shape())),
                                used_sum(right * std::exp(-shifts->at(*first)), right));
  return {hypothesis};
}
}  // namespace softmax::check
