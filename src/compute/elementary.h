#pragma once

#include "core/dtype.h"
#include "core/request.h"

namespace softmax::compute {
/// e^z rounded to the dtype: +Infinity above traits(dtype).exp_overflow, 0 below exp_underflow. Off by at most 0.65 ulp
/// for float64, 0.501 ulp for the narrower ones, 1 ulp where subnormal. NaN for NaN. The same bits on every machine.
double rounded_exp(Dtype dtype, double z);

/// The natural logarithm of q >= 0 rounded to the dtype, with the same bounds: -Infinity for 0; +Infinity and NaN stay.
double rounded_log(Dtype dtype, double q);

/// x/T or θ·x rounded to the dtype: the argument of the exponential in the naive form.
double rounded_logit(Dtype dtype, const Scale& scale, double x);

/// How inputs become logits z = c·x, where c is 1/T or θ, without an overflow before a difference that is finite: w =
/// prescale·x is exact (prescale is ±1, ±1/2 or 0), z - z' = (w - w')·(high + low)·first·second, and the largest w of a
/// slice belongs to its largest z. high + low is in [1, 2) and off by less than 2^-104 of itself; first and second are
/// powers of two, second is an infinity where every nonzero difference overflows.
struct Scaling {
  double prescale = 1;
  double high = 1;
  double low = 0;
  double first = 1;
  double second = 1;

  bool is_one() const { return prescale == 1 && high == 1 && low == 0 && first == 1 && second == 1; }
};

Scaling scaling(const Scale& scale);
}  // namespace softmax::compute
