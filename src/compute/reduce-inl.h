// The first pass: over contiguous elements of one slice (a run), and over slices side by side, one a column.

#if defined(SOFTMAX_COMPUTE_REDUCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_REDUCE_INL_H_
#undef SOFTMAX_COMPUTE_REDUCE_INL_H_
#else
#define SOFTMAX_COMPUTE_REDUCE_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
/// Elements that are read twice (for their maximum and their sum) while they are in the nearest cache.
inline constexpr std::size_t run_chunk = 4096;

/// Vectors of compared values, up to 64 bytes.
template <bool is_scaled, class T>
using CompareTag = hn::CappedTag<Comparable<is_scaled, T>, 64 / sizeof(Comparable<is_scaled, T>)>;

template <bool is_scaled, class T>
HWY_INLINE hn::Vec<CompareTag<is_scaled, T>> LoadComparable(const T* x, const ScaleVectors& scale) {
  if constexpr (is_scaled) {
    return Prescaled<true>(Load(x), scale);
  } else {
    return hn::LoadU(CompareTag<is_scaled, T>(), x);
  }
}

/// One value of the tensor as it is compared.
template <bool is_scaled, class T>
HWY_INLINE Comparable<is_scaled, T> ComparableOf(T x, const ScaleVectors& scale) {
  if constexpr (is_scaled) return x * hn::GetLane(scale.prescale);
  if constexpr (!is_scaled) return x;
}

/// The largest w of a run, at least the maximum before; as by RaiseMaximum.
template <bool is_scaled, class T>
double RunMaximum(const T* x, std::size_t count, const ScaleVectors& scale, double before) {
  using C = Comparable<is_scaled, T>;
  const CompareTag<is_scaled, T> d;
  constexpr std::size_t width = hn::MaxLanes(d);
  auto first = hn::Set(d, static_cast<C>(before));
  auto second = first;
  std::size_t i = 0;
  for (; i + 2 * width <= count; i += 2 * width) {
    first = RaiseMaximum(d, first, LoadComparable<is_scaled>(x + i, scale));
    second = RaiseMaximum(d, second, LoadComparable<is_scaled>(x + i + width, scale));
  }
  HWY_ALIGN C lane[2 * width];
  hn::Store(first, d, lane);
  hn::Store(second, d, lane + width);
  C largest = lane[0];
  for (const C value : lane) largest = RaiseMaximum(largest, value);
  for (; i < count; ++i) largest = RaiseMaximum(largest, ComparableOf<is_scaled>(x[i], scale));
  return largest;
}

/// Whether one of `lanes` elements is equal to the maximum.
template <bool is_scaled, class T>
HWY_INLINE bool HoldsMaximum(const T* x, const ScaleVectors& scale, hn::Vec<CompareTag<is_scaled, T>> maximum) {
  const CompareTag<is_scaled, T> d;
  constexpr std::size_t width = hn::MaxLanes(d);
  auto is_equal = hn::Eq(LoadComparable<is_scaled>(x, scale), maximum);
  for (std::size_t i = width; i < lanes; i += width) {
    is_equal = hn::Or(is_equal, hn::Eq(LoadComparable<is_scaled>(x + i, scale), maximum));
  }
  return !hn::AllFalse(d, is_equal);
}

/// The `lanes` partial sums become one, in the first lane: sum i takes up sum i + 8, then i + 4, …
template <class Number>
HWY_INLINE Partial<Number> Folded(const Partial<Number> (&partial)[lanes / step]) {
  HWY_ALIGN double high[lanes + step];
  HWY_ALIGN double low[lanes + step];
  HWY_ALIGN double ties[lanes + step];
  for (std::size_t k = 0; k < lanes / step; ++k) {
    StoreNumber(partial[k].others, high + k * step, low + k * step);
    hn::Store(partial[k].ties, D(), ties + k * step);
  }
  // The lanes after the sums that are left are not meaningful and are not added to them.
  std::fill_n(high + lanes, step, 0.0);
  std::fill_n(low + lanes, step, 0.0);
  std::fill_n(ties + lanes, step, 0.0);
  for (std::size_t half = lanes / 2; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; i += step) {
      const Number sum =
          NormalisedSum(LoadNumber<Number>(high + i, low + i), LoadNumber<Number>(high + i + half, low + i + half));
      StoreNumber(sum, high + i, low + i);
      hn::Store(hn::Add(Load(ties + i), Load(ties + i + half)), D(), ties + i);
    }
  }
  return {LoadNumber<Number>(high, low), Load(ties)};
}

/// Adds a run of at most run_chunk elements to its slice, whose maximum is at least theirs and was `old` before;
/// keep(i, exponential) receives the exponentials as Exp returns them, a vector at a time. What is needed next, after
/// the run, is prefetched during the computation.
template <bool is_scaled, bool is_log, class T, class Keep>
void AddRun(const T* x, std::size_t count, const ScaleVectors& scale, double old, const Slots& slot, Keep keep) {
  using Number = NumberFor<T>;
  using C = Comparable<is_scaled, T>;
  constexpr std::size_t vectors = lanes / step;
  constexpr std::size_t cache_line = 64 / sizeof(T);
  const V maximum = hn::Set(D(), slot.maximum[0]);
  const auto compared = hn::Set(CompareTag<is_scaled, T>(), static_cast<C>(slot.maximum[0]));
  Partial<Number> partial[vectors];
  for (auto& sums : partial) sums = NothingYet<is_log, Number>();
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (std::size_t line = 0; line < lanes; line += cache_line) hwy::Prefetch(x + count + i + line);
    Number z[vectors];
    Number exponential[vectors];
    for (std::size_t k = 0; k < vectors; ++k) {
      z[k] = Logit<is_scaled, Number>(Prescaled<is_scaled>(Load(x + i + k * step), scale), maximum, scale);
      exponential[k] = Exp(z[k]);
      keep(i + k * step, exponential[k]);
    }
    if (is_log && HWY_UNLIKELY(HoldsMaximum<is_scaled>(x + i, scale, compared))) {
      for (std::size_t k = 0; k < vectors; ++k) AddAny<is_log>(partial[k], z[k], exponential[k]);
    } else {
      for (std::size_t k = 0; k < vectors; ++k) AddOthers<is_log>(partial[k], exponential[k]);
    }
  }
  for (std::size_t k = 0; i < count; i += step, ++k) {
    const std::size_t valid = std::min(step, count - i);
    // The lanes after the end become -Infinity, which adds nothing.
    const V w = Prescaled<is_scaled>(LoadPart(x + i, valid, 0), scale);
    const V padded = hn::IfThenElse(hn::FirstN(D(), valid), w, hn::Set(D(), -infinity));
    const Number z = Logit<is_scaled, Number>(padded, maximum, scale);
    const Number exponential = Exp(z);
    keep(i, exponential);
    AddAny<is_log>(partial[k], z, exponential);
  }

  Partial<Number> sum = Folded(partial);
  if (old < slot.maximum[0]) sum.ties = hn::Sub(sum.ties, hn::Set(D(), 1.0));  // the maximum is none of the others
  const Number others = NumberOf<Number>(hn::Set(D(), slot.high[0]), hn::Set(D(), slot.low[0]));
  const Number base = Rebase<is_scaled>(others, hn::Set(D(), old), maximum, scale);
  const Number joined = Joined(base, sum);
  slot.high[0] = hn::GetLane(joined.high);
  slot.low[0] = hn::GetLane(LowOf(joined));
}

/// A run of at most run_chunk elements of one slice.
template <bool is_scaled, bool is_log, class T, class Keep>
void ReduceRun(const T* x, std::size_t count, const ScaleVectors& scale, const Slots& slot, Keep keep) {
  const double old = slot.maximum[0];
  const double largest = RunMaximum<is_scaled>(x, count, scale, old);
  slot.maximum[0] = hn::GetLane(WithMinusZero(hn::Set(D(), largest)));
  if (std::isfinite(slot.maximum[0])) AddRun<is_scaled, is_log>(x, count, scale, old, slot, keep);
  // else the slice is NaN, or only -Infinity so far
}

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
  columns = std::min(columns, column_chunk);  // always true: it lets the compiler know that the array is large enough
  for (std::size_t c = 0; c < columns; ++c) maximum[c] = static_cast<Comparable<is_scaled, T>>(slots.maximum[c]);
  for (std::size_t row = 0; row < rows; ++row) RaiseMaxima<is_scaled>(x + row * stride, columns, scale, maximum);

  for (std::size_t c = 0; c < columns; c += step) {
    const std::size_t count = std::min(step, columns - c);
    const V old = LoadPart(slots.maximum + c, count, 0);
    const V top = WithMinusZero(LoadPart(maximum + c, count, 0));
    // The maximum of a slice of only -Infinity so far is taken as 0: every exponential is 0.
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

/// Sums of slices without elements yet, or with only -Infinity, are 0 or too small to change anything.
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

#endif  // SOFTMAX_COMPUTE_REDUCE_INL_H_
