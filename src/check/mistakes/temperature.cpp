#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/hypothesis.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// In one slice ln p_i - ln p_j = c (x_i - x_j), where c is 1/T, so every pair of printed numbers confines c to an
// interval. The numbers in the intersection of these intervals are tried, roundest first.

/// In longer slices only the pairs with the largest printed number are looked at.
constexpr std::size_t longest_for_every_pair = 64;

/// The number of values that are tried on every element before none is said to fit.
constexpr std::size_t maximum_tried = 64;

Interval intersection(const Interval& a, const Interval& b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

/// Rates above this, or below its reciprocal, are not taken for temperatures.
constexpr double largest_rate = 1e280;

/// The longest keys of attention whose square roots are tried as temperatures.
constexpr double largest_key_size = 1 << 20;

/// The interval that the printed numbers leave for 1/T.
class Confinement {
 public:
  explicit Confinement(const Context& context) : context_(context), slices_(context.slices()) {
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

  /// Whether a single pair of numbers confines it: such a pair always has a temperature, if it keeps its order.
  bool is_by_one_pair() const { return pairs_ == 1; }

 private:
  void confine(std::size_t slice) {
    std::vector<std::size_t> members;
    slices_.for_each(slice, [&](std::size_t member) {
      if (std::isfinite(context_.printed(member).value)) members.push_back(member);
    });
    if (members.size() > longest_for_every_pair) {
      const auto is_less = [this](std::size_t a, std::size_t b) {
        return context_.printed(a).value < context_.printed(b).value;
      };
      const std::size_t largest = *std::max_element(members.begin(), members.end(), is_less);
      for (const std::size_t member : members) confine(member, largest);
      return;
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) confine(members[i], members[j]);
    }
  }

  /// Nothing where the two inputs can be equal or are infinite.
  void confine(std::size_t i, std::size_t j) {
    const Interval distance = input(i) - input(j);
    if (is_nan(distance) || std::isinf(magnitude(distance)) || (distance.low <= 0 && distance.high >= 0)) return;
    const Interval rate = (logarithm(i) - logarithm(j)) / distance;
    if (is_nan(rate)) return;
    found_ = intersection(found_, rate);
    ++pairs_;
  }

  Interval input(std::size_t element) const {
    const Subject& subject = context_.subject();
    const double half = subject.half_units.empty() ? 0 : subject.half_units[element];
    return {subject.input[element] - half, subject.input[element] + half};
  }

  /// ln p as the digits confine it, widened by what the dtype may lose.
  Interval logarithm(std::size_t element) const {
    constexpr double slack = 1e-6;
    const PrintedNumber& printed = context_.printed(element);
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
  // The print of a saturated softmax does not confine the rate from above: a thousandfold is as good as any.
  if (std::isinf(rates.high)) rates.high = std::max(std::abs(rates.low), 1.0) * 1000;
  if (std::isinf(rates.low)) rates.low = -std::max(std::abs(rates.high), 1.0) * 1000;
  const bool is_sane = std::max(std::abs(rates.low), std::abs(rates.high)) <= largest_rate &&
                       (rates.low <= 0 || rates.low >= 1 / largest_rate);
  if (!is_sane) return found;
  const auto add_temperature = [&found](double t) { found.push_back({1 / t, {.is_temperature = true, .value = t}}); };
  const auto add_of_digits = [&](int digits) {
    if (rates.low > 0) {
      for (const double t : round_numbers({1 / rates.high, 1 / rates.low}, digits, maximum_tried)) add_temperature(t);
    }
    for (const double theta : round_numbers(rates, digits, maximum_tried)) {
      if (theta != 0) found.push_back({theta, {.is_temperature = false, .value = theta}});
    }
  };
  constexpr int maximum_digits_of_a_choice = 6;
  for (int digits = 1; digits <= maximum_digits_of_a_choice && found.size() < maximum_tried; ++digits)
    add_of_digits(digits);
  // sqrt(d_k), as attention scales its scores.
  if (rates.low > 0 && found.size() < maximum_tried) {
    const double last = std::min(std::sqrt(largest_key_size), 1 / rates.low);
    for (double size = std::ceil(1 / (rates.high * rates.high));
         std::sqrt(size) <= last && found.size() < maximum_tried; ++size) {
      add_temperature(std::sqrt(size));
    }
  }
  constexpr int maximum_digits = std::numeric_limits<double>::max_digits10;
  for (int digits = maximum_digits_of_a_choice + 1; digits <= maximum_digits && found.size() < maximum_tried;
       ++digits) {
    add_of_digits(digits);
  }
  return found;
}
}  // namespace

Hypotheses another_temperature(const Context& context) {
  if (context.expected().shape != context.shape()) return {};
  const Confinement confinement(context);
  const Interval rates = confinement.found();
  if (std::isinf(rates.low) && std::isinf(rates.high)) return {};
  for (const Rate& rate : roundest_rates(rates)) {
    if (rate.value == context.subject().factor() || rate.value == 0) continue;
    const auto range = context.range_of(scaled(context.logits(), rate.value / context.subject().factor()));
    const double temperature = rate.scale.is_temperature ? rate.scale.value : 1 / rate.scale.value;
    Hypothesis hypothesis =
        context.suppose(range, formatted("{:.6g}", temperature),
                        context.command_with([&](Request& request) { request.scale = rate.scale; }));
    const bool fits = std::all_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
      return context.agrees(element, hypothesis.value(element), context.loss());
    });
    if (!fits) continue;
    if (confinement.is_by_one_pair()) hypothesis.remark = "; it proves little, as nearly every pair of numbers has one";
    return {hypothesis};
  }
  return {};
}
}  // namespace softmax::check
