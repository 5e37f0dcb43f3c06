#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "check/softmax_range.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {
/// How the error of a dtype grows: with the number, as for softmax, or with the logits, as for log-softmax.
enum class LossKind { relative, logarithmic };

/// Numbers that may have been printed, and what the printing dtype may have lost of them.
struct Candidate {
  Field value;  ///< the values that each can have; NaN where it is NaN
  LossKind loss = LossKind::relative;
  std::function<double(std::size_t)> below{};  ///< |x - max| of an element; nothing: 0
  /// The slices whose sums may have been added up one after the other: one factor for each is allowed. Nothing: none.
  std::shared_ptr<const SliceIndex> summed{};
};

/// The absolute error that the dtype may make of a value, with ε its spacing at 1: ε·p·(4 + |x - max|) for softmax,
/// ε·(4|y| + |x - max| + 1) for log-softmax, plus twice its smallest normal number.
double loss_of(Dtype dtype, LossKind kind, double value, double below);

/// Whether printed numbers are within half a unit of a candidate, with what the dtype may lose. Where a slice of n
/// elements has a number that is not, one factor within 1 ± n·ε/2 is taken out of the slice (for log-softmax one
/// summand). A slice that adds up to something farther than n·ε/2 from 1 has no such factor.
class DtypeRule {
 public:
  /// The expected numbers must outlive the object.
  DtypeRule(Candidate candidate, const Expected& expected, Dtype dtype)
      : candidate_(std::move(candidate)), expected_(expected), dtype_(dtype) {}

  bool holds(std::size_t place);

  /// The values that the candidate has at a place, widened by what the dtype may lose.
  Interval allowed(std::size_t place) const;

 private:
  bool has_factor(std::size_t slice) const;

  Candidate candidate_;
  const Expected& expected_;
  Dtype dtype_;
  std::unordered_map<std::size_t, bool> has_factor_;  ///< of the slices that were looked at
};

/// Numbers that were computed, and how far each may be from a correct print.
struct Computed {
  Shape shape;
  std::function<double(std::size_t)> value;
  Candidate printed;  ///< the values while the printed inputs move within their half units; `value` is one of them
  /// The same for the inputs as a dtype holds them; no field where the dtype holds them exactly.
  std::function<Field(Dtype)> of_rounded{};
};

/// Compares element by element. A print of another shape is a mismatch. If the printing dtype is not known, it is the
/// first in which the print agrees, else the first that is tried.
Verdict compare(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance);

/// The slice of a print whose sum is farthest from 1 and not 1 within its digits and what its first dtype may lose of
/// it, along the dims of the run. Nothing if all are, or for another shape.
std::optional<OddSum> odd_sum(const Subject& subject, const Expected& expected);

/// Compares only the elements at these places of the tensor, by their digits.
Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places);

/// The result of a run.
Computed computed_result(const Subject& subject);

/// The sums of the result along its dims.
Computed computed_sums(const Subject& subject);

/// The logits of a run, each with the range that the digits of its input leave: the input of SoftmaxRange.
Field logits(const Subject& subject);
}  // namespace softmax::check
