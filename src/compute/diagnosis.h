#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "compute/exact_sum.h"
#include "core/dtype.h"
#include "core/outcome.h"
#include "core/request.h"
#include "core/slices.h"

namespace softmax::compute {
/// Gathers the Outcome from inputs and results: sums, counts, first places. It does not change the result. Panels come
/// one after another: each piece by piece, then it is closed.
class Diagnosis {
 public:
  Diagnosis(const Request& request, const Shape& shape, Dtype dtype, const Slices& slices);

  /// Memory for each slice of a panel.
  static constexpr std::size_t bytes_per_slice() { return sizeof(SliceRecord); }

  /// Elements of a panel and their results; both are piece.rows × piece.columns, contiguous.
  template <Real T>
  void observe(std::size_t panel, const Slices::Piece& piece, const T* x, const T* y);

  /// Closes a panel. `naive_totals`: the naive form's sums of exponentials of its slices; empty in stable mode.
  void close_panel(std::size_t panel, std::span<const double> naive_totals);

  /// The Outcome; nothing may be observed after this call.
  Outcome finish();

 private:
  /// What is known about a slice of the open panel.
  struct SliceRecord {
    ExactSum sum;                                               ///< of the result, or of its exponentials
    double largest = -std::numeric_limits<double>::infinity();  ///< input; NaN once there was one
    double smallest = std::numeric_limits<double>::infinity();  ///< input
    double largest_result = -std::numeric_limits<double>::infinity();
    double input_sum = 0;  ///< added in doubles: precise enough for a hint
  };

  template <Real T>
  void count_elements(std::size_t first, const T* x, const T* y, std::size_t count);
  template <Real T>
  void gather_slices(const Slices::Piece& piece, const T* x, const T* y);
  void count_slice(Trouble trouble, std::size_t slice, double largest_input);
  void close_sum(std::size_t slice, double sum);
  void close_stable(std::size_t slice, const SliceRecord& record);
  void close_naive(std::size_t slice, const SliceRecord& record, double total);
  double dominant(const SliceRecord& record) const;

  Request request_;
  const Slices& slices_;
  Outcome outcome_;
  std::vector<SliceRecord> records_;
  std::vector<double> result_;  ///< of the current piece, as doubles; exponentials of log-softmax
  bool may_be_distribution_;
};
}  // namespace softmax::compute
