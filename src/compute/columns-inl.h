// The first pass over slices that stand side by side, one a column. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_COLUMNS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_COLUMNS_INL_H_
#undef SOFTMAX_COMPUTE_COLUMNS_INL_H_
#else
#define SOFTMAX_COMPUTE_COLUMNS_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/logits-inl.h"
#include "compute/run-inl.h"
#include "compute/slice-inl.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Rows and columns that are read twice (for their maxima and their sums) while they are in a near cache.
inline constexpr std::size_t row_chunk = 32;
inline constexpr std::size_t column_chunk = 1024;

/// Raises the maxima of columns by one row.
template <bool is_scaled, class T>
HWY_INLINE void RaiseMaxima(const T* x, std::size_t columns, const ScaleVectors& scale,
                            Comparable<is_scaled, T>* maximum) {
  const CompareTag<is_scaled, T> d;
  constexpr std::size_t width = hn::MaxLanes(d);
  std::size_t c = 0;
  for (; c + width <= columns; c += width) {
    const auto w = LoadComparable<is_scaled>(x + c, scale);
    hn::StoreU(RaiseMaximum(d, hn::LoadU(d, maximum + c), w), d, maximum + c);
  }
  for (; c < columns; ++c) maximum[c] = RaiseMaximum(maximum[c], ComparableOf<is_scaled>(x[c], scale));
}

/// Sums of the others in a vector of columns, given their maximum.
template <bool is_scaled, bool is_log, class T>
HWY_INLINE Partial<NumberFor<T>> SumColumns(const T* x, std::size_t rows, std::size_t columns, std::size_t stride,
                                            V maximum, const ScaleVectors& scale) {
  using Number = NumberFor<T>;
  Partial<Number> partial = NothingYet<is_log, Number>();
  const auto add = [&](V w) HWY_ATTR {
    const Number z = Logit<is_scaled, Number>(Prescaled<is_scaled>(w, scale), maximum, scale);
    AddAny<is_log>(partial, z, Exp(z));
  };
  if (columns < step) {
    for (std::size_t row = 0; row < rows; ++row) add(LoadPart(x + row * stride, columns, 0));
    return partial;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    hwy::Prefetch(x + (row + rows) * stride);
    add(Load(x + row * stride));
  }
  return partial;
}

/// At most row_chunk rows and column_chunk columns. The maxima go row by row, so that memory is read in order; the sums
/// go column by column, so that they stay in registers.
template <bool is_scaled, bool is_log, class T>
void ReduceStrip(const T* x, std::size_t rows, std::size_t columns, std::size_t stride, const ScaleVectors& scale,
                 const Slots& slots) {
  using Number = NumberFor<T>;
  HWY_ALIGN Comparable<is_scaled, T> maximum[column_chunk];
  columns = std::min(columns, column_chunk);  // true anyway: it tells the compiler that the array suffices
  for (std::size_t c = 0; c < columns; ++c) maximum[c] = static_cast<Comparable<is_scaled, T>>(slots.maximum[c]);
  for (std::size_t row = 0; row < rows; ++row) RaiseMaxima<is_scaled>(x + row * stride, columns, scale, maximum);

  for (std::size_t c = 0; c < columns; c += step) {
    const std::size_t count = std::min(step, columns - c);
    const V old = LoadPart(slots.maximum + c, count, 0);
    const V top = WithMinusZero(LoadPart(maximum + c, count, 0));
    // A slice of nothing but -Infinity so far is measured against 0: every exponential is 0.
    const V finite = hn::IfThenElse(hn::Eq(top, hn::Set(D(), -infinity)), hn::Zero(D()), top);
    Partial<Number> partial = SumColumns<is_scaled, is_log>(x + c, rows, count, stride, finite, scale);
    partial.ties = hn::Sub(partial.ties, hn::IfThenElseZero(hn::Lt(old, top), hn::Set(D(), 1.0)));
    const Number others = NumberOf<Number>(LoadPart(slots.high + c, count, 0), LoadPart(slots.low + c, count, 0));
    const Number sum = Joined(Rebase<is_scaled>(others, old, top, scale), partial);
    StorePart(top, slots.maximum + c, count);
    StorePart(sum.high, slots.high + c, count);
    StorePart(LowOf(sum), slots.low + c, count);
  }
}

/// A matrix of any size.
template <bool is_scaled, bool is_log, class T>
void ReduceMatrix(const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots) {
  if (matrix.is_run()) {
    const auto keep_nothing = [](std::size_t, const NumberFor<T>&) HWY_ATTR {};
    for (std::size_t i = 0; i < matrix.rows; i += run_chunk) {
      ReduceRun<is_scaled, is_log>(x + i, std::min(run_chunk, matrix.rows - i), scale, slots, keep_nothing);
    }
    return;
  }
  for (std::size_t c = 0; c < matrix.columns; c += column_chunk) {
    for (std::size_t row = 0; row < matrix.rows; row += row_chunk) {
      ReduceStrip<is_scaled, is_log>(x + row * matrix.stride + c, std::min(row_chunk, matrix.rows - row),
                                     std::min(column_chunk, matrix.columns - c), matrix.stride, scale, slots + c);
    }
  }
}

template <bool is_scaled, class T>
void ReduceMatrix(Operation operation, const T* x, const Matrix& matrix, const ScaleVectors& scale,
                  const Slots& slots) {
  operation == Operation::log_softmax ? ReduceMatrix<is_scaled, true>(x, matrix, scale, slots)
                                      : ReduceMatrix<is_scaled, false>(x, matrix, scale, slots);
}

template <class T>
void Reduce(Operation operation, const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? ReduceMatrix<false>(operation, x, matrix, scale, slots)
                   : ReduceMatrix<true>(operation, x, matrix, scale, slots);
}

/// Sums of slices that have no element yet, or nothing but -Infinity, are 0 or too small to change anything.
template <bool is_scaled, class Number>
void MergeSlots(const Slots& from, const ScaleVectors& scale, const Slots& slots, std::size_t slices) {
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    const auto rebased = [&](const Slots& part, V maximum, V raised) HWY_ATTR {
      const Number others = NumberOf<Number>(LoadPart(part.high + i, count, 0), LoadPart(part.low + i, count, 0));
      return Rebase<is_scaled>(others, maximum, raised, scale);
    };
    const V theirs = LoadPart(from.maximum + i, count, 0);
    const V ours = LoadPart(slots.maximum + i, count, 0);
    const V raised = hn::Max(theirs, ours);
    // One maximum is then one of the others.
    const M is_tie = hn::And(hn::Eq(theirs, ours), hn::Lt(hn::Set(D(), -infinity), ours));
    const Partial<Number> partial = {rebased(from, theirs, raised), hn::IfThenElseZero(is_tie, hn::Set(D(), 1.0))};
    const Number sum = Joined(rebased(slots, ours, raised), partial);
    StorePart(raised, slots.maximum + i, count);
    StorePart(sum.high, slots.high + i, count);
    StorePart(LowOf(sum), slots.low + i, count);
  }
}

template <class T>
void Merge(const Slots& from, const Scaling& scaling, const Slots& slots, std::size_t slices) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? MergeSlots<false, NumberFor<T>>(from, scale, slots, slices)
                   : MergeSlots<true, NumberFor<T>>(from, scale, slots, slices);
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_COLUMNS_INL_H_
