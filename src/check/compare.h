#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "check/softmax_range.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {
/// Numbers that were computed, and how far each may be from a correct print.
struct Computed {
  Shape shape;
  std::function<double(std::size_t)> value;
  Field reachable;                          ///< the values while the printed inputs move within their half units
  std::function<double(std::size_t)> loss;  ///< the absolute error that the printing dtype may make
};

/// The level of a number: digits when the result is within half a unit of the printed number; inputs when a reachable
/// value is; dtype when a reachable value widened by the loss is; last_digit when that is within a whole unit.
Level level_of(const PrintedNumber& printed, double result, const Interval& reachable, double loss);

/// Compares element by element. A print of another shape is a mismatch.
Verdict compare(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance);

/// Compares only the elements at these places of the tensor, by their digits.
Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places);

/// The result of a run. Its losses, where ε is the printing dtype's spacing at 1, are ε·p·(4 + |x - max|) for softmax,
/// ε·(4|y| + max|x| + 1) for log-softmax, plus the smallest normal number.
Computed computed_result(const Subject& subject, Dtype printing);

/// The sums of the result along its dims.
Computed computed_sums(const Subject& subject, Dtype printing);

/// The logits of a run, each with the range that the digits of its input leave: the input of SoftmaxRange.
Field logits(const Subject& subject);
}  // namespace softmax::check
