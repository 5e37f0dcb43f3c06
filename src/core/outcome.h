#pragma once

#include <array>

#include "core/dtype.h"
#include "core/request.h"
#include "core/shape.h"

namespace softmax {
/// How near a printed number is to the computed one: the first level that holds. Each level also allows what the levels
/// before it allow. With --atol or --rtol, `tolerance` takes the place of the first four.
enum class Level { digits, inputs, own_digits, dtype, tolerance, last_digit, mismatch };
inline constexpr std::size_t level_count = 7;
inline constexpr std::array<std::string_view, level_count> level_names = {
    "digits", "inputs", "own-digits", "dtype", "tolerance", "last-digit", "mismatch"};

inline constexpr std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }
inline constexpr bool agrees(Level level) { return level < Level::last_digit; }

/// What was computed instead, where a print disagrees.
struct Mistake {
  std::string id;         ///< of the catalogue in docs/checking.md, such as "dim=0"
  std::string sentence;   ///< what the print is
  std::string command;    ///< that reproduces it; empty where there is none
  std::size_t group = 0;  ///< mistakes of one group give the same numbers on this input: no print can distinguish them
};

/// An element of a print next to the computed one.
struct ComparedElement {
  Index index;
  std::string printed;
  double computed = 0;
  double distance = 0;          ///< between the two; NaN where one of them is NaN
  std::optional<double> units;  ///< the distance in units of the print; nothing where the print has no unit
};

/// A slice of a print that does not add up to 1 within its digits.
struct OddSum {
  Index slice;  ///< among the sums
  double sum = 0;
  bool is_of_exponentials = false;  ///< for log-softmax
};

/// The outcome of comparing a result with a print.
struct Verdict {
  Level level = Level::digits;  ///< of the worst element; mismatch for another shape
  std::string rule;             ///< of the comparison: "printed digits, …" or "atol 0.001, rtol 0"
  Shape printed_shape;
  bool has_other_shape = false;
  bool is_missing = false;        ///< the file has no tensor to compare with; no other member is meaningful
  bool has_surplus = false;       ///< the file has more tensors than there were results; this is the last result's
  bool agrees_by_digits = false;  ///< the print is right to its digits, but not within the tolerance
  std::array<std::size_t, level_count> levels{};  ///< elements that reached each
  std::optional<ComparedElement> worst;           ///< nothing for another shape, or without elements
  std::optional<Index> first_disagreeing;
  std::optional<OddSum> odd_sum;     ///< of a print that disagrees: the slice farthest from 1, if one is not 1
  std::vector<Mistake> mistakes;     ///< simplest first; none are looked for where the print agrees
  std::size_t slices_looked_at = 0;  ///< that the mistakes were tried on; 0 when all were

  bool agrees() const { return softmax::agrees(level) && !has_surplus; }
  std::size_t disagreeing() const {
    return levels[static_cast<std::size_t>(Level::last_digit)] + levels[static_cast<std::size_t>(Level::mismatch)];
  }
};

/// The troubles that a run counts. docs/numerics.md defines them.
enum class Trouble {
  nan_input,
  inf_input,
  overflow,
  sum_overflow,
  underflow,
  zero_sum,
  nan_output,
  naive_overflow,
  naive_underflow,
};
inline constexpr std::size_t trouble_count = 9;

/// "nan_input", …: the keys of the report.
inline constexpr std::array<std::string_view, trouble_count> trouble_names = {
    "nan_input", "inf_input",  "overflow",       "sum_overflow",   "underflow",
    "zero_sum",  "nan_output", "naive_overflow", "naive_underflow"};

/// Whether a trouble is counted in slices; the others are counted in elements.
inline constexpr bool is_of_slices(Trouble trouble) {
  return trouble == Trouble::sum_overflow || trouble == Trouble::zero_sum || trouble == Trouble::naive_overflow ||
         trouble == Trouble::naive_underflow;
}

/// How often a trouble occurred, and where first.
struct Diagnostic {
  std::size_t count = 0;
  Index first;       ///< index of the element, or of the slice among the sums; meaningless when count is 0
  double value = 0;  ///< the input element there, as read; for a slice, its largest input element
};

/// The sums of this many slices are always kept and shown.
inline constexpr std::size_t sums_shown = 10;

/// The sums of the result along the dims; for log-softmax, of its exponentials.
struct Sums {
  Shape shape;                 ///< of the tensor without the dims
  std::size_t count = 0;       ///< slices
  std::vector<double> values;  ///< the first ten, or all if requested
  double smallest = 0;
  double largest = 0;
  double error = 0;  ///< the largest |sum - 1|; NaN when a sum is NaN
  Index worst;       ///< index of the slice with that error; meaningless when count is 0
};

/// Everything that is known about one tensor after the computation. It is reported and not computed with.
struct Outcome {
  Shape shape;
  Dtype dtype = Dtype::float64;
  Operation operation = Operation::softmax;
  Mode mode = Mode::stable;
  std::vector<std::size_t> dims;
  std::size_t slice_length = 0;
  Scale scale;
  Sums sums;
  std::array<Diagnostic, trouble_count> diagnostics;
  std::size_t masked_slices = 0;         ///< slices of nothing but -Infinity
  Index first_masked;                    ///< index of the first of them among the sums
  bool input_is_distribution = false;    ///< every slice of the input is in [0, 1] and sums to 1 to within 4 digits
  std::vector<std::string> input_notes;  ///< notes of the reader
  std::optional<Verdict> verdict;        ///< where the result was compared with a print

  const Diagnostic& operator[](Trouble trouble) const { return diagnostics[static_cast<std::size_t>(trouble)]; }
  Diagnostic& operator[](Trouble trouble) { return diagnostics[static_cast<std::size_t>(trouble)]; }
};
}  // namespace softmax
