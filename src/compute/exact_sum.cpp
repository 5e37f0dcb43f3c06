#include "compute/exact_sum.h"

#include <cmath>

namespace softmax::compute {
namespace {

/// The value of the dtype next to `value` in the direction of `towards`.
double neighbour(Dtype dtype, double value, double towards) {
  const bool is_outward = value == 0 || std::signbit(value) == std::signbit(towards);
  const double unit = is_outward ? ulp(dtype, value) : ulp(dtype, std::nextafter(value, 0.0));
  return value + std::copysign(unit, towards);
}

}  // namespace

double ExactSum::rounded(Dtype dtype) const {
  if (!std::isfinite(high_)) return high_;
  // Each part at most half an ulp of the one before.
  double high = high_;
  double middle = middle_;
  double low = low_;
  for (int pass = 0; pass < 2; ++pass) {
    low = two_sum(middle, low);
    middle = two_sum(high, middle);
  }
  const double nearest = round_to(dtype, high);
  if (!std::isfinite(nearest)) return nearest;
  // `high` was rounded to the nearest; only what it left out can tip a tie the other way.
  const double left = high - nearest;
  const double first = left != 0 ? left : middle;
  const double second = left != 0 ? middle : low;
  if (first == 0 || second == 0 || std::signbit(first) != std::signbit(second)) return nearest;
  const double other = neighbour(dtype, nearest, first);
  return std::abs(first) == std::abs(other - nearest) / 2 ? round_to(dtype, other) : nearest;
}

}  // namespace softmax::compute
