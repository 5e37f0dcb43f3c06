#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// Elements and slices that were left out, or that hold NaN or -Infinity.

/// Below this a probability is too small for its absence to be a mask: dtypes and libraries flush it to 0.
constexpr double too_small_for_a_mask = 0x1p-100;

/// What a print has as 0.
struct LeftOut {
  std::vector<bool> is_zero;            ///< by element
  std::vector<bool> is_empty{};         ///< by slice: zeros alone
  std::vector<std::size_t> elements{};  ///< those that the input does not leave out itself, with -Infinity
  std::size_t kept = 0;                 ///< elements that are not printed as 0
  std::size_t ratios = 0;               ///< kept elements without one for each slice
  bool is_visible = false;              ///< the result has an element that is too large for the digits of its 0
  bool has_nan = false;                 ///< the result has NaN there
  bool has_empty_nan = false;           ///< a slice of zeros alone holds NaN or +Infinity
};

LeftOut left_out_of(const Context& context) {
  LeftOut found;
  found.is_zero.resize(element_count(context.shape()));
  found.is_empty.resize(context.slices().count());
  const double zero = printed_zero(context);
  for (const std::size_t slice : slices_looked_at(context)) {
    std::size_t kept = 0;
    bool is_nan_here = false;
    context.slices().for_each(slice, [&](std::size_t member) {
      found.is_zero[member] = context.printed(member).value == zero;
      if (!found.is_zero[member]) {
        ++kept;
        return;
      }
      const Interval logit = context.range()->logit(member);
      if (logit.high == -infinity) return;
      found.elements.push_back(member);
      const Interval p = context.range()->value(member, Operation::softmax);
      is_nan_here = is_nan_here || is_nan(p);
      found.is_visible = found.is_visible || p.low > too_small_for_a_mask;
    });
    found.kept += kept;
    if (kept > 0) found.ratios += kept - 1;
    found.is_empty[slice] = kept == 0;
    found.has_nan = found.has_nan || is_nan_here;
    found.has_empty_nan = found.has_empty_nan || (is_nan_here && kept == 0);
  }
  std::sort(found.elements.begin(), found.elements.end());
  return found;
}

/// Whether the elements above the diagonal of each matrix are left out, and no others.
bool is_causal(const Context& context, const LeftOut& left_out) {
  const std::size_t rank = context.shape().size();
  if (rank < 2) return false;
  return std::all_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
    const Index index = index_of(element, context.shape());
    const bool is_above = index[rank - 1] > index[rank - 2];
    return is_above == left_out.is_zero[element] || context.range()->logit(element).high == -infinity;
  });
}

/// How many of the largest elements each slice keeps; nothing where slices keep others, or different numbers of them.
/// `are_largest` is whether all keep the largest, however many.
std::optional<std::size_t> kept_of_each(const Context& context, const LeftOut& left_out, bool& are_largest) {
  std::optional<std::size_t> number;
  bool is_same_number = true;
  are_largest = true;
  for (const std::size_t slice : slices_looked_at(context)) {
    std::size_t kept = 0;
    double least_kept = infinity;
    double largest_left_out = -infinity;
    context.slices().for_each(slice, [&](std::size_t member) {
      const double logit = middle(context.range()->logit(member));
      if (left_out.is_zero[member]) {
        largest_left_out = std::max(largest_left_out, logit);
      } else {
        least_kept = std::min(least_kept, logit);
        ++kept;
      }
    });
    are_largest = are_largest && least_kept >= largest_left_out;
    is_same_number = is_same_number && (!number || *number == kept);
    number = kept;
  }
  return are_largest && is_same_number ? number : std::nullopt;
}

/// The indices, or the first of many.
std::string listed(const std::vector<std::size_t>& elements, const Shape& shape) {
  constexpr std::size_t maximum = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(elements.size(), maximum); ++i) {
    text += (i == 0 ? "" : ", ") + index_text(index_of(elements[i], shape));
  }
  return elements.size() > maximum ? text + formatted(" and {} more", elements.size() - maximum) : text;
}

/// Which elements are left out.
std::string description(const Context& context, const LeftOut& left_out) {
  if (is_causal(context, left_out)) return "causal, without the elements above the diagonal";
  bool are_largest = false;
  if (const auto kept = kept_of_each(context, left_out, are_largest)) return formatted("top-k={}", *kept);
  if (are_largest) return "without the smallest of each slice";
  return "without " + listed(left_out.elements, context.shape());
}

/// The result of the run, but for the slices that `replaced` has.
Hypothesis with_replaced_slices(const Context& context, std::vector<bool> replaced, Field replacement) {
  const Field result = values(context.range(), context.operation());
  return context.suppose(
      [result, range = context.range(), replaced = std::move(replaced),
       replacement = std::move(replacement)](std::size_t element) {
        return replaced[range->slices().slice_of(element)] ? replacement(element) : result(element);
      },
      context.loss());
}

/// Ways in which programs fill a slice that holds NaN or +Infinity, or nothing but -Infinity.
enum class Spread {
  own_place,  ///< NaN where NaN or +Infinity is; the others 0, or its logarithm
  zeros,
  minus_infinity
};

Interval spread(Spread way, double logit, double zero) {
  if (way == Spread::zeros) return point(0);
  if (way == Spread::minus_infinity) return point(-infinity);
  return point(std::isnan(logit) || logit == infinity ? not_a_number : zero);
}
}  // namespace

Hypotheses masked_as_zero(const Context& context) {
  const auto& input = context.subject().input;
  const Field logits = context.logits();
  const auto is_masked = [](const Interval& logit) { return logit.high == -infinity; };
  if (std::none_of(input.begin(), input.end(), [](double value) { return std::isinf(value); })) return {};
  return {context.suppose(context.range_of([logits, is_masked](std::size_t element) {
    const Interval logit = logits(element);
    return is_masked(logit) ? point(0) : logit;
  }))};
}

Hypotheses masked(const Context& context) {
  if (!shows_slices(context)) return {};
  LeftOut left_out = left_out_of(context);
  // A single element of a slice is 1 whatever it is.
  const bool is_evident = (left_out.is_visible || left_out.has_nan) && left_out.ratios > 0 && !left_out.has_empty_nan;
  if (!is_evident) return {};
  const std::string remark = ": " + description(context, left_out);
  const auto rest =
      context.range_of([logits = context.logits(), is_zero = std::move(left_out.is_zero)](std::size_t element) {
        return is_zero[element] ? point(-infinity) : logits(element);
      });
  Hypothesis hypothesis = context.suppose(rest);
  // A slice of nothing but -Infinity is NaN, but 0 in the print.
  hypothesis.printed.value = [value = values(rest, context.operation()), rest, is_empty = std::move(left_out.is_empty),
                              zero = point(printed_zero(context))](std::size_t element) {
    return is_empty[rest->slices().slice_of(element)] ? zero : value(element);
  };
  hypothesis.remark = remark;
  return {hypothesis};
}

Hypotheses masked_after(const Context& context) {
  if (!shows_slices(context)) return {};
  LeftOut left_out = left_out_of(context);
  if (!left_out.is_visible || left_out.kept < 2) return {};
  const std::string remark = ": " + description(context, left_out);
  const Interval zero = point(printed_zero(context));
  Hypothesis hypothesis =
      context.suppose([result = values(context.range(), context.operation()), is_zero = std::move(left_out.is_zero),
                       zero](std::size_t element) { return is_zero[element] ? zero : result(element); },
                      context.loss());
  hypothesis.remark = remark;
  return {hypothesis};
}

Hypotheses nan_slice(const Context& context) {
  if (!shows_slices(context)) return {};
  std::vector<bool> is_nan_throughout(context.slices().count());
  std::optional<std::size_t> first;
  for (const std::size_t slice : slices_looked_at(context)) {
    bool is_throughout = true;
    context.slices().for_each(
        slice, [&](std::size_t member) { is_throughout = is_throughout && std::isnan(context.printed(member).value); });
    is_nan_throughout[slice] = is_throughout;
    const std::size_t member = context.slices().first_of(slice);
    const bool should_be = is_nan(context.range()->value(member, context.operation()));
    if (is_throughout && !should_be && !first) first = member;
  }
  if (!first) return {};
  Hypothesis hypothesis =
      with_replaced_slices(context, std::move(is_nan_throughout), [](std::size_t) { return point(not_a_number); });
  hypothesis.remark = ": that of " + index_text(index_of(*first, context.shape()));
  return {hypothesis};
}

Hypotheses nan_spread(const Context& context) {
  if (!shows_slices(context)) return {};
  std::vector<bool> should_be_nan(context.slices().count());
  bool is_any = false;
  bool is_any_not_masked = false;  // with a NaN or +Infinity
  for (const std::size_t slice : slices_looked_at(context)) {
    should_be_nan[slice] = is_nan(context.range()->value(context.slices().first_of(slice), context.operation()));
    if (!should_be_nan[slice]) continue;
    is_any = true;
    context.slices().for_each(slice, [&](std::size_t member) {
      is_any_not_masked = is_any_not_masked || context.range()->logit(member).high != -infinity;
    });
  }
  if (!is_any) return {};
  const double zero = printed_zero(context);
  Hypotheses hypotheses;
  for (const Spread way : {Spread::own_place, Spread::zeros, Spread::minus_infinity}) {
    const bool is_masked_zero = way != Spread::minus_infinity || context.is_log();
    if (!is_any_not_masked && is_masked_zero) continue;
    hypotheses.push_back(
        with_replaced_slices(context, should_be_nan, [range = context.range(), way, zero](std::size_t element) {
          return spread(way, range->logit(element).high, zero);
        }));
  }
  return hypotheses;
}
}  // namespace softmax::check
