#include "explain/steps.h"

#include <cmath>

#include "compute/elementary.h"

namespace softmax::explain {

Parts scaled_difference(const compute::Scaling& scaling, double input, double other) {
  const double a = scaling.prescale * input;
  const double b = -scaling.prescale * other;
  const double difference = a + b;
  if (!std::isfinite(a) || !std::isfinite(b)) return {difference, 0};
  if (difference == 0) return {0, 0};
  // TwoSum; the powers of two of the scale; then Dekker's product with the rest of it, which is in two parts.
  const double part = difference - a;
  const double rest = ((a - (difference - part)) + (b - part)) * scaling.first * scaling.second;
  const double shifted = difference * scaling.first * scaling.second;
  const double nearest = shifted * scaling.high;
  if (!std::isfinite(nearest)) return {nearest, 0};
  const double left = std::fma(shifted, scaling.high, -nearest) + (shifted * scaling.low + rest * scaling.high);
  const double high = nearest + left;
  return {high, left - (high - nearest)};
}

double exponential(const Parts& difference) {
  const double value = compute::rounded_exp(Dtype::float64, difference.high);
  return std::isfinite(value) ? value + value * difference.low : value;
}

double product(Dtype dtype, double a, double b, double c, bool is_divided) {
  if (!std::isfinite(a) || !std::isfinite(b)) return a * b;
  int exponents[3];
  const double fractions = std::frexp(a, &exponents[0]) * std::frexp(b, &exponents[1]);
  const double fraction = std::frexp(c, &exponents[2]);
  const double value = is_divided ? fractions / fraction : fractions * fraction;
  const int exponent = exponents[0] + exponents[1] + (is_divided ? -exponents[2] : exponents[2]);
  return round_to(dtype, std::ldexp(value, exponent)) + 0.0;  // no -0
}

}  // namespace softmax::explain
