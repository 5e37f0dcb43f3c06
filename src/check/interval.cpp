#include "check/interval.h"

#include <charconv>
#include <string>

#include "core/formatted.h"

namespace softmax::check {
namespace {
/// significand · 10^exponent as the nearest double.
double decimal(long long significand, int exponent) {
  const std::string text = formatted("{}e{}", significand, exponent);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The same of the positive numbers from low to high.
std::vector<double> positive_round_numbers(double low, double high, int digits, std::size_t maximum) {
  std::vector<double> found;
  if (high <= 0 || low > high) return found;
  const long long first = std::llround(std::pow(10.0, digits - 1));
  const int largest = static_cast<int>(std::floor(std::log10(high)));
  // An interval that reaches down to 0 has numbers of every size: twelve decades are enough.
  const int smallest =
      low > 0 ? std::max(static_cast<int>(std::floor(std::log10(low))) - 1, largest - 12) : largest - 12;
  for (int decade = smallest; decade <= largest + 1; ++decade) {
    const int exponent = decade - digits + 1;
    const double scale = std::pow(10.0, -exponent);
    const double lowest = std::floor(low * scale) - 1;
    if (lowest >= 10.0 * static_cast<double>(first)) continue;  // the decade ends below the interval
    const long long from = lowest > static_cast<double>(first) ? static_cast<long long>(lowest) : first;
    for (long long significand = from; significand < first * 10 && found.size() < maximum; ++significand) {
      const double value = decimal(significand, exponent);
      if (value > high) break;
      if (value >= low && (digits == 1 || significand % 10 != 0)) found.push_back(value);
    }
  }
  return found;
}
}  // namespace

std::vector<double> round_numbers(const Interval& interval, int digits, std::size_t maximum) {
  std::vector<double> found = positive_round_numbers(interval.low, interval.high, digits, maximum);
  for (const double value : positive_round_numbers(-interval.high, -interval.low, digits, maximum))
    found.push_back(-value);
  return found;
}
}  // namespace softmax::check
