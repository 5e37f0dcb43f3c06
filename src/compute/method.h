#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "compute/elementary.h"
#include "compute/exact_sum.h"
#include "compute/kernels.h"
#include "core/dtype.h"
#include "core/request.h"

namespace softmax::compute {
/// The two forms of softmax with the same functions: `resize` once for a number of slices, then for each use `reset`,
/// any number of `reduce`, `finish`, any number of `map`. `merge` adds slices that another method of the same request
/// has reduced, from its part_slice on. Slices are numbered from 0. `Matrix` and what x and y hold are as in kernels.h.

/// The stable form in the kernels of this machine. Works in T and rounds once to a narrower dtype.
template <Real T>
class StableMethod {
 public:
  StableMethod(const Request& request, Dtype dtype)
      : kernels_(kernels<T>()), operation_(request.operation), dtype_(dtype), scaling_(scaling(request.scale)) {}

  static constexpr std::size_t bytes_per_slice = 4 * sizeof(double);

  void resize(std::size_t slices) {
    numbers_.resize(4 * slices);
    double* numbers = numbers_.data();
    slots_ = {numbers, numbers + slices, numbers + 2 * slices, numbers + 3 * slices};
  }

  /// All four steps for `panels` matrices one after another, from panel 0's slice on; their columns are whole slices.
  void whole(const T* x, const Matrix& matrix, std::size_t panels, std::size_t slice, T* y) const {
    kernels_.whole(operation_, x, matrix, panels, scaling_, slots_ + slice, y);
    round({panels * matrix.rows, matrix.columns, matrix.stride}, y);
  }

  void reset(std::size_t slice, std::size_t count) { kernels_.reset(slots_ + slice, count); }
  void reduce(const T* x, const Matrix& matrix, std::size_t slice) {
    kernels_.reduce(operation_, x, matrix, scaling_, slots_ + slice);
  }
  void merge(const StableMethod& part, std::size_t part_slice, std::size_t slice, std::size_t count) {
    kernels_.merge(part.slots_ + part_slice, scaling_, slots_ + slice, count);
  }
  void finish(std::size_t slice, std::size_t count) { kernels_.finish(operation_, slots_ + slice, count); }
  void map(const T* x, const Matrix& matrix, std::size_t slice, T* y) const {
    kernels_.map(operation_, x, matrix, scaling_, slots_ + slice, y);
    round(matrix, y);
  }

 private:
  /// The rounding to a dtype that is narrower than T.
  void round(const Matrix& matrix, T* y) const {
    if (dtype_ == Dtype::float32 || dtype_ == Dtype::float64) return;
    for (std::size_t row = 0; row < matrix.rows; ++row) {
      T* values = y + row * matrix.stride;
      std::transform(values, values + matrix.columns, values,
                     [this](T value) { return static_cast<T>(round_to(dtype_, value)); });
    }
  }

  const Kernels<T>& kernels_;
  Operation operation_;
  Dtype dtype_;
  Scaling scaling_;
  std::vector<double> numbers_;
  Slots slots_{};
};

/// exp(x)/Σexp(x) as the textbook writes it: x/T or θ·x, the exponential, the quotient and its logarithm each rounded
/// to the dtype, the sum added exactly and rounded once. In the kernels of this machine.
template <Real T>
class NaiveMethod {
 public:
  NaiveMethod(const Request& request, Dtype dtype)
      : kernels_(kernels<T>().naive), steps_{request.operation, dtype, request.scale} {}

  static constexpr std::size_t bytes_per_slice = 4 * sizeof(double);

  void resize(std::size_t slices) {
    numbers_.resize(3 * slices);
    double* numbers = numbers_.data();
    sums_ = {numbers, numbers + slices, numbers + 2 * slices};
    totals_.resize(slices);
  }
  void whole(const T* x, const Matrix& matrix, std::size_t panels, std::size_t slice, T* y) {
    kernels_.whole(steps_, x, matrix, panels, sums_ + slice, totals_.data() + slice, y);
  }
  void reset(std::size_t slice, std::size_t count) { (sums_ + slice).reset(count); }
  void reduce(const T* x, const Matrix& matrix, std::size_t slice) {
    kernels_.reduce(steps_, x, matrix, sums_ + slice);
  }
  void merge(const NaiveMethod& part, std::size_t part_slice, std::size_t slice, std::size_t count) {
    (sums_ + slice).add(part.sums_ + part_slice, count);
  }
  void finish(std::size_t slice, std::size_t count) {
    (sums_ + slice).rounded(steps_.dtype, count, totals_.data() + slice);
  }
  void map(const T* x, const Matrix& matrix, std::size_t slice, T* y) const {
    kernels_.map(steps_, x, matrix, totals_.data() + slice, y);
  }

  /// The sums of the exponentials of finished slices, in the dtype.
  std::span<const double> totals() const { return totals_; }

 private:
  const NaiveKernels<T>& kernels_;
  NaiveSteps steps_;
  std::vector<double> numbers_;
  ExactSums sums_{};
  std::vector<double> totals_;
};
}  // namespace softmax::compute
