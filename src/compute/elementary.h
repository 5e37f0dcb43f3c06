#pragma once

#include "core/dtype.h"

namespace softmax::compute {

/// e^z rounded to the dtype: +Infinity above traits(dtype).exp_overflow, 0 below exp_underflow. Off by at most 0.65 ulp
/// for float64, 0.501 ulp for the narrower ones, 1 ulp where subnormal. NaN for NaN. The same bits on every machine.
double rounded_exp(Dtype dtype, double z);

/// The natural logarithm of q >= 0 rounded to the dtype, with the same bounds: -Infinity for 0, +Infinity for
/// +Infinity, NaN for NaN.
double rounded_log(Dtype dtype, double q);

}  // namespace softmax::compute
