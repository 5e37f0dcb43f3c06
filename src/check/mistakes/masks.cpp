#include <algorithm>
#include <cmath>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/table.h"

namespace softmax::check {
namespace {

/// Which slices hold nothing but -Infinity.
std::vector<bool> masked_slices(const SoftmaxRange& range) {
  const SliceIndex& slices = range.slices();
  std::vector<bool> masked(slices.count());
  for (std::size_t slice = 0; slice < masked.size(); ++slice) {
    bool is_masked = true;
    slices.for_each(slice, [&](std::size_t member) { is_masked = is_masked && range.logit(member).high == -infinity; });
    masked[slice] = is_masked;
  }
  return masked;
}

/// Slices of nothing but -Infinity as another rule has them: `probability` in every place. None where there is no such
/// slice.
Hypotheses masked(const Context& context, double probability) {
  const auto& input = context.subject().input;
  if (std::none_of(input.begin(), input.end(), [](double value) { return std::isinf(value); })) return {};
  const auto range = context.range();
  const auto is_masked = [masked = masked_slices(*range)](std::size_t slice) { return masked[slice]; };
  const bool has_any = std::any_of(context.elements().begin(), context.elements().end(),
                                   [&](std::size_t element) { return is_masked(range->slices().slice_of(element)); });
  if (!has_any) return {};
  const Operation operation = context.operation();
  const double value = context.is_log() ? std::log(probability) : probability;
  return {context.suppose(
      [range, is_masked, operation, value](std::size_t element) {
        return is_masked(range->slices().slice_of(element)) ? point(value) : range->value(element, operation);
      },
      context.loss())};
}

}  // namespace

Hypotheses masked_zero(const Context& context) { return masked(context, 0); }

Hypotheses masked_uniform(const Context& context) {
  return masked(context, 1 / static_cast<double>(context.range()->slices().length()));
}

}  // namespace softmax::check
