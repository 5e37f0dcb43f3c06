#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "compute/scaling.h"
#include "core/dtype.h"
#include "core/request.h"

namespace softmax::compute {

/// Four numbers for each slice, as arrays. While a slice is reduced: the largest w so far, and the sum of the
/// exponentials of the *other* elements relative to it, high + low, times 2^bias. Once finished, for softmax: the
/// largest w, the whole sum (the maximum's own 1 included) in two parts, the reciprocal of its high part; for
/// log-softmax: the largest w, the logarithm of that sum in two parts. The largest w of a slice that becomes NaN (NaN
/// or an infinity too large in it, or nothing but -Infinity) is NaN.
template <Real T>
struct Slots {
  T* maximum;
  T* high;
  T* low;
  T* inverse;

  Slots operator+(std::size_t slices) const {
    return {maximum + slices, high + slices, low + slices, inverse + slices};
  }
};

/// A matrix in memory whose columns belong to slices: element (r, c) is at r·stride + c.
struct Matrix {
  std::size_t rows;
  std::size_t columns;
  std::size_t stride;
};

/// The kernels of the stable form for one instruction set. All give the same bits: the order of every sum is fixed (by
/// `lanes` virtual lanes, whatever the vector length) and every product that is added is fused.
///
/// Errors against exact arithmetic, for slices of up to 10^6 elements (so far as is tested), scaled or not, results
/// that are normal numbers: at most 0.75 ulp for softmax, 1 ulp for log-softmax; 1 ulp for subnormal softmax
/// (tests/compute/kernels_test.cpp measures them, docs/numerics.md derives them).
template <Real T>
struct Kernels {
  std::string_view name;  ///< of the instruction set: "AVX3", "AVX2", "SCALAR", …

  /// Slices that have seen no element yet.
  void (*reset)(const Slots<T>& slots, std::size_t slices);

  /// Adds a matrix to its slices; one with a single column is a contiguous run of one slice. May be called any number
  /// of times for a slice; how its elements are cut into calls changes the last bits at most.
  void (*reduce)(const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots);

  /// What `map` needs of each slice.
  void (*finish)(Operation operation, const Slots<T>& slots, std::size_t slices);

  /// y = softmax or log-softmax of x, element by element; y has the layout of x and does not overlap it.
  void (*map)(Operation operation, const T* x, const Matrix& matrix, const Scaling<T>& scaling, const Slots<T>& slots,
              T* y);

  /// y = e^x, for x <= 0 or NaN; at most 0.6 ulp, 1 ulp where subnormal. x and y may be the same.
  void (*exponentials)(const T* x, std::size_t count, T* y);
};

/// The kernels of the best instruction set of this machine.
template <Real T>
const Kernels<T>& kernels();

/// The kernels of every instruction set that this machine has, best first; the last is plain scalar code.
template <Real T>
std::vector<const Kernels<T>*> all_kernels();

}  // namespace softmax::compute
