#include "derive/element.h"

#include <algorithm>
#include <cmath>

#include <fmt/ranges.h>

#include "compute/elementary.h"
#include "core/error.h"
#include "core/formatted.h"

namespace softmax::derive {
namespace {
std::string counted_coordinates(std::size_t count) {
  return formatted("{} coordinate{}", count, count == 1 ? "" : "s");
}
}  // namespace

Index resolve(const std::vector<long>& coordinates, const Shape& shape) {
  const auto refuse = [&](const std::string& why) {
    const std::string given = coordinates.empty() ? "''" : formatted("{}", fmt::join(coordinates, ","));
    throw Error(formatted("--explain {}: {}", given, why));
  };
  if (element_count(shape) == 0) refuse(formatted("a tensor of shape {} has no elements", shape_text(shape)));
  if (coordinates.size() != shape.size()) {
    const std::string_view hint = shape.empty() ? ", as in --explain ''" : "";
    refuse(formatted("expected {} for a tensor of shape {}{}, found {}", counted_coordinates(shape.size()),
                     shape_text(shape), hint, coordinates.size()));
  }
  Index index;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    const auto size = static_cast<long>(shape[dim]);
    const long coordinate = coordinates[dim];
    if (coordinate < -size || coordinate >= size) {
      refuse(formatted("{} is out of range for dim {} of a tensor of shape {}: expected {} to {}", coordinate, dim,
                       shape_text(shape), -size, size - 1));
    }
    index.push_back(static_cast<std::size_t>(coordinate < 0 ? coordinate + size : coordinate));
  }
  return index;
}

std::string slice_text(const std::vector<std::size_t>& dims, const Index& index) {
  std::vector<std::string> coordinates;
  for (std::size_t dim = 0; dim < index.size(); ++dim) {
    const bool is_normalised = std::binary_search(dims.begin(), dims.end(), dim);
    coordinates.push_back(is_normalised ? ":" : formatted("{}", index[dim]));
  }
  return formatted("[{}]", fmt::join(coordinates, ","));
}

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
}  // namespace softmax::derive
