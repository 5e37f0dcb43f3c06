#include "compute/exact_sum.h"

#include <algorithm>
#include <limits>

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
  if (std::isnan(high_)) return std::numeric_limits<double>::quiet_NaN();  // the same NaN for every input
  if (std::isinf(high_)) return high_;
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
  // `high` was rounded to the nearest; only the parts below it can decide a tie the other way.
  const double left = high - nearest;
  const double first = left != 0 ? left : middle;
  const double second = left != 0 ? middle : low;
  if (first == 0 || second == 0 || std::signbit(first) != std::signbit(second)) return nearest;
  const double other = neighbour(dtype, nearest, first);
  return std::abs(first) == std::abs(other - nearest) / 2 ? round_to(dtype, other) : nearest;
}

void ExactSums::set(std::size_t sum, const ExactSum& value) const {
  high[sum] = value.high();
  middle[sum] = value.middle();
  low[sum] = value.low();
}

void ExactSums::add(const ExactSums& others, std::size_t count) const {
  for (std::size_t i = 0; i < count; ++i) {
    ExactSum sum = get(i);
    sum.add(others.get(i));
    set(i, sum);
  }
}

void ExactSums::reset(std::size_t count) const {
  for (double* part : {high, middle, low}) std::fill_n(part, count, 0.0);
}

void ExactSums::rounded(Dtype dtype, std::size_t count, double* totals) const {
  for (std::size_t sum = 0; sum < count; ++sum) totals[sum] = get(sum).rounded(dtype);
}
}  // namespace softmax::compute
