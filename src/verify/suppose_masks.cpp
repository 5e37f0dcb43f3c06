#include <algorithm>
#include <cmath>

#include "verify/interval.h"
#include "verify/suppositions.h"

namespace softmax::verify {
namespace {

/// Slices of nothing but -Infinity as another rule has them: `probability` in every place. None where there is no such
/// slice.
Hypotheses masked(const Context& context, double probability) {
  const auto range = context.range();
  const auto is_masked = [range](std::size_t slice) {
    bool is_all = true;
    range->slices().for_each(slice,
                             [&](std::size_t member) { is_all = is_all && range->logit(member).high == -infinity; });
    return is_all;
  };
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

}  // namespace softmax::verify
