// Maxima and sums: what every first pass is made of. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_SUMS_INL_H_
#undef SOFTMAX_COMPUTE_SUMS_INL_H_
#else
#define SOFTMAX_COMPUTE_SUMS_INL_H_
#endif

#include <limits>
#include <type_traits>

#include <hwy/highway.h>

#include "compute/logits-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// What maxima are looked for among: the values as they are, or doubles where they are prescaled.
template <bool is_scaled, class T>
using Comparable = std::conditional_t<is_scaled, double, T>;

/// The larger of maximum and w; NaN from then on once a w is NaN or +Infinity.
template <class C>
C RaiseMaximum(C maximum, C w) {
  if (!(w < std::numeric_limits<C>::infinity())) return std::numeric_limits<C>::quiet_NaN();
  return maximum < w ? w : maximum;  // keeps a maximum that is NaN
}

/// The same lane by lane.
template <class Tag>
HWY_INLINE hn::Vec<Tag> RaiseMaximum(Tag d, hn::Vec<Tag> maximum, hn::Vec<Tag> w) {
  using C = hn::TFromD<Tag>;
  const hn::Vec<Tag> larger = hn::IfThenElse(hn::Lt(maximum, w), w, maximum);
  return hn::IfThenElse(hn::Lt(w, hn::Set(d, std::numeric_limits<C>::infinity())), larger,
                        hn::Set(d, std::numeric_limits<C>::quiet_NaN()));
}

/// Of the two zeros, -0: then w - maximum is +0 for both.
HWY_INLINE V WithMinusZero(V maximum) {
  return hn::IfThenElse(hn::Eq(maximum, hn::Zero(D())), hn::Set(D(), -0.0), maximum);
}

/// Partial sums, one a lane: exponentials of elements below the maximum, and how many are equal to it.
template <class Number>
struct Partial {
  Number others;
  V ties;
};

template <class Number>
HWY_INLINE Partial<Number> NothingYet() {
  return {NumberOf<Number>(hn::Zero(D()), hn::Zero(D())), hn::Zero(D())};
}

HWY_INLINE Single Without(M left_out, Single term) { return {hn::IfThenZeroElse(left_out, term.high)}; }
HWY_INLINE Pair Without(M left_out, Pair term) {
  return {hn::IfThenZeroElse(left_out, term.high), hn::IfThenZeroElse(left_out, term.low)};
}

/// Adds the exponentials of elements, given z = 0 for those that are equal to the maximum.
template <class Number>
HWY_INLINE void AddTo(Partial<Number>& partial, Number z, Number exponential) {
  const M is_tie = hn::Eq(z.high, hn::Zero(D()));
  AddTo(partial.others, Without(is_tie, exponential));
  partial.ties = hn::IfThenElse(is_tie, hn::Add(partial.ties, hn::Set(D(), 1.0)), partial.ties);
}

/// a + b, both normalised, normalised. However many are added, the low part never grows to where its own rounding would
/// count.
HWY_INLINE Pair NormalisedSum(Pair a, Pair b) {
  const Pair high = TwoSum(a.high, b.high);
  return FastTwoSum(high.high, hn::Add(high.low, hn::Add(a.low, b.low)));
}

/// The same, of which nothing below the last place of a double is kept.
HWY_INLINE Single NormalisedSum(Single a, Single b) { return {hn::Add(a.high, b.high)}; }

/// The sum of the others' exponentials when the maximum changes: (1 + others)·e^(old - raised), the old maximum having
/// become one of the others.
HWY_INLINE Single OneMoreTimes(Single others, Single power) {
  return {hn::Mul(hn::Add(hn::Set(D(), 1.0), others.high), power.high)};
}
HWY_INLINE Pair OneMoreTimes(Pair others, Pair power) {
  const V unbias = hn::Set(D(), 1 / unit_of<Pair>);
  Pair all = TwoSum(hn::Set(D(), unit_of<Pair>), others.high);
  all.low = hn::Add(all.low, others.low);
  power = {hn::Mul(power.high, unbias), hn::Mul(power.low, unbias)};
  const V high = hn::Mul(all.high, power.high);
  const V error = FusedNegated(all.high, power.high, high);
  return {high, hn::Sub(Fused(all.high, power.low, hn::Mul(all.low, power.high)), error)};
}

HWY_INLINE Single Choose(M first, Single a, Single b) { return {hn::IfThenElse(first, a.high, b.high)}; }
HWY_INLINE Pair Choose(M first, Pair a, Pair b) {
  return {hn::IfThenElse(first, a.high, b.high), hn::IfThenElse(first, a.low, b.low)};
}

/// Unchanged when the maximum is the same; 0 when there was no element before.
template <bool is_scaled, class Number>
HWY_INLINE Number Rebase(Number others, V old, V raised, const ScaleVectors& scale) {
  const M is_same = hn::Or(hn::Eq(old, raised), hn::Eq(old, hn::Set(D(), -infinity)));
  if (hn::AllTrue(D(), is_same)) return others;
  const Number power = Exp(Logit<is_scaled, Number>(old, raised, scale));
  return Choose(is_same, others, OneMoreTimes(others, power));
}

/// The sum of a slice, `base`, and of elements that were added up apart.
template <class Number>
HWY_INLINE Number Joined(Number base, const Partial<Number>& partial) {
  const Number sum = NormalisedSum(base, partial.others);
  return NormalisedSum(sum, NumberOf<Number>(hn::Mul(partial.ties, hn::Set(D(), unit_of<Number>)), hn::Zero(D())));
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_SUMS_INL_H_
