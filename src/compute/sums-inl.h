// Logits relative to the largest of their slice, z = (w - maximum)·scale, and maxima and sums for every first pass.

#if defined(SOFTMAX_COMPUTE_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_SUMS_INL_H_
#undef SOFTMAX_COMPUTE_SUMS_INL_H_
#else
#define SOFTMAX_COMPUTE_SUMS_INL_H_
#endif

#include <algorithm>
#include <limits>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/elementary.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
/// The type of number that values of a tensor are computed in.
template <class T>
using NumberFor = std::conditional_t<std::is_same_v<T, float>, Single, Pair>;

/// A Scaling as vectors. Code with `is_scaled` false, for a scale of 1, does not use it.
struct ScaleVectors {
  V prescale;
  V high;
  V low;
  V first;
  V second;
  V factor;  ///< the whole scale in one double, at most 10^300: a larger one changes no float32 result
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

/// -Infinity for w of -Infinity.
template <bool is_scaled>
HWY_INLINE void Logit(V w, V maximum, const ScaleVectors& scale, Single& z) {
  z.high = hn::Sub(w, maximum);
  if constexpr (is_scaled) z.high = hn::Mul(z.high, scale.factor);
}

/// Where the difference is beyond the type, and for w of -Infinity, high is -Infinity and low is NaN.
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

/// The type in which maxima are searched: that of the values, or double where they are prescaled.
template <bool is_scaled, class T>
using Comparable = std::conditional_t<is_scaled, double, T>;

/// The larger of maximum and w; +Infinity from then on once a w is NaN.
template <class C>
C RaiseMaximum(C maximum, C w) {
  constexpr C largest = std::numeric_limits<C>::infinity();
  return std::max(maximum, w < largest ? w : largest);
}

/// The same lane by lane.
template <class Tag>
HWY_INLINE hn::Vec<Tag> RaiseMaximum(Tag d, hn::Vec<Tag> maximum, hn::Vec<Tag> w) {
  const hn::Vec<Tag> largest = hn::Set(d, std::numeric_limits<hn::TFromD<Tag>>::infinity());
  return hn::Max(maximum, hn::IfThenElse(hn::Lt(w, largest), w, largest));
}

/// A maximum of zero as -0: then w - maximum is +0 for both zeros.
HWY_INLINE V WithMinusZero(V maximum) {
  return hn::IfThenElse(hn::Eq(maximum, hn::Zero(D())), hn::Set(D(), -0.0), maximum);
}

/// Partial sums, one a lane. For log-softmax exponentials of elements below the maximum, and how many are equal to it:
/// the logarithm of a sum near 1 has the digits of the rest without the 1. For softmax everything is in one sum, which
/// starts with a 1 that is subtracted at the end: no term is larger than the sum then, which makes adding cheaper.
template <class Number>
struct Partial {
  Number others;
  V ties;
};

template <bool is_log, class Number>
HWY_INLINE Partial<Number> NothingYet() {
  const V zero = hn::Zero(D());
  if constexpr (is_log) return {NumberOf<Number>(zero, zero), zero};
  return {NumberOf<Number>(hn::Set(D(), unit_of<Number>), zero), hn::Set(D(), -1.0)};
}

HWY_INLINE Single Without(M left_out, Single term) { return {hn::IfThenZeroElse(left_out, term.high)}; }
HWY_INLINE Pair Without(M left_out, Pair term) {
  return {hn::IfThenZeroElse(left_out, term.high), hn::IfThenZeroElse(left_out, term.low)};
}

/// Adds the exponentials of elements: for softmax of any, for log-softmax of elements below the maximum.
template <bool is_log, class Number>
HWY_INLINE void AddOthers(Partial<Number>& partial, Number exponential) {
  if constexpr (is_log) AddTo(partial.others, exponential);
  if constexpr (!is_log) AddSmallerTo(partial.others, exponential);
}

/// Adds the exponentials of elements, given z = 0 for those that are equal to the maximum.
template <bool is_log, class Number>
HWY_INLINE void AddAny(Partial<Number>& partial, Number z, Number exponential) {
  if constexpr (is_log) {
    const M is_tie = hn::Eq(z.high, hn::Zero(D()));
    AddTo(partial.others, Without(is_tie, exponential));
    partial.ties = hn::IfThenElse(is_tie, hn::Add(partial.ties, hn::Set(D(), 1.0)), partial.ties);
  } else {
    AddOthers<is_log>(partial, exponential);
  }
}

/// a + b, normalised, of normalised numbers. For any number of terms, rounding errors of the low part are negligible.
HWY_INLINE Pair NormalisedSum(Pair a, Pair b) {
  const Pair high = TwoSum(a.high, b.high);
  return FastTwoSum(high.high, hn::Add(high.low, hn::Add(a.low, b.low)));
}

/// The same for numbers in one double.
HWY_INLINE Single NormalisedSum(Single a, Single b) { return {hn::Add(a.high, b.high)}; }

/// The sum of the others when the maximum changes: (1 + others)·e^(old - raised), as the old one is one of them now.
HWY_INLINE Single OneMoreTimes(Single others, Single power) {
  return {hn::Mul(hn::Add(hn::Set(D(), 1.0), others.high), power.high)};
}
HWY_INLINE Pair OneMoreTimes(Pair others, Pair power) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  Pair all = TwoSum(hn::Set(D(), unit_of<Pair>), others.high);
  // The power keeps its unit: otherwise it could be subnormal.
  all = {hn::Mul(all.high, unbias), hn::Mul(hn::Add(all.low, others.low), unbias)};
  const V high = hn::Mul(all.high, power.high);
  const V error = FusedNegated(all.high, power.high, high);
  return {high, hn::Sub(Fused(all.high, power.low, hn::Mul(all.low, power.high)), error)};
}

HWY_INLINE Single Choose(M first, Single a, Single b) { return {hn::IfThenElse(first, a.high, b.high)}; }
HWY_INLINE Pair Choose(M first, Pair a, Pair b) {
  return {hn::IfThenElse(first, a.high, b.high), hn::IfThenElse(first, a.low, b.low)};
}

/// Unchanged when the maximum is the same; 0 without an element before.
template <bool is_scaled, class Number>
HWY_INLINE Number Rebase(Number others, V old, V raised, const ScaleVectors& scale) {
  const M is_same = hn::Or(hn::Eq(old, raised), hn::Eq(old, hn::Set(D(), -infinity)));
  if (hn::AllTrue(D(), is_same)) return others;
  const Number power = Exp(Logit<is_scaled, Number>(old, raised, scale));
  return Choose(is_same, others, OneMoreTimes(others, power));
}

/// The sum of a slice, `base`, and of elements that were added up separately.
template <class Number>
HWY_INLINE Number Joined(Number base, const Partial<Number>& partial) {
  const Number sum = NormalisedSum(base, partial.others);
  return NormalisedSum(sum, NumberOf<Number>(hn::Mul(partial.ties, hn::Set(D(), unit_of<Number>)), hn::Zero(D())));
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_SUMS_INL_H_
