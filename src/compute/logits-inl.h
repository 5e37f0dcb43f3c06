// Elements of slices as vectors, and their logits relative to a slice's maximum. Compiled once for each instruction set
// (the guard below is Highway's: the file is included anew for each).

#if defined(SOFTMAX_COMPUTE_LOGITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_LOGITS_INL_H_
#undef SOFTMAX_COMPUTE_LOGITS_INL_H_
#else
#define SOFTMAX_COMPUTE_LOGITS_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <limits>

#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

template <class T>
using Tag = HWY_CAPPED(T, 64 / sizeof(T));

/// Partial sums of a run of one slice: as many as the longest vector has lanes.
template <class T>
inline constexpr std::size_t lanes = 64 / sizeof(T);

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();

/// Copies up to a vector of elements; the bound, which holds anyway, tells the compiler how few they are.
template <class T>
HWY_INLINE void CopyPart(const T* from, std::size_t count, T* to) {
  std::copy_n(from, std::min(count, lanes<T>), to);
}

/// Up to a vector of elements as w; the places behind them become -Infinity, which adds nothing to a slice.
template <class D, class T>
HWY_INLINE hn::Vec<D> LoadPart(D d, const T* x, std::size_t count, hn::Vec<D> prescale) {
  HWY_ALIGN T part[lanes<T>] = {};
  CopyPart(x, count, part);
  const auto w = hn::Mul(hn::Load(d, part), prescale);
  return hn::IfThenElse(hn::FirstN(d, count), w, hn::Set(d, -infinity<T>));
}

template <class D, class T>
HWY_INLINE void StorePart(D d, hn::Vec<D> y, T* to, std::size_t count) {
  HWY_ALIGN T part[lanes<T>];
  hn::Store(y, d, part);
  CopyPart(part, count, to);
}

/// What the kernels need of a Scaling, as vectors.
template <class D>
struct ScaleVectors {
  using V = hn::Vec<D>;
  V prescale;
  V high;
  V low;
  V first;
  V second;
};

template <class D, class T>
HWY_INLINE ScaleVectors<D> ScaleOf(D d, const Scaling<T>& scaling) {
  return {hn::Set(d, scaling.prescale), hn::Set(d, scaling.high), hn::Set(d, scaling.low), hn::Set(d, scaling.first),
          hn::Set(d, scaling.second)};
}

/// z = (w - maximum)·scale in two parts. For w of -Infinity, and where the difference is beyond the type, -Infinity and
/// 0.
template <bool is_scaled, class D, class V>
HWY_INLINE Pair<V> Logit(D d, V w, V maximum, const ScaleVectors<D>& scale) {
  Pair<V> z = TwoSum(w, hn::Neg(maximum));
  if constexpr (is_scaled) {
    const auto is_zero = hn::Eq(z.high, hn::Zero(d));  // 0 times an infinite power is 0 here
    z = {hn::Mul(z.high, scale.first), hn::Mul(z.low, scale.first)};
    const V high = hn::Mul(z.high, scale.high);
    const V error = FusedNegated(d, z.high, scale.high, high);  // high - exact product
    const V low = Fused(d, z.low, scale.high, Fused(d, z.high, scale.low, hn::Neg(error)));
    z = {hn::IfThenZeroElse(is_zero, hn::Mul(high, scale.second)),
         hn::IfThenZeroElse(is_zero, hn::Mul(low, scale.second))};
  }
  z.low = hn::IfThenZeroElse(hn::Eq(z.high, hn::Set(d, -infinity<hn::TFromD<D>>)), z.low);
  return z;
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_LOGITS_INL_H_
