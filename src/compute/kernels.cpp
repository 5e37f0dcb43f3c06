// The kernels of both forms, compiled once for each instruction set and chosen at run time. The stable form:
//
// A slice with maximum m becomes p = e^(x - m)/s, s = 1 + the others' e^(x - m), or log p = (x - m) - log s. For
// float32 every step is one double, for float64 an unevaluated sum of two, so that p and log p have about one rounding
// error:
//   x - m   exact in two parts, then times the scale, again in two parts; the shift costs no digit;
//   e^z     as (high + low)/2^512;
//   s       the others without the maximum's own 1, so that log s keeps its digits near 0;
//   p       the quotient of the high parts, corrected by its exact remainder and the low parts.
//
//   vectors-inl.h      doubles in vectors, loading and storing values
//   vector_math-inl.h  numbers in one double and in two: sums, e^z, log(1 + s)
//   sums-inl.h         z = (x - m)·scale; maxima and sums
//   reduce-inl.h       the first pass, for one slice and for many side by side
//   map-inl.h          the second pass; both passes at once, where slices are in memory as a whole
//   naive-inl.h        the naive form
//
// A long run of one slice is added up in `lanes` partial sums, element i in sum i mod lanes, whatever the vector
// length; a short one, or a column, from its first element to its last.

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/kernels.cpp"
// Without a fused multiply-add the bits would differ: such machines use the scalar code, which calls std::fma.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#define HWY_BROKEN_EMU128 1  // not broken, but unfused; HWY_SCALAR takes its place
#include "compute/kernels.h"

#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "compute/map-inl.h"
#include "compute/naive-inl.h"
#include "compute/reduce-inl.h"
#include "compute/sums-inl.h"
#include "compute/vector_math-inl.h"
#include "compute/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softmax::compute::HWY_NAMESPACE {
template <class T>
const Kernels<T>& Table() {
  static const Kernels<T> table = {hwy::TargetName(HWY_TARGET),
                                   Reset,
                                   Reduce<T>,
                                   Merge<T>,
                                   Finish<NumberFor<T>>,
                                   Map<T>,
                                   Whole<T>,
                                   Exponentials<T>,
                                   {NaiveReduce<T>, NaiveMap<T>, NaiveWhole<T>}};
  return table;
}
}  // namespace softmax::compute::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#if HWY_TARGETS & (HWY_AVX3 | HWY_AVX2)
#include <cpuid.h>
#endif

namespace softmax::compute {
#if HWY_TARGETS & (HWY_AVX3 | HWY_AVX2)
namespace {
/// From the processor itself: the builtin of clang does not know this name before version 15.
bool has_f16c() {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}
}  // namespace
#endif

// Highway's own detection is in its shared library, which takes longer to load than a small tensor to compute.
template <Real T>
std::vector<const Kernels<T>*> all_kernels() {
  std::vector<const Kernels<T>*> found;
#if HWY_TARGETS & (HWY_AVX3 | HWY_AVX2)
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                        __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                        __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul") && has_f16c();
#endif
#if HWY_TARGETS & HWY_AVX3
  const bool has_avx3 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (has_avx3) found.push_back(&N_AVX3::Table<T>());
#endif
#if HWY_TARGETS & HWY_AVX2
  if (has_avx2) found.push_back(&N_AVX2::Table<T>());
#endif
#if !(HWY_STATIC_TARGET & (HWY_AVX3 | HWY_AVX2))
  found.push_back(&HWY_NAMESPACE::Table<T>());  // the instruction set of every machine that the program is compiled for
#endif
  return found;
}

template <Real T>
const Kernels<T>& kernels() {
  static const Kernels<T>& best = *all_kernels<T>().front();
  return best;
}

template const Kernels<float>& kernels();
template const Kernels<double>& kernels();
template std::vector<const Kernels<float>*> all_kernels();
template std::vector<const Kernels<double>*> all_kernels();
}  // namespace softmax::compute

#endif  // HWY_ONCE
