// Logits relative to the largest of their slice, z = (w - maximum)·scale: what every pass begins with. Compiled once
// for each instruction set.

#if defined(SOFTMAX_COMPUTE_LOGITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_LOGITS_INL_H_
#undef SOFTMAX_COMPUTE_LOGITS_INL_H_
#else
#define SOFTMAX_COMPUTE_LOGITS_INL_H_
#endif

#include <algorithm>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/scaling.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// What the values of a tensor are worked on with.
template <class T>
using NumberFor = std::conditional_t<std::is_same_v<T, float>, Single, Pair>;

/// A Scaling as vectors. `is_scaled` is false where it is 1, and then costs nothing.
struct ScaleVectors {
  V prescale;
  V high;
  V low;
  V first;
  V second;
  V factor;  ///< all of it in one double, kept finite: no two float32 numbers tell 10^300 from more
};

HWY_INLINE ScaleVectors ScaleOf(const Scaling& scaling) {
  const D d;
  constexpr double largest_factor = 1e300;
  const double factor = std::min(scaling.high * scaling.first * scaling.second, largest_factor);
  return {hn::Set(d, scaling.prescale), hn::Set(d, scaling.high),   hn::Set(d, scaling.low),
          hn::Set(d, scaling.first),    hn::Set(d, scaling.second), hn::Set(d, factor)};
}

template <bool is_scaled>
HWY_INLINE V Prescaled(V x, const ScaleVectors& scale) {
  if constexpr (is_scaled) return hn::Mul(x, scale.prescale);
  return x;
}

/// For w of -Infinity, -Infinity.
template <bool is_scaled>
HWY_INLINE void Logit(V w, V maximum, const ScaleVectors& scale, Single& z) {
  z.high = hn::Sub(w, maximum);
  if constexpr (is_scaled) z.high = hn::Mul(z.high, scale.factor);
}

/// Where the difference is beyond the type, and for w of -Infinity, high is -Infinity and low no number.
template <bool is_scaled>
HWY_INLINE void Logit(V w, V maximum, const ScaleVectors& scale, Pair& z) {
  z = TwoSum(w, hn::Neg(maximum));
  if constexpr (is_scaled) {
    const M is_zero = hn::Eq(z.high, hn::Zero(D()));  // 0 times an infinite power is 0 here
    z = {hn::Mul(z.high, scale.first), hn::Mul(z.low, scale.first)};
    const V high = hn::Mul(z.high, scale.high);
    const V error = FusedNegated(z.high, scale.high, high);  // high - exact product
    const V low = Fused(z.low, scale.high, Fused(z.high, scale.low, hn::Neg(error)));
    z = {hn::IfThenZeroElse(is_zero, hn::Mul(high, scale.second)),
         hn::IfThenZeroElse(is_zero, hn::Mul(low, scale.second))};
  }
}

template <bool is_scaled, class Number>
HWY_INLINE Number Logit(V w, V maximum, const ScaleVectors& scale) {
  Number z;
  Logit<is_scaled>(w, maximum, scale, z);
  return z;
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_LOGITS_INL_H_
