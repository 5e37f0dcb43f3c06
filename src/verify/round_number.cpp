#include "verify/round_number.h"

#include <charconv>
#include <cmath>
#include <string>

#include <fmt/format.h>

namespace softmax::verify {
namespace {

/// significand · 10^exponent as the nearest double.
double decimal(long long significand, int exponent) {
  const std::string text = fmt::format("{}e{}", significand, exponent);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Of the positive numbers from low to high.
std::vector<double> positive(double low, double high, int digits, std::size_t most) {
  std::vector<double> found;
  if (high <= 0 || low > high) return found;
  const long long first = std::llround(std::pow(10.0, digits - 1));
  const int largest = static_cast<int>(std::floor(std::log10(high)));
  // An interval that reaches down to 0 holds numbers of every size: a dozen decades are enough.
  const int smallest =
      low > 0 ? std::max(static_cast<int>(std::floor(std::log10(low))) - 1, largest - 12) : largest - 12;
  for (int decade = smallest; decade <= largest + 1; ++decade) {
    const int exponent = decade - digits + 1;
    const double scale = std::pow(10.0, -exponent);
    const double lowest = std::floor(low * scale) - 1;
    if (lowest >= 10.0 * static_cast<double>(first)) continue;  // the decade ends below the interval
    const long long from = lowest > static_cast<double>(first) ? static_cast<long long>(lowest) : first;
    for (long long significand = from; significand < first * 10 && found.size() < most; ++significand) {
      const double value = decimal(significand, exponent);
      if (value > high) break;
      if (value >= low && (digits == 1 || significand % 10 != 0)) found.push_back(value);
    }
  }
  return found;
}

}  // namespace

std::vector<double> round_numbers(const Interval& interval, int digits, std::size_t most) {
  std::vector<double> found = positive(interval.low, interval.high, digits, most);
  for (const double value : positive(-interval.high, -interval.low, digits, most)) found.push_back(-value);
  return found;
}

}  // namespace softmax::verify
