#include "compute/scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softmax::compute {

Scaling scaling(const Scale& scale) {
  if (scale.value == 0) return {.prescale = 0};
  int exponent = 0;
  const double fraction = std::frexp(std::abs(scale.value), &exponent);  // in [1/2, 1)
  // |c| = (high + low)·2^exponent with high in [1, 2]; `low` is what rounding 1/fraction took away.
  double high = 2 * fraction;
  double low = 0;
  --exponent;
  if (scale.is_temperature) {
    high = 1 / fraction;
    low = std::fma(-high, fraction, 1.0) / fraction;
    exponent = -(exponent + 1);
  }
  if (high == 2) {
    high = 1;
    ++exponent;
  }
  // Below 1, a difference of two finite inputs could overflow though the scaled one does not: they are halved first.
  const bool is_halved = exponent < 0;
  if (is_halved) ++exponent;
  const double sign = scale.value < 0 ? -1 : 1;

  // Beyond 2·largest every difference of normal numbers overflows; as far below 0 the largest one vanishes.
  constexpr int largest = std::numeric_limits<double>::max_exponent - 1;
  // The larger share of what makes smaller comes first: times `high`, up to 2, the difference must not overflow on the
  // way.
  const int half = std::clamp((exponent < 0 ? exponent - 1 : exponent) / 2, -largest + 1, largest);
  const int rest = std::clamp(exponent - half, -largest + 1, largest);
  return {.prescale = is_halved ? sign / 2 : sign,
          .high = high,
          .low = low,
          .first = std::ldexp(1.0, half),
          .second = exponent > 2 * largest ? std::numeric_limits<double>::infinity() : std::ldexp(1.0, rest)};
}

}  // namespace softmax::compute
