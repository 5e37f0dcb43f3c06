// The first pass over contiguous elements of one slice. Compiled once for each instruction set.

#if defined(SOFTMAX_COMPUTE_RUN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_RUN_INL_H_
#undef SOFTMAX_COMPUTE_RUN_INL_H_
#else
#define SOFTMAX_COMPUTE_RUN_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "compute/kernels.h"
#include "compute/logits-inl.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {

/// Elements that are read twice (for their maximum and their sum) while they are in the nearest cache.
inline constexpr std::size_t run_chunk = 4096;

/// Vectors of what is compared, up to 64 bytes of them.
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

/// The largest w of a run, if none was larger before; as RaiseMaximum has it.
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
  // What stands behind the sums that are left is no number any more, and is added to nothing that counts.
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
/// keep(i, exponential) is given the exponentials as Exp has them, by the vector. While the processor computes, memory
/// brings what is needed next, behind the run.
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
    // What stands behind the end becomes -Infinity, which adds nothing.
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
  // else the slice is NaN, or nothing but -Infinity so far
}

}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_RUN_INL_H_
