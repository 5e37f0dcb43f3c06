#pragma once

#include "core/dtype.h"

namespace softmax::compute {

/// A sum of non-negative numbers in three parts, high + middle + low, by two-sums that lose nothing but what `low`
/// can't hold: off by less than n²·2^-159 of itself after n numbers. Rounded once at the end it is what exact addition
/// gives, unless the exact sum is that near to the middle between two values without being the middle. (Ogita, Rump and
/// Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26(6), 2005.)
class ExactSum {
 public:
  void add(double value) { low_ += two_sum(middle_, two_sum(high_, value)); }

  /// The value of the dtype nearest to the sum, ties to even; what is beyond the largest becomes +Infinity. NaN once a
  /// NaN was added, +Infinity once +Infinity was.
  double rounded(Dtype dtype) const;

 private:
  /// sum += value; returns what rounding took away, exactly.
  static double two_sum(double& sum, double value) {
    const double before = sum;
    sum = before + value;
    const double part = sum - before;
    return (before - (sum - part)) + (value - part);
  }

  double high_ = 0;
  double middle_ = 0;
  double low_ = 0;
};

}  // namespace softmax::compute
