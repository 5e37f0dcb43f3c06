#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "compute/elementary.h"
#include "compute/exact_sum.h"
#include "core/dtype.h"
#include "core/request.h"

namespace softmax::compute {
/// Four numbers for each slice, as arrays. While a slice is reduced: the largest w so far, and the sum of the
/// exponentials of the *other* elements relative to it, high + low, in their units (2^-512 for float64). After
/// `finish`, for softmax: the largest w, the whole sum (the maximum's own 1 included) in two parts, the reciprocal of
/// its high part; for log-softmax: the largest w, the logarithm of that sum in two parts. All but the second part are
/// NaN for a slice that becomes NaN (NaN or an infinity too large in it, or nothing but -Infinity).
struct Slots {
  double* maximum;
  double* high;
  double* low;
  double* inverse;

  Slots operator+(std::size_t slices) const {
    return {maximum + slices, high + slices, low + slices, inverse + slices};
  }
};

/// A matrix in memory whose columns belong to slices: element (r, c) is at r·stride + c.
struct Matrix {
  std::size_t rows;
  std::size_t columns;
  std::size_t stride;

  /// Contiguous elements of one slice.
  bool is_run() const { return columns == 1 && stride == 1; }
};

/// What the naive form rounds to the dtype: x/T or θ·x, the exponential, the quotient and its logarithm.
struct NaiveSteps {
  Operation operation;
  Dtype dtype;  ///< T holds it
  Scale scale;
};

/// The kernels of the naive form for one instruction set. They do the operations of rounded_logit, rounded_exp and
/// rounded_log (elementary.h) in the same order, so the bits are the same (naive_test.cpp); sums are those of ExactSum.
template <Real T>
struct NaiveKernels {
  /// Adds the exponentials of a matrix to the sums of its slices.
  void (*reduce)(const NaiveSteps& steps, const T* x, const Matrix& matrix, const ExactSums& sums);

  /// y = e^x/total or its logarithm, of the rounded sums of the slices; y has the layout of x and does not overlap it.
  void (*map)(const NaiveSteps& steps, const T* x, const Matrix& matrix, const double* totals, T* y);

  /// Both for `panels` matrices one after another whose columns are whole slices; each exponential is computed once.
  /// Leaves the rounded sums of all slices in `totals`; `sums` has room for as many.
  void (*whole)(const NaiveSteps& steps, const T* x, const Matrix& matrix, std::size_t panels, const ExactSums& sums,
                double* totals, T* y);
};

/// The kernels of the stable form for one instruction set. All sets return the same bits: the order of every sum is
/// fixed (by virtual lanes, whatever the vector length) and every product that is added is fused.
///
/// float32 is worked on in doubles, float64 in unevaluated sums of two. Errors against exact arithmetic, for slices of
/// up to 10^6 elements (the longest tested), scaled or not: float32 at most 0.51 ulp, float64 at most 0.75 ulp for
/// softmax and 0.6 ulp for log-softmax, 1 ulp where subnormal (tests/compute/kernels_test.cpp measures them,
/// docs/numerics.md derives them).
template <Real T>
struct Kernels {
  std::string_view name;  ///< of the instruction set: "AVX3", "AVX2", "SCALAR", …

  /// Slices that have seen no element yet.
  void (*reset)(const Slots& slots, std::size_t slices);

  /// Adds a matrix to its slices; one with a single column is a contiguous run of one slice. May be called any number
  /// of times for a slice; the cut into calls changes at most the last bits.
  void (*reduce)(Operation operation, const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots);

  /// Adds `from`, parts of the same slices that were reduced separately.
  void (*merge)(const Slots& from, const Scaling& scaling, const Slots& slots, std::size_t slices);

  /// What `map` needs of each slice.
  void (*finish)(Operation operation, const Slots& slots, std::size_t slices);

  /// y = softmax or log-softmax of x, element by element; y has the layout of x and does not overlap it.
  void (*map)(Operation operation, const T* x, const Matrix& matrix, const Scaling& scaling, const Slots& slots, T* y);

  /// All of that for `panels` contiguous matrices one after another whose columns are whole slices; exponentials of
  /// short slices are computed once. Needs slots for the slices of one matrix; leaves nothing meaningful in them.
  void (*whole)(Operation operation, const T* x, const Matrix& matrix, std::size_t panels, const Scaling& scaling,
                const Slots& slots, T* y);

  /// y = e^x, for x <= 0 or NaN; at most 0.6 ulp, 1 ulp where subnormal. x and y may be the same.
  void (*exponentials)(const T* x, std::size_t count, T* y);

  NaiveKernels<T> naive;  ///< the kernels of the other form
};

/// The kernels of the best instruction set of this machine.
template <Real T>
const Kernels<T>& kernels();

/// The kernels of every instruction set that this machine has, best first; the last is plain scalar code.
template <Real T>
std::vector<const Kernels<T>*> all_kernels();
}  // namespace softmax::compute
