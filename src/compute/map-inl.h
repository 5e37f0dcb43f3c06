// What the second pass needs to know of a slice, and that pass: every element becomes its result.

#if defined(SOFTMAX_COMPUTE_MAP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_MAP_INL_H_
#undef SOFTMAX_COMPUTE_MAP_INL_H_
#else
#define SOFTMAX_COMPUTE_MAP_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
/// A finished slice as Slots has it, in every lane; or a slice a lane.
struct Slice {
  V maximum;
  V high;
  V low;
  V inverse;
};

HWY_INLINE Slice SliceOf(const Slots& slot) {
  const D d;
  return {hn::Set(d, slot.maximum[0]), hn::Set(d, slot.high[0]), hn::Set(d, slot.low[0]), hn::Set(d, slot.inverse[0])};
}

/// The slices of up to a vector of columns.
HWY_INLINE Slice SlicesOf(const Slots& slots, std::size_t count) {
  return {LoadPart(slots.maximum, count, 0), LoadPart(slots.high, count, 0), LoadPart(slots.low, count, 0),
          LoadPart(slots.inverse, count, 0)};
}

/// log s or s, s = 1 + others.
HWY_INLINE Pair SumOrItsLog(Operation operation, Single others) {
  // For each element of -Infinity, e^lowest_single was added.
  others.high = hn::IfThenZeroElse(hn::Lt(others.high, hn::Set(D(), 0x1p-900)), others.high);
  const V number = operation == Operation::log_softmax ? Log1p(others).high : hn::Add(hn::Set(D(), 1.0), others.high);
  return {number, hn::Zero(D())};
}
HWY_INLINE Pair SumOrItsLog(Operation operation, Pair others) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  others = FastTwoSum(hn::Mul(others.high, unbias), hn::Mul(others.low, unbias));
  if (operation == Operation::log_softmax) return Log1p(others);
  const Pair sum = TwoSum(hn::Set(D(), 1.0), others.high);
  return FastTwoSum(sum.high, hn::Add(sum.low, others.low));
}

/// From the largest w and the sum of the others' exponentials in their units.
template <class Number>
HWY_INLINE Slice Finished(Operation operation, V maximum, Number others) {
  const M is_sound = hn::And(hn::Lt(hn::Set(D(), -infinity), maximum), hn::Lt(maximum, hn::Set(D(), infinity)));
  const V spoilt = hn::IfThenElse(is_sound, hn::Zero(D()), hn::Set(D(), not_a_number));
  Pair number = SumOrItsLog(operation, others);
  number.high = hn::Add(number.high, spoilt);
  return {hn::Add(maximum, spoilt), number.high, number.low, hn::Div(hn::Set(D(), 1.0), number.high)};
}

void Reset(const Slots& slots, std::size_t slices) {
  std::fill_n(slots.maximum, slices, -infinity);
  std::fill_n(slots.high, slices, 0.0);
  std::fill_n(slots.low, slices, 0.0);
}

template <class Number>
void Finish(Operation operation, const Slots& slots, std::size_t slices) {
  for (std::size_t i = 0; i < slices; i += step) {
    const std::size_t count = std::min(step, slices - i);
    const Number others = NumberOf<Number>(LoadPart(slots.high + i, count, 0), LoadPart(slots.low + i, count, 0));
    const Slice slice = Finished(operation, LoadPart(slots.maximum + i, count, 0), others);
    StorePart(slice.maximum, slots.maximum + i, count);
    StorePart(slice.high, slots.high + i, count);
    StorePart(slice.low, slots.low + i, count);
    StorePart(slice.inverse, slots.inverse + i, count);
  }
}

/// p = e^z/s, from e^z in its units.
HWY_INLINE V Quotient(Single exponential, const Slice& slice) { return hn::Mul(exponential.high, slice.inverse); }

/// q = high·(1/s) is near, its remainder high - q·s is exact, and both low parts join it.
HWY_INLINE V Quotient(Pair exponential, const Slice& slice) {
  const V q = hn::Mul(exponential.high, slice.inverse);
  const V remainder = FusedNegated(q, slice.high, exponential.high);
  const V rest = hn::Add(remainder, FusedNegated(q, slice.low, exponential.low));
  return hn::Mul(Fused(rest, slice.inverse, q), hn::Set(D(), 1 / unit_of<Pair>));
}

/// log p = z - log s; neither is positive, so nothing cancels.
HWY_INLINE V Difference(Single z, const Slice& slice) { return hn::Sub(z.high, slice.high); }

HWY_INLINE V Difference(Pair z, const Slice& slice) {
  const Pair difference = TwoSum(z.high, hn::Neg(slice.high));
  const V y = hn::Add(difference.high, hn::Add(difference.low, hn::Sub(z.low, slice.low)));
  const V lowest = hn::Set(D(), -infinity);
  const M is_lowest = hn::And(hn::Eq(z.high, lowest), hn::Eq(slice.high, slice.high));
  return hn::IfThenElse(is_lowest, lowest, y);
}

template <bool is_scaled, bool is_log, class T>
HWY_INLINE V Result(V w, const Slice& slice, const ScaleVectors& scale) {
  const auto z = Logit<is_scaled, NumberFor<T>>(w, slice.maximum, scale);
  if constexpr (is_log) {
    return Difference(z, slice);
  } else {
    return Quotient(Exp(z), slice);
  }
}

/// How many elements ahead inputs and places of results are prefetched.
inline constexpr std::size_t prefetch_ahead = 512;

/// One row of a matrix: slice_at(column, count) returns the slices of a vector of columns.
template <bool is_scaled, bool is_log, class T, class SliceAt>
HWY_INLINE void MapRow(const T* x, std::size_t count, const ScaleVectors& scale, T* y, SliceAt slice_at) {
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    hwy::Prefetch(x + i + prefetch_ahead);
    hwy::Prefetch(y + i + prefetch_ahead);
    Store(Result<is_scaled, is_log, T>(Prescaled<is_scaled>(Load(x + i), scale), slice_at(i, step), scale), y + i);
  }
  if (i < count) {
    const V w = Prescaled<is_scaled>(LoadPart(x + i, count - i, 0), scale);
    StorePart(Result<is_scaled, is_log, T>(w, slice_at(i, count - i), scale), y + i, count - i);
  }
}

template <bool is_scaled, bool is_log, class T>
void MapMatrix(const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots, T* y) {
  if (matrix.is_run()) {
    const Slice slice = SliceOf(slots);
    MapRow<is_scaled, is_log>(x, matrix.rows, scale, y, [&](std::size_t, std::size_t) HWY_ATTR { return slice; });
    return;
  }
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::size_t at = row * matrix.stride;
    MapRow<is_scaled, is_log>(x + at, matrix.columns, scale, y + at,
                              [&](std::size_t c, std::size_t count) HWY_ATTR { return SlicesOf(slots + c, count); });
  }
}

template <bool is_scaled, class T>
void MapMatrix(Operation operation, const T* x, const Matrix& matrix, const ScaleVectors& scale, const Slots& slots,
               T* y) {
  operation == Operation::log_softmax ? MapMatrix<is_scaled, true>(x, matrix, scale, slots, y)
                                      : MapMatrix<is_scaled, false>(x, matrix, scale, slots, y);
}

template <class T>
void Map(Operation operation, const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots, T* y) {
  const ScaleVectors scale = ScaleOf(scaling);
  scaling.is_one() ? MapMatrix<false>(operation, x, matrix, scale, slots, y)
                   : MapMatrix<true>(operation, x, matrix, scale, slots, y);
}

template <class T>
void Exponentials(const T* x, std::size_t count, T* y) {
  using Number = NumberFor<T>;
  const V unbias = hn::Set(D(), 1 / unit_of<Number>);
  for (std::size_t i = 0; i < count; i += step) {
    const std::size_t valid = std::min(step, count - i);
    const V z = LoadPart(x + i, valid, 0);
    const Number power = Exp(NumberOf<Number>(z, hn::Zero(D())));
    StorePart(hn::IfThenElse(hn::Eq(z, z), hn::Mul(hn::Add(power.high, LowOf(power)), unbias), z), y + i, valid);
  }
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_MAP_INL_H_
