// The second pass: every element becomes its result, from what is known of its slice. Compiled once for each
// instruction set.

#if defined(SOFTMAX_COMPUTE_MAP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_MAP_INL_H_
#undef SOFTMAX_COMPUTE_MAP_INL_H_
#else
#define SOFTMAX_COMPUTE_MAP_INL_H_
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/logits-inl.h"
#include "compute/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// A slice's numbers as `map` uses them, in every lane or a slice a lane.
template <class V>
struct Slice {
  V maximum;
  V high;
  V low;
  V inverse;
};

/// p = e^z/s: q = high·(1/s) is near, its remainder high - q·s is exact, and both low parts join it.
template <class D, class V>
HWY_INLINE V Softmax(D d, Pair<V> z, const Slice<V>& slice) {
  const auto power = Exp(d, z);
  const V q = hn::Mul(power.value.high, slice.inverse);
  const V remainder = FusedNegated(d, q, slice.high, power.value.high);
  const V rest = hn::Add(remainder, FusedNegated(d, q, slice.low, power.value.low));
  return power.Power(d, 0)(Fused(d, rest, slice.inverse, q));
}

/// log p = z - log s; neither is positive, so nothing cancels.
template <class D, class V>
HWY_INLINE V LogSoftmax(D d, Pair<V> z, const Slice<V>& slice) {
  const Pair<V> difference = TwoSum(z.high, hn::Neg(slice.high));
  const V y = hn::Add(difference.high, hn::Add(difference.low, hn::Sub(z.low, slice.low)));
  const V lowest = hn::Set(d, -infinity<hn::TFromD<D>>);
  return hn::IfThenElse(hn::Eq(z.high, lowest), lowest, y);
}

template <bool is_scaled, bool is_log, class D, class V>
HWY_INLINE V Result(D d, V w, const Slice<V>& slice, const ScaleVectors<D>& scale) {
  const Pair<V> z = Logit<is_scaled>(d, w, slice.maximum, scale);
  if constexpr (is_log) {
    return LogSoftmax(d, z, slice);
  } else {
    return Softmax(d, z, slice);
  }
}

/// One row of a matrix: `slice_at` gives the slices of the vector that begins at a column.
template <bool is_scaled, bool is_log, class T, class SliceAt>
HWY_INLINE void MapRow(const T* x, std::size_t count, const Scaling<T>& scaling, T* y, SliceAt slice_at) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto scale = ScaleOf(d, scaling);
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    const auto w = hn::Mul(hn::LoadU(d, x + i), scale.prescale);
    hn::StoreU(Result<is_scaled, is_log>(d, w, slice_at(i), scale), d, y + i);
  }
  if (i < count) {
    const auto w = LoadPart(d, x + i, count - i, scale.prescale);
    StorePart(d, Result<is_scaled, is_log>(d, w, slice_at(i), scale), y + i, count - i);
  }
}

template <bool is_scaled, bool is_log, class T>
void MapMatrix(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots, T* y) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  if (matrix.columns == 1 && matrix.stride == 1) {
    const Slice<hn::Vec<Tag<T>>> slice = {hn::Set(d, slots.maximum[0]), hn::Set(d, slots.high[0]),
                                          hn::Set(d, slots.low[0]), hn::Set(d, slots.inverse[0])};
    MapRow<is_scaled, is_log>(x, matrix.rows, scaling, y, [&](std::size_t) HWY_ATTR { return slice; });
    return;
  }
  const auto load = [&](const T* from, std::size_t c) HWY_ATTR {
    return c + step <= matrix.columns ? hn::LoadU(d, from + c)
                                      : LoadPart(d, from + c, matrix.columns - c, hn::Set(d, T(1)));
  };
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::size_t at = row * matrix.stride;
    MapRow<is_scaled, is_log>(x + at, matrix.columns, scaling, y + at, [&](std::size_t c) HWY_ATTR {
      return Slice<hn::Vec<Tag<T>>>{load(slots.maximum, c), load(slots.high, c), load(slots.low, c),
                                    is_log ? hn::Zero(d) : load(slots.inverse, c)};
    });
  }
}

template <class T>
void Map(Operation operation, const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots,
         T* y) {
  if (operation == Operation::log_softmax) {
    scaling.is_one() ? MapMatrix<false, true>(x, matrix, scaling, slots, y)
                     : MapMatrix<true, true>(x, matrix, scaling, slots, y);
  } else {
    scaling.is_one() ? MapMatrix<false, false>(x, matrix, scaling, slots, y)
                     : MapMatrix<true, false>(x, matrix, scaling, slots, y);
  }
}

template <class T>
void Exponentials(const T* x, std::size_t count, T* y) {
  const Tag<T> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  for (std::size_t i = 0; i < count; i += step) {
    const std::size_t valid = std::min(step, count - i);
    const auto power = Exp(d, Pair<hn::Vec<Tag<T>>>{LoadPart(d, x + i, valid, hn::Set(d, T(1))), hn::Zero(d)});
    StorePart(d, power.Power(d, 0)(power.value.high), y + i, valid);
  }
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_MAP_INL_H_
