#pragma once

#include <quadmath.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/dtype.h"
#include "core/request.h"

namespace softmax::test {

/// 113 bits: far more than any result has.
__extension__ typedef __float128 Quad;

/// The slow, readable definition of right: one slice, straight from the formula, in quadruple precision.
inline std::vector<Quad> exact_slice(std::span<const Quad> x, Operation operation, const Scale& scale) {
  const auto scaled = [&scale](Quad value) {
    return scale.is_temperature ? value / Quad(scale.value) : value * Quad(scale.value);
  };
  Quad maximum = -HUGE_VALQ;
  std::size_t largest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (scaled(x[i]) > maximum) {
      maximum = scaled(x[i]);
      largest = i;
    }
  }
  Quad others = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i != largest) others += expq(scaled(x[i]) - maximum);
  }
  std::vector<Quad> y;
  for (const Quad value : x) {
    const Quad z = scaled(value) - maximum;
    y.push_back(operation == Operation::softmax ? expq(z) / (1 + others) : z - log1pq(others));
  }
  return y;
}

/// The distance of a computed value from the exact one in units in the last place of the dtype at the exact value; 0
/// for NaN beside NaN and for equal infinities, an infinity where only one of them is finite or NaN.
inline double distance_in_ulp(double computed, Quad exact, Dtype dtype) {
  if (isnanq(exact) || std::isnan(computed)) return isnanq(exact) && std::isnan(computed) ? 0 : HUGE_VAL;
  if (fabsq(exact) > Quad(traits(dtype).largest)) return std::isinf(computed) ? 0 : HUGE_VAL;
  if (std::isinf(computed)) return HUGE_VAL;
  const DtypeTraits& type = traits(dtype);
  const int exponent = exact == 0 ? type.min_exponent : std::max(ilogbq(exact), type.min_exponent);
  return static_cast<double>(fabsq(Quad(computed) - exact) / scalbnq(Quad(1), exponent - type.significand_bits + 1));
}

}  // namespace softmax::test
