#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_map>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "check/softmax_range.h"

namespace softmax::check {
namespace {
// Arithmetic in types that hold whole numbers only.

/// The whole numbers from `lowest` to `highest`.
struct IntegerType {
  double lowest;
  double highest;

  bool holds(double x) const { return lowest <= x && x <= highest; }

  /// x less a multiple of the number of values.
  double wrapped(double x) const {
    const double values = highest - lowest + 1;
    return x - std::floor((x - lowest) / values) * values;
  }
};

constexpr auto integer_types = std::to_array<IntegerType>({{0, 0x1p8 - 1},
                                                           {-0x1p7, 0x1p7 - 1},
                                                           {0, 0x1p16 - 1},
                                                           {-0x1p15, 0x1p15 - 1},
                                                           {0, 0x1p32 - 1},
                                                           {-0x1p31, 0x1p31 - 1},
                                                           {0, 0x1p64}});

bool are_integers(const Context& context) {
  const auto& input = context.subject().input;
  return context.subject().request.scale.is_one() &&
         std::all_of(input.begin(), input.end(), [](double x) { return std::isfinite(x) && x == std::trunc(x); });
}

/// exp(x - max), their sum and the quotient, each cut to a whole number: exp(x - max) is 1 at a maximum, else 0. The
/// logarithm is cut too.
Field cut_at_each_step(const Context& context) {
  const auto range = context.range();
  const bool is_log = context.is_log();
  const auto sums = std::make_shared<std::unordered_map<std::size_t, double>>();  // by slices
  return [range, is_log, sums](std::size_t element) {
    const std::size_t slice = range->slices().slice_of(element);
    const double maximum = middle(range->maximum(slice));
    const auto [known, is_new] = sums->try_emplace(slice, 0.0);
    double& sum = known->second;
    if (is_new) {
      range->slices().for_each(slice,
                               [&](std::size_t member) { sum += middle(range->logit(member)) == maximum ? 1 : 0; });
    }
    const double shifted = middle(range->logit(element)) - maximum;
    if (is_log) return point(shifted - std::trunc(std::log(sum)));
    return point(shifted == 0 ? std::trunc(1 / sum) : 0);
  };
}

/// x - max in the type; nothing where it holds all of them, or not the inputs themselves.
std::optional<Field> wrapped_differences(const Context& context, const IntegerType& type) {
  const auto& input = context.subject().input;
  if (!std::all_of(input.begin(), input.end(), [&](double x) { return type.holds(x); })) return std::nullopt;
  const auto difference = [range = context.range()](std::size_t element) {
    return middle(range->logit(element)) - middle(range->maximum(range->slices().slice_of(element)));
  };
  bool is_wrapped = false;
  for (const std::size_t slice : slices_looked_at(context)) {
    context.slices().for_each(slice,
                              [&](std::size_t member) { is_wrapped = is_wrapped || !type.holds(difference(member)); });
  }
  if (!is_wrapped) return std::nullopt;
  return [difference, type](std::size_t element) { return point(type.wrapped(difference(element))); };
}
}  // namespace

Hypotheses integers(const Context& context) {
  const Field value = values(context.range(), context.operation());
  Hypotheses hypotheses{context.suppose([&context, value](std::size_t element) {
    constexpr double slack = 1e-6;  // 1 - 1e-7 is 1 in float32
    const double printed = context.printed(element).value;
    const Interval near = widened(value(element), slack);
    if (is_nan(near)) return std::isnan(printed);
    // No number between two whole numbers is a truncated one.
    return printed == std::trunc(printed) && std::trunc(near.low) <= printed && printed <= std::trunc(near.high);
  })};
  if (are_integers(context)) {
    hypotheses.push_back(context.suppose(cut_at_each_step(context), context.loss()));
    hypotheses.back().remark = " at each step";
  }
  return hypotheses;
}

Hypotheses wraparound(const Context& context) {
  if (!are_integers(context)) return {};
  Hypotheses hypotheses;
  for (const IntegerType& type : integer_types) {
    const std::optional<Field> differences = wrapped_differences(context, type);
    if (!differences) continue;
    const auto range = context.range_of(*differences);
    for (const Dtype dtype : {Dtype::float16, Dtype::float32, Dtype::float64}) {
      for (const LogForm form : {LogForm::of_quotient, LogForm::by_difference}) {
        hypotheses.push_back(context.suppose(
            values(std::make_shared<LimitedSoftmax>(range, dtype, form), context.operation()), context.loss()));
      }
    }
    hypotheses.push_back(context.suppose(range));
    // The result is cut to a whole number of the type.
    hypotheses.push_back(context.suppose(
        [value = values(context.range(), context.operation()), type](std::size_t element) {
          return rising(value(element), [&](double x) { return type.wrapped(std::trunc(x)); });
        },
        context.loss()));
  }
  hypotheses.push_back(context.suppose(cut_at_each_step(context), context.loss()));
  return hypotheses;
}
}  // namespace softmax::check
