#include "check/mistakes/temperature.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/table.h"
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

// Temperature by solving: in one slice ln p_i - ln p_j = c (x_i - x_j), c being 1/T, so every pair of printed numbers
// confines c to an interval. What their intersection holds is tried, roundest first.

/// Longer slices are looked at from their largest printed number alone, not from every pair.
constexpr std::size_t longest_for_every_pair = 64;

/// How many values of the interval are tried on every element before none is said to fit.
constexpr std::size_t most_tried = 64;

Interval intersection(const Interval& a, const Interval& b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

/// Rates beyond this, or below its reciprocal, are no temperatures.
constexpr double largest_rate = 1e280;

/// The longest keys of attention whose square roots are tried as temperatures.
constexpr double largest_key_size = 1 << 20;

/// The interval that the printed numbers leave for 1/T.
class Confinement {
 public:
  explicit Confinement(const Context& context) : context_(context), slices_(context.range()->slices()) {
    std::vector<std::size_t> slices;
    for (const std::size_t element : context.elements()) slices.push_back(slices_.slice_of(element));
    std::sort(slices.begin(), slices.end());
    slices.erase(std::unique(slices.begin(), slices.end()), slices.end());
    for (const std::size_t slice : slices) {
      confine(slice);
      if (found_.low > found_.high) return;
    }
  }

  const Interval& found() const { return found_; }

  /// Whether a single pair of numbers is all that confines it: such a pair always has a temperature, if it keeps its
  /// order.
  bool is_by_one_pair() const { return pairs_ == 1; }

 private:
  void confine(std::size_t slice) {
    std::vector<std::size_t> members;
    slices_.for_each(slice, [&](std::size_t member) {
      if (std::isfinite(context_.expected().numbers[member].value)) members.push_back(member);
    });
    if (members.empty()) return;
    const auto is_less = [&](std::size_t a, std::size_t b) {
      return context_.expected().numbers[a].value < context_.expected().numbers[b].value;
    };
    if (members.size() <= longest_for_every_pair) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t j = i + 1; j < members.size(); ++j) confine(members[i], members[j]);
      }
    } else {
      const std::size_t largest = *std::max_element(members.begin(), members.end(), is_less);
      for (const std::size_t member : members) {
        if (member != largest) confine(member, largest);
      }
    }
  }

  void confine(std::size_t i, std::size_t j) {
    const Interval distance = input(i) - input(j);
    if (is_nan(distance) || std::isinf(distance.low) || std::isinf(distance.high) ||
        (distance.low <= 0 && distance.high >= 0)) {
      return;
    }
    const Interval ratio = logarithm(i) - logarithm(j);
    if (is_nan(ratio)) return;
    const Interval rate = ratio / distance;
    if (is_nan(rate)) return;
    found_ = intersection(found_, rate);
    ++pairs_;
  }

  Interval input(std::size_t element) const {
    const Subject& subject = context_.subject();
    const double half = subject.half_units.empty() ? 0 : subject.half_units[element];
    return {subject.input[element] - half, subject.input[element] + half};
  }

  /// ln p as the digits confine it, with room for what the dtype loses.
  Interval logarithm(std::size_t element) const {
    constexpr double slack = 1e-6;
    const PrintedNumber& printed = context_.expected().numbers[element];
    if (!std::isfinite(printed.value)) return point(not_a_number);
    if (context_.is_log()) return widened(printed.half, slack * (std::abs(printed.value) + 1));
    const auto log = [](double p) { return p > 0 ? std::log(p) : -infinity; };
    const Interval whole = rising(printed.half, log);
    return {whole.low - slack, whole.high + slack};
  }

  const Context& context_;
  const SliceIndex& slices_;
  Interval found_{-infinity, infinity};
  std::size_t pairs_ = 0;
};

/// A temperature, or the theta that is its reciprocal, whichever is rounder.
struct Rate {
  double value;  ///< 1/T
  Scale scale;
};

std::vector<Rate> roundest_rates(Interval rates) {
  std::vector<Rate> found;
  if (rates.low > rates.high) return found;
  // No print confines a saturated softmax from above: a thousandfold is as good as any.
  if (std::isinf(rates.high)) rates.high = std::max(std::abs(rates.low), 1.0) * 1000;
  if (std::isinf(rates.low)) rates.low = -std::max(std::abs(rates.high), 1.0) * 1000;
  const bool is_sane = std::max(std::abs(rates.low), std::abs(rates.high)) <= largest_rate &&
                       (rates.low <= 0 || rates.low >= 1 / largest_rate);
  if (!is_sane) return found;
  const auto add_temperature = [&found](double t) { found.push_back({1 / t, {.is_temperature = true, .value = t}}); };
  const auto add_of_digits = [&](int digits) {
    if (rates.low > 0) {
      for (const double t : round_numbers({1 / rates.high, 1 / rates.low}, digits, most_tried)) add_temperature(t);
    }
    for (const double theta : round_numbers(rates, digits, most_tried)) {
      if (theta != 0) found.push_back({theta, {.is_temperature = false, .value = theta}});
    }
  };
  constexpr int most_digits_of_a_choice = 6;
  for (int digits = 1; digits <= most_digits_of_a_choice && found.size() < most_tried; ++digits) add_of_digits(digits);
  // sqrt(d_k), as attention scales its scores.
  if (rates.low > 0 && found.size() < most_tried) {
    const double last = std::min(std::sqrt(largest_key_size), 1 / rates.low);
    for (double size = std::ceil(1 / (rates.high * rates.high)); std::sqrt(size) <= last && found.size() < most_tried;
         ++size) {
      add_temperature(std::sqrt(size));
    }
  }
  constexpr int most_digits = std::numeric_limits<double>::max_digits10;
  for (int digits = most_digits_of_a_choice + 1; digits <= most_digits && found.size() < most_tried; ++digits) {
    add_of_digits(digits);
  }
  return found;
}

}  // namespace

std::vector<double> round_numbers(const Interval& interval, int digits, std::size_t most) {
  std::vector<double> found = positive(interval.low, interval.high, digits, most);
  for (const double value : positive(-interval.high, -interval.low, digits, most)) found.push_back(-value);
  return found;
}

Hypotheses another_temperature(const Context& context) {
  if (context.expected().shape != context.shape()) return {};
  const Confinement confinement(context);
  const Interval rates = confinement.found();
  if (std::isinf(rates.low) && std::isinf(rates.high)) return {};
  for (const Rate& rate : roundest_rates(rates)) {
    if (rate.value == context.subject().factor() || rate.value == 0) continue;
    const double factor = rate.value / context.subject().factor();
    const auto range =
        context.range_of([logits = context.logits(), factor](std::size_t element) { return logits(element) * factor; });
    const Operation operation = context.operation();
    const auto value = [range, operation](std::size_t element) { return range->value(element, operation); };
    const bool fits = std::all_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
      return context.agrees(element, value(element), context.loss());
    });
    if (!fits) continue;
    Request request = context.command().request;
    request.scale = rate.scale;
    const double temperature = rate.scale.is_temperature ? rate.scale.value : 1 / rate.scale.value;
    Hypothesis hypothesis =
        context.suppose(value, context.loss(), formatted("{:.6g}", temperature), context.command().text(request));
    if (confinement.is_by_one_pair()) hypothesis.remark = "; it proves little, as nearly every pair of numbers has one";
    return {hypothesis};
  }
  return {};
}

}  // namespace softmax::check
