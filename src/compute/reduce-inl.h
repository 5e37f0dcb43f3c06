// The first pass: slices become their maximum and the sum of the others' exponentials. A run of one slice is added up
// in `lanes` partial sums, element i in sum i mod lanes, whatever the vector length. Compiled once for each instruction
// set.

#if defined(SOFTMAX_COMPUTE_REDUCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_REDUCE_INL_H_
#undef SOFTMAX_COMPUTE_REDUCE_INL_H_
#else
#define SOFTMAX_COMPUTE_REDUCE_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/logits-inl.h"
#include "compute/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Elements of a run that are read twice (for their maximum and their sum) while they are in the nearest cache.
inline constexpr std::size_t run_chunk = 4096;

/// The same for a matrix of slices side by side: rows and columns.
inline constexpr std::size_t row_chunk = 64;
inline constexpr std::size_t column_chunk = 512;

/// The larger of maximum and w; NaN from then on once a w is NaN or +Infinity.
template <class D, class V>
HWY_INLINE V RaiseMaximum(D d, V maximum, V w) {
  using T = hn::TFromD<D>;
  const V larger = hn::IfThenElse(hn::Lt(maximum, w), w, maximum);  // keeps a maximum that is NaN
  return hn::IfThenElse(hn::Lt(w, hn::Set(d, infinity<T>)), larger, hn::Set(d, std::numeric_limits<T>::quiet_NaN()));
}

/// The sum of the others' exponentials when the maximum changes: (1 + others)·e^(old - raised), the old maximum having
/// become one of the others. Unchanged when the maximum is the same; 0 when there was no element before.
template <bool is_scaled, class D, class V>
HWY_INLINE Pair<V> Rebase(D d, Pair<V> others, V old, V raised, const ScaleVectors<D>& scale) {
  using T = hn::TFromD<D>;
  constexpr int bias = Constants<T>::bias;
  const auto power = Exp(d, Logit<is_scaled>(d, old, raised, scale));
  const auto two_to = power.Power(d, 0);
  Pair<V> all = TwoSum(hn::Set(d, std::ldexp(T(1), bias)), others.high);
  all.low = hn::Add(all.low, others.low);
  const V high = hn::Mul(all.high, power.value.high);
  const V error = FusedNegated(d, all.high, power.value.high, high);
  const V low = hn::Sub(Fused(d, all.high, power.value.low, hn::Mul(all.low, power.value.high)), error);
  const auto is_same = hn::Eq(old, raised);
  return {hn::IfThenElse(is_same, others.high, two_to(high)), hn::IfThenElse(is_same, others.low, two_to(low))};
}

/// Partial sums of one vector of lanes: exponentials of elements below the maximum, and how many are equal to it.
template <class V>
struct Partial {
  Pair<V> others;
  V ties;
};

template <bool is_scaled, class D, class V>
HWY_INLINE void Add(D d, V w, V maximum, const ScaleVectors<D>& scale, Partial<V>& partial) {
  using T = hn::TFromD<D>;
  const Pair<V> z = Logit<is_scaled>(d, w, maximum, scale);
  const auto is_tie = hn::Eq(z.high, hn::Zero(d));
  const auto power = Exp(d, z);
  const auto two_to = power.Power(d, Constants<T>::bias);
  AddTo(partial.others,
        {hn::IfThenZeroElse(is_tie, two_to(power.value.high)), hn::IfThenZeroElse(is_tie, two_to(power.value.low))});
  partial.ties = hn::Add(partial.ties, hn::IfThenElseZero(is_tie, hn::Set(d, T(1))));
}

template <class T>
void Reset(const Slots<T>& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity<T>);
  std::fill_n(slots.high, slices, T(0));
  std::fill_n(slots.low, slices, T(0));
}

/// Adds high + low to a sum in two parts, normalised before and after: AddTo for single numbers. However many are
/// added, the low part never grows to where its own rounding would count.
template <class T>
void AddTo(T& sum_high, T& sum_low, T high, T low) {
  const T sum = sum_high + high;
  const T part = sum - sum_high;
  const T error = (sum_high - (sum - part)) + (high - part);
  const T rest = error + (sum_low + low);
  sum_high = sum + rest;
  sum_low = rest - (sum_high - sum);
}

/// A run of at most run_chunk elements of one slice.
template <bool is_scaled, class T>
void ReduceRun(const T* x, std::size_t count, const Scaling<T>& scaling, const Slots<T>& slot) {
  const Tag<T> d;
  using V = hn::Vec<Tag<T>>;
  constexpr std::size_t step = hn::MaxLanes(d);
  constexpr std::size_t vectors = lanes<T> / step;
  const auto scale = ScaleOf(d, scaling);
  const auto load = [&](std::size_t i) HWY_ATTR {
    if (i + step <= count) return hn::Mul(hn::LoadU(d, x + i), scale.prescale);
    return LoadPart(d, x + i, i < count ? count - i : 0, scale.prescale);
  };

  const T old = slot.maximum[0];
  V raised = hn::Set(d, old);
  for (std::size_t i = 0; i < count; i += step) raised = RaiseMaximum(d, raised, load(i));
  HWY_ALIGN T lane[lanes<T>];
  hn::Store(raised, d, lane);
  T maximum = old;
  for (std::size_t i = 0; i < step; ++i) maximum = maximum < lane[i] || std::isnan(lane[i]) ? lane[i] : maximum;
  slot.maximum[0] = maximum;
  if (!(maximum > -infinity<T>)) return;  // NaN, or nothing but -Infinity so far

  const V top = hn::Set(d, maximum);
  Partial<V> partial[vectors];
  for (auto& p : partial) p = {{hn::Zero(d), hn::Zero(d)}, hn::Zero(d)};
  for (std::size_t i = 0; i < count; i += lanes<T>) {
    for (std::size_t k = 0; k < vectors; ++k) Add<is_scaled>(d, load(i + k * step), top, scale, partial[k]);
  }
  HWY_ALIGN T high[lanes<T>];
  HWY_ALIGN T low[lanes<T>];
  HWY_ALIGN T ties[lanes<T>];
  for (std::size_t k = 0; k < vectors; ++k) {
    hn::Store(partial[k].others.high, d, high + k * step);
    hn::Store(partial[k].others.low, d, low + k * step);
    hn::Store(partial[k].ties, d, ties + k * step);
  }

  const Pair<V> base =
      Rebase<is_scaled>(d, {hn::Set(d, slot.high[0]), hn::Set(d, slot.low[0])}, hn::Set(d, old), top, scale);
  slot.high[0] = hn::GetLane(base.high);
  slot.low[0] = hn::GetLane(base.low);
  T equal = old < maximum ? T(-1) : T(0);  // the maximum itself is none of the others
  for (std::size_t i = 0; i < lanes<T>; ++i) {
    AddTo(slot.high[0], slot.low[0], high[i], low[i]);
    equal += ties[i];
  }
  AddTo(slot.high[0], slot.low[0], std::ldexp(equal, Constants<T>::bias), T(0));
}

/// At most row_chunk rows of at most column_chunk slices side by side. Row by row, so that memory is read in order;
/// what is known of the slices stays in the nearest cache.
template <bool is_scaled, class T>
void ReduceStrip(const T* x, std::size_t rows, std::size_t columns, std::size_t stride, const Scaling<T>& scaling,
                 const Slots<T>& slots) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto scale = ScaleOf(d, scaling);
  columns = std::min(columns, column_chunk);  // true anyway: it tells the compiler that the arrays suffice
  const std::size_t padded = (columns + step - 1) / step * step;
  const auto load = [&](std::size_t row, std::size_t c) HWY_ATTR {
    const T* from = x + row * stride + c;
    if (c + step <= columns) return hn::Mul(hn::LoadU(d, from), scale.prescale);
    return LoadPart(d, from, columns - c, scale.prescale);
  };

  HWY_ALIGN T maximum[column_chunk];
  HWY_ALIGN T high[column_chunk];
  HWY_ALIGN T low[column_chunk];
  HWY_ALIGN T ties[column_chunk];
  std::fill_n(maximum, padded, -infinity<T>);
  std::fill_n(high, padded, T(0));
  std::fill_n(low, padded, T(0));
  std::copy_n(slots.maximum, columns, maximum);

  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      hn::Store(RaiseMaximum(d, hn::Load(d, maximum + c), load(row, c)), d, maximum + c);
    }
  }
  for (std::size_t c = 0; c < padded; c += step) {
    const std::size_t valid = std::min(step, columns - c);
    const auto one = hn::Set(d, T(1));
    const auto old = LoadPart(d, slots.maximum + c, valid, one);
    const auto top = hn::Load(d, maximum + c);
    const auto base = Rebase<is_scaled>(
        d, {LoadPart(d, slots.high + c, valid, one), LoadPart(d, slots.low + c, valid, one)}, old, top, scale);
    StorePart(d, base.high, slots.high + c, valid);
    StorePart(d, base.low, slots.low + c, valid);
    hn::Store(hn::IfThenElseZero(hn::Lt(old, top), hn::Set(d, T(-1))), d, ties + c);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < padded; c += step) {
      // A slice of nothing but -Infinity so far is measured against 0: every exponential is 0.
      const auto top = hn::Load(d, maximum + c);
      const auto finite = hn::IfThenElse(hn::Eq(top, hn::Set(d, -infinity<T>)), hn::Zero(d), top);
      Partial<hn::Vec<Tag<T>>> partial = {{hn::Load(d, high + c), hn::Load(d, low + c)}, hn::Load(d, ties + c)};
      Add<is_scaled>(d, load(row, c), finite, scale, partial);
      hn::Store(partial.others.high, d, high + c);
      hn::Store(partial.others.low, d, low + c);
      hn::Store(partial.ties, d, ties + c);
    }
  }
  // The strip's own sums join those of the slices as a whole, as the lanes of a run do.
  for (std::size_t c = 0; c < columns; ++c) {
    AddTo(slots.high[c], slots.low[c], high[c], low[c]);
    AddTo(slots.high[c], slots.low[c], std::ldexp(ties[c], Constants<T>::bias), T(0));
  }
  std::copy_n(maximum, columns, slots.maximum);
}

template <bool is_scaled, class T>
void ReduceMatrix(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots) {
  if (matrix.columns == 1 && matrix.stride == 1) {
    for (std::size_t i = 0; i < matrix.rows; i += run_chunk) {
      ReduceRun<is_scaled>(x + i, std::min(run_chunk, matrix.rows - i), scaling, slots);
    }
    return;
  }
  for (std::size_t c = 0; c < matrix.columns; c += column_chunk) {
    for (std::size_t row = 0; row < matrix.rows; row += row_chunk) {
      ReduceStrip<is_scaled>(x + row * matrix.stride + c, std::min(row_chunk, matrix.rows - row),
                             std::min(column_chunk, matrix.columns - c), matrix.stride, scaling, slots + c);
    }
  }
}

template <class T>
void Reduce(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots) {
  scaling.is_one() ? ReduceMatrix<false>(x, matrix, scaling, slots) : ReduceMatrix<true>(x, matrix, scaling, slots);
}

template <class T>
void Finish(Operation operation, const Slots<T>& slots, std::size_t slices) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto unbias = hn::Set(d, std::ldexp(T(1), -Constants<T>::bias));
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    HWY_ALIGN T high[lanes<T>] = {};
    HWY_ALIGN T low[lanes<T>] = {};
    CopyPart(slots.high + i, count, high);
    CopyPart(slots.low + i, count, low);
    const auto others = FastTwoSum(hn::Mul(hn::Load(d, high), unbias), hn::Mul(hn::Load(d, low), unbias));
    if (operation == Operation::log_softmax) {
      const auto log_sum = Log1p(d, others);
      StorePart(d, log_sum.high, slots.high + i, count);
      StorePart(d, log_sum.low, slots.low + i, count);
    } else {
      const auto one = hn::Set(d, T(1));
      const auto sum = TwoSum(one, others.high);
      const auto whole = FastTwoSum(sum.high, hn::Add(sum.low, others.low));
      StorePart(d, whole.high, slots.high + i, count);
      StorePart(d, whole.low, slots.low + i, count);
      StorePart(d, hn::Div(one, whole.high), slots.inverse + i, count);
    }
  }
  std::replace(slots.maximum, slots.maximum + slices, -infinity<T>, std::numeric_limits<T>::quiet_NaN());
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_REDUCE_INL_H_
