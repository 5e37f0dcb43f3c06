// Vectors of doubles, and how values of a tensor are loaded and stored. Compiled once for each instruction set
// (the guard below is that of Highway: the file is included again for each).

#if defined(SOFTMAX_COMPUTE_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTMAX_COMPUTE_VECTORS_INL_H_
#undef SOFTMAX_COMPUTE_VECTORS_INL_H_
#else
#define SOFTMAX_COMPUTE_VECTORS_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
/// All arithmetic is done in doubles, up to eight at once.
using D = HWY_CAPPED(double, 8);
using V = hn::Vec<D>;
using M = hn::Mask<D>;

inline constexpr std::size_t step = hn::MaxLanes(D());

/// Partial sums of a run of one slice: element i belongs to sum i mod lanes, whatever the vector length.
inline constexpr std::size_t lanes = 16;

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// a·b + c with one rounding, on every instruction set.
HWY_INLINE V Fused(V a, V b, V c) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(D(), std::fma(hn::GetLane(a), hn::GetLane(b), hn::GetLane(c)));
#else
  return hn::MulAdd(a, b, c);
#endif
}

/// c - a·b with one rounding.
HWY_INLINE V FusedNegated(V a, V b, V c) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Set(D(), std::fma(-hn::GetLane(a), hn::GetLane(b), hn::GetLane(c)));
#else
  return hn::NegMulAdd(a, b, c);
#endif
}

/// A vector of values of the tensor with the lanes of V.
template <class T>
using Values = hn::Rebind<T, D>;

HWY_INLINE V Load(const double* x) { return hn::LoadU(D(), x); }
HWY_INLINE V Load(const float* x) { return hn::PromoteTo(D(), hn::LoadU(Values<float>(), x)); }

HWY_INLINE void Store(V y, double* to) { hn::StoreU(y, D(), to); }
HWY_INLINE void Store(V y, float* to) {
#if HWY_TARGET == HWY_SCALAR
  *to = static_cast<float>(hn::GetLane(y));  // DemoteTo has no infinities there
#else
  hn::StoreU(hn::DemoteTo(Values<float>(), y), Values<float>(), to);
#endif
}

/// Copies up to a vector of values; the bound, which always holds, lets the compiler know that they are few.
template <class T>
HWY_INLINE void CopyPart(const T* from, std::size_t count, T* to) {
  std::copy_n(from, std::min(count, step), to);
}

/// Up to a vector of values; the lanes after them are `rest`.
template <class T>
HWY_INLINE V LoadPart(const T* x, std::size_t count, double rest) {
  if (count >= step) return Load(x);
  HWY_ALIGN T part[step];
  std::fill_n(part, step, static_cast<T>(rest));
  CopyPart(x, count, part);
  return Load(part);
}

template <class T>
HWY_INLINE void StorePart(V y, T* to, std::size_t count) {
  if (count >= step) return Store(y, to);
  HWY_ALIGN T part[step];
  Store(y, part);
  CopyPart(part, count, to);
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // SOFTMAX_COMPUTE_VECTORS_INL_H_
