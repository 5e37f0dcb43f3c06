#include "compute/elementary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

// The functions of vector_math-inl.h for one number, with the sources named there. The exponential and the logarithm
// are a polynomial after a reduction by ln 2, kept in two parts until the last step.

namespace softmax::compute {
namespace {
constexpr double log2_e = 0x1.71547652b82fep+0;
constexpr double ln2_high = 0x1.62e42fefa3800p-1;  // 42 bits: its product with any exponent is exact
constexpr double ln2_low = 0x1.ef35793c76730p-45;
constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;
}  // namespace

double rounded_exp(Dtype dtype, double z) {
  if (std::isnan(z)) return z;
  if (z > traits(dtype).exp_overflow) return HUGE_VAL;
  if (z < traits(dtype).exp_underflow) return 0;

  const double n = std::rint(z * log2_e);
  const double exact = std::fma(-n, ln2_high, z);
  const double r = std::fma(-n, ln2_low, exact);
  const double r_low = std::fma(-n, ln2_low, exact - r);
  constexpr int terms = 14;
  double factorial = 87178291200.0;  // 14!
  double series = 1 / factorial;
  for (int k = terms - 1; k >= 2; --k) {
    factorial /= k + 1;
    series = std::fma(series, r, 1 / factorial);
  }
  const double tail = std::fma(r * r, series, std::fma(r, r_low, r_low));
  const double linear = 1 + r;
  const double value = linear + ((r - (linear - 1)) + tail);
  return round_to(dtype, std::ldexp(value, static_cast<int>(n)));
}

double rounded_log(Dtype dtype, double q) {
  if (std::isnan(q) || std::isinf(q)) return q;
  if (q == 0) return -HUGE_VAL;
  int exponent = 0;
  double m = std::frexp(q, &exponent);
  if (m < sqrt_half) {
    m *= 2;
    --exponent;
  }
  const double numerator = m - 1;
  const double denominator = m + 1;
  const double denominator_low = m - (denominator - 1);
  const double f = numerator / denominator;
  const double f_low = (std::fma(-f, denominator, numerator) - f * denominator_low) / denominator;
  const double square = f * f;
  constexpr int terms = 12;
  double series = 1.0 / (2 * terms + 1);
  for (int j = terms - 1; j >= 1; --j) series = std::fma(series, square, 1.0 / (2 * j + 1));
  const double tail = std::fma(2 * f * square, series, 2 * f_low);

  const double whole = exponent * ln2_high;
  const double high = whole + 2 * f;
  const double part = high - whole;
  const double low = (whole - (high - part)) + (2 * f - part);
  return round_to(dtype, high + std::fma(exponent, ln2_low, low + tail));
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

Scaling scaling(const Scale& scale) {
  if (scale.value == 0) return {.prescale = 0};
  int exponent = 0;
  const double fraction = std::frexp(std::abs(scale.value), &exponent);  // in [1/2, 1)
  // |c| = (high + low)·2^exponent with high in [1, 2]; `low` is the rounding error of 1/fraction.
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
  // `first` gets the larger half of a negative exponent: the product with `high`, up to 2, must not overflow.
  const int half = std::clamp((exponent < 0 ? exponent - 1 : exponent) / 2, -largest + 1, largest);
  const int rest = std::clamp(exponent - half, -largest + 1, largest);
  return {.prescale = is_halved ? sign / 2 : sign,
          .high = high,
          .low = low,
          .first = std::ldexp(1.0, half),
          .second = exponent > 2 * largest ? std::numeric_limits<double>::infinity() : std::ldexp(1.0, rest)};
}
}  // namespace softmax::compute
