#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace softmax::check {
/// The doubles from `low` to `high`, both included; none when low > high.
struct Interval {
  double low = 0;
  double high = 0;
};

// Arithmetic on all values that a number can have while printed inputs move within their half units. Ends are rounded
// to nearest: that loses far less than the comparison allows for the dtype. NaN is the interval with NaN at both ends.

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

inline Interval point(double value) { return {value, value}; }

inline bool is_nan(const Interval& a) { return std::isnan(a.low) || std::isnan(a.high); }

inline double middle(const Interval& a) { return a.low == a.high ? a.low : a.low + (a.high - a.low) / 2; }

/// The largest absolute value.
inline double magnitude(const Interval& a) { return std::max(std::abs(a.low), std::abs(a.high)); }

inline Interval operator-(const Interval& a) { return {-a.high, -a.low}; }
inline Interval operator+(const Interval& a, const Interval& b) { return {a.low + b.low, a.high + b.high}; }
inline Interval operator-(const Interval& a, const Interval& b) { return a + -b; }

inline Interval operator*(const Interval& a, double factor) {
  return factor < 0 ? Interval{a.high * factor, a.low * factor} : Interval{a.low * factor, a.high * factor};
}

/// a / b; all numbers when b may be 0.
inline Interval operator/(const Interval& a, const Interval& b) {
  if (is_nan(a) || is_nan(b)) return point(not_a_number);
  if (b.low <= 0 && b.high >= 0) return {-infinity, infinity};
  const auto [low, high] = std::minmax({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
  return {low, high};
}

/// The image under a function that never decreases.
template <class Function>
Interval rising(const Interval& a, Function function) {
  const double low = function(a.low);
  return {low, a.low == a.high ? low : function(a.high)};
}

inline Interval exp(const Interval& a) {
  return rising(a, [](double x) { return std::exp(x); });
}

/// Whether the two have a value in common; NaN only with NaN.
inline bool meet(const Interval& a, const Interval& b) {
  if (is_nan(a) || is_nan(b)) return is_nan(a) && is_nan(b);
  return a.low <= b.high && b.low <= a.high;
}

/// The values within `distance` of a.
inline Interval widened(const Interval& a, double distance) {
  if (std::isinf(a.low) || std::isinf(a.high)) return a;
  return {a.low - distance, a.high + distance};
}

/// The numbers in an interval that have exactly `digits` (at least 1) significant decimal digits, nearest to zero first
/// within each sign; at most `maximum` of each sign.
std::vector<double> round_numbers(const Interval& interval, int digits, std::size_t maximum);
}  // namespace softmax::check
