#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "check/softmax_range.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {

/// Numbers that were computed, element by element, and how far each may honestly be off.
struct Computed {
  Shape shape;
  std::function<double(std::size_t)> value;
  Field reachable;                          ///< while the printed inputs move within their half units
  std::function<double(std::size_t)> loss;  ///< what the printing dtype loses, absolute
};

/// The level that a number reaches: digits when the result is within half a unit of what was printed; inputs when some
/// reachable value is; dtype when one is but for the loss; last_digit when one is within a unit.
Level level_of(const PrintedNumber& printed, double result, const Interval& reachable, double loss);

/// Compares element by element. Another shape is a mismatch.
Verdict compare(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance);

/// Compares the elements at these places of the tensor alone, by their digits.
Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places);

/// The result of a run. The losses, ε being the printing dtype's spacing at 1: ε·p·(4 + |x - max|) for softmax,
/// ε·(4|y| + max|x| + 1) for log-softmax, and the smallest normal number besides.
Computed computed_result(const Subject& subject, Dtype printing);

/// The sums of the result along its dims.
Computed computed_sums(const Subject& subject, Dtype printing);

/// The logits of a run and how far the digits of its inputs let each move: what SoftmaxRange works on.
Field logits(const Subject& subject);

}  // namespace softmax::check
