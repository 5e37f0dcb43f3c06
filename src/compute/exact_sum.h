#pragma once

#include <cmath>
#include <cstddef>

#include "core/dtype.h"

namespace softmax::compute {
/// A sum of non-negative numbers in three parts, high + middle + low, by two-sums that lose only what `low` can't hold:
/// the relative error after n numbers is less than n²·2^-159. The sum, rounded once at the end, is the rounded exact
/// sum, unless the exact sum is that near to the middle between two values without being the middle. (Ogita, Rump and
/// Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26(6), 2005.)
class ExactSum {
 public:
  ExactSum() = default;
  ExactSum(double high, double middle, double low) : high_(high), middle_(middle), low_(low) {}

  void add(double value) { low_ += two_sum(middle_, two_sum(high_, value)); }

  /// Adds a sum of further numbers.
  void add(const ExactSum& other) {
    add(other.high_);
    if (!std::isfinite(high_)) return;  // the lower parts are NaN then
    add(other.middle_);
    low_ += other.low_;
  }

  double high() const { return high_; }
  double middle() const { return middle_; }
  double low() const { return low_; }

  /// The value of the dtype nearest to the sum, ties to even; +Infinity beyond the largest; NaN or +Infinity after one.
  double rounded(Dtype dtype) const;

 private:
  /// sum += value; returns the exact rounding error.
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

/// The parts of several sums, in arrays that kernels add to.
struct ExactSums {
  double* high;
  double* middle;
  double* low;

  ExactSums operator+(std::size_t sums) const { return {high + sums, middle + sums, low + sums}; }

  ExactSum get(std::size_t sum) const { return {high[sum], middle[sum], low[sum]}; }
  void set(std::size_t sum, const ExactSum& value) const;

  /// Adds sums of further numbers.
  void add(const ExactSums& others, std::size_t count) const;

  /// All of them become 0.
  void reset(std::size_t count) const;

  /// ExactSum::rounded of each.
  void rounded(Dtype dtype, std::size_t count, double* totals) const;
};
}  // namespace softmax::compute
