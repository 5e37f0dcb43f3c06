#include "compute/method.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace softmax::compute {
template <Real T>
StableMethod<T>::StableMethod(const Request& request, Dtype dtype)
    : kernels_(kernels<T>()), operation_(request.operation), dtype_(dtype), scaling_(scaling(request.scale)) {}

template <Real T>
void StableMethod<T>::resize(std::size_t slices) {
  numbers_.resize(4 * slices);
  double* numbers = numbers_.data();
  slots_ = {numbers, numbers + slices, numbers + 2 * slices, numbers + 3 * slices};
}

template <Real T>
void StableMethod<T>::whole(const T* x, const Matrix& matrix, std::size_t panels, std::size_t slice, T* y) const {
  kernels_.whole(operation_, x, matrix, panels, scaling_, slots_ + slice, y);
  round({panels * matrix.rows, matrix.columns, matrix.stride}, y);
}

template <Real T>
void StableMethod<T>::map(const T* x, const Matrix& matrix, std::size_t slice, T* y) const {
  kernels_.map(operation_, x, matrix, scaling_, slots_ + slice, y);
  round(matrix, y);
}

template <Real T>
void StableMethod<T>::round(const Matrix& matrix, T* y) const {
  if (dtype_ == Dtype::float32 || dtype_ == Dtype::float64) return;
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    T* values = y + row * matrix.stride;
    std::transform(values, values + matrix.columns, values,
                   [this](T value) { return static_cast<T>(round_to(dtype_, value)); });
  }
}

double rounded_logit(Dtype dtype, const Scale& scale, double x) {
  if (scale.is_one()) return x;
  const double nearest = scale.is_temperature ? x / scale.value : x * scale.value;
  if (dtype == Dtype::float64 || !std::isfinite(nearest)) return round_to(dtype, nearest);
  // Rounded to odd first, so that the second rounding sees on which side of a tie the exact value is (S. Boldo and
  // G. Melquiond, Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd, IEEE Trans.
  // Comput. 57(4), 2008). `rest` has the sign of exact - nearest.
  const double rest = scale.is_temperature ? std::fma(-nearest, scale.value, x) : std::fma(x, scale.value, -nearest);
  const bool is_even = (std::bit_cast<std::uint64_t>(nearest) & 1) == 0;
  return round_to(dtype, rest != 0 && is_even ? std::nextafter(nearest, std::copysign(HUGE_VAL, rest)) : nearest);
}

template <Real T>
NaiveMethod<T>::NaiveMethod(const Request& request, Dtype dtype)
    : kernels_(kernels<T>().naive), steps_{request.operation, dtype, request.scale} {}

template <Real T>
void NaiveMethod<T>::resize(std::size_t slices) {
  numbers_.resize(3 * slices);
  double* numbers = numbers_.data();
  sums_ = {numbers, numbers + slices, numbers + 2 * slices};
  totals_.resize(slices);
}

template class StableMethod<float>;
template class StableMethod<double>;
template class NaiveMethod<float>;
template class NaiveMethod<double>;
}  // namespace softmax::compute
