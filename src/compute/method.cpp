#include "compute/method.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "compute/elementary.h"

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
void NaiveMethod<T>::whole(const T* x, const Matrix& matrix, std::size_t panels, std::size_t slice, T* y) {
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const std::size_t at = panel * matrix.rows * matrix.stride;
    const std::size_t first = slice + panel * matrix.columns;
    reset(first, matrix.columns);
    reduce(x + at, matrix, first);
    finish(first, matrix.columns);
    map(x + at, matrix, first, y + at);
  }
}

template <Real T>
void NaiveMethod<T>::reset(std::size_t slice, std::size_t count) {
  std::fill_n(sums_.begin() + static_cast<std::ptrdiff_t>(slice), count, ExactSum());
}

template <Real T>
void NaiveMethod<T>::reduce(const T* x, const Matrix& matrix, std::size_t slice) {
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    for (std::size_t column = 0; column < matrix.columns; ++column) {
      const double logit = rounded_logit(dtype_, request_.scale, x[row * matrix.stride + column]);
      sums_[slice + column].add(rounded_exp(dtype_, logit));
    }
  }
}

template <Real T>
void NaiveMethod<T>::finish(std::size_t slice, std::size_t count) {
  for (std::size_t s = slice; s < slice + count; ++s) totals_[s] = sums_[s].rounded(dtype_);
}

template <Real T>
void NaiveMethod<T>::map(const T* x, const Matrix& matrix, std::size_t slice, T* y) const {
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    for (std::size_t column = 0; column < matrix.columns; ++column) {
      const std::size_t at = row * matrix.stride + column;
      const double exponential = rounded_exp(dtype_, rounded_logit(dtype_, request_.scale, x[at]));
      const double quotient = round_to(dtype_, exponential / totals_[slice + column]);
      y[at] = static_cast<T>(request_.operation == Operation::softmax ? quotient : rounded_log(dtype_, quotient));
    }
  }
}

template class StableMethod<float>;
template class StableMethod<double>;
template class NaiveMethod<float>;
template class NaiveMethod<double>;

}  // namespace softmax::compute
