#pragma once

#include <cstddef>
#include <variant>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax {

/// Values in row-major order: doubles for float64, floats for the other dtypes.
using Values = std::variant<std::vector<float>, std::vector<double>>;

/// A tensor in memory. Every value is one of the dtype.
struct Tensor {
  Shape shape;
  Dtype dtype = Dtype::float64;
  Values values;
};

/// No values, of the C++ type that holds the dtype.
inline Values no_values(Dtype dtype) {
  if (dtype == Dtype::float64) return std::vector<double>();
  return std::vector<float>();
}

/// The same numbers as doubles; exact.
inline std::vector<double> as_doubles(const Values& values) {
  return std::visit([](const auto& kept) { return std::vector<double>(kept.begin(), kept.end()); }, values);
}

inline std::size_t size(const Values& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

}  // namespace softmax
