#pragma once

#include <cmath>
#include <limits>

#include "core/dtype.h"
#include "core/request.h"

/// What many tests run over.
namespace softmax::test {

constexpr Dtype all_dtypes[] = {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64};
constexpr Operation both_operations[] = {Operation::softmax, Operation::log_softmax};

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The doubles next to a double.
inline double before(double value) { return std::nextafter(value, -infinity); }
inline double after(double value) { return std::nextafter(value, infinity); }

}  // namespace softmax::test
