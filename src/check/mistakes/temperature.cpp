#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// In one slice ln p_i - ln p_j = c (x_i - x_j), where c is 1/T, so every pair of printed numbers confines c to an
// interval. The numbers in the intersection of these intervals are tried, roundest first.

/// In longer slices only the pairs with the largest printed number are looked at.
constexpr std::size_t longest_for_every_pair = 64;

/// The number of values that are tried on every element before none is said to fit.
constexpr std::size_t maximum_tried = 64;

/// Rates above this, or below its reciprocal, are not taken for temperatures.
constexpr double largest_rate = 1e280;

/// The longest keys of attention whose square roots are tried as temperatures.
constexpr double largest_key_size = 1 << 20;

Interval input(const Subject& subject, std::size_t element) {
  return widened(point(subject.input[element]), subject.units.half.empty() ? 0 : subject.units.half[element]);
}

/// ln p as the digits confine it, widened by what the dtype may lose.
Interval confined_logarithm(const Context& context, std::size_t element) {
  constexpr double slack = 1e-6;
  const Interval half = context.half(element);
  if (context.is_log()) return widened(half, slack * (magnitude(half) + 1));
  const Interval whole = rising(half, [](double p) { return p > 0 ? std::log(p) : -infinity; });
  return {whole.low - slack, whole.high + slack};
}

/// The interval that the printed numbers leave for 1/T.
struct Confinement {
  Interval rates{-infinity, infinity};
  std::size_t pairs = 0;  ///< that confine it
};

/// An element with a finite printed number.
struct Member {
  double printed;
  Interval input;
  Interval logarithm;  ///< as the digits confine it
};

/// Nothing where the two inputs can be equal or are infinite.
void confine(const Member& i, const Member& j, Confinement& found) {
  const Interval distance = i.input - j.input;
  if (is_nan(distance) || std::isinf(magnitude(distance)) || (distance.low <= 0 && distance.high >= 0)) return;
  const Interval rate = (i.logarithm - j.logarithm) / distance;
  if (is_nan(rate)) return;
  found.rates = {std::max(found.rates.low, rate.low), std::min(found.rates.high, rate.high)};
  ++found.pairs;
}

Confinement confinement_of(const Context& context) {
  std::set<std::size_t> slices;
  for (const std::size_t element : context.elements()) slices.insert(context.slices().slice_of(element));
  Confinement found;
  for (const std::size_t slice : slices) {
    std::vector<Member> members;
    context.slices().for_each(slice, [&](std::size_t member) {
      const double printed = context.printed(member).value;
      if (!std::isfinite(printed)) return;
      members.push_back({printed, input(context.subject(), member), confined_logarithm(context, member)});
    });
    if (members.size() > longest_for_every_pair) {
      const Member largest = *std::max_element(members.begin(), members.end(),
                                               [](const Member& a, const Member& b) { return a.printed < b.printed; });
      for (const Member& member : members) confine(member, largest, found);
    } else {
      for (auto i = members.begin(); i != members.end(); ++i) {
        std::for_each(i + 1, members.end(), [&](const Member& j) { confine(*i, j, found); });
      }
    }
    if (found.rates.low > found.rates.high) break;
  }
  return found;
}

/// A temperature, or the theta that is its reciprocal, whichever is rounder.
struct Rate {
  double value;  ///< 1/T
  Scale scale;
};

/// Temperatures and thetas of at most that many digits.
std::vector<Rate> roundest_rates(Interval rates, int maximum_digits) {
  std::vector<Rate> found;
  if (rates.low > rates.high) return found;
  // The print of a saturated softmax does not confine the rate from above: a thousandfold is as good as any.
  if (std::isinf(rates.high)) rates.high = std::max(std::abs(rates.low), 1.0) * 1000;
  if (std::isinf(rates.low)) rates.low = -std::max(std::abs(rates.high), 1.0) * 1000;
  const bool is_sane = std::max(std::abs(rates.low), std::abs(rates.high)) <= largest_rate &&
                       (rates.low <= 0 || rates.low >= 1 / largest_rate);
  if (!is_sane) return found;
  const auto add_temperature = [&found](double t) { found.push_back({1 / t, {.is_temperature = true, .value = t}}); };
  for (int digits = 1; digits <= maximum_digits && found.size() < maximum_tried; ++digits) {
    if (rates.low > 0) {
      for (const double t : round_numbers({1 / rates.high, 1 / rates.low}, digits, maximum_tried)) add_temperature(t);
    }
    for (const double theta : round_numbers(rates, digits, maximum_tried)) {
      if (theta != 0) found.push_back({theta, {.is_temperature = false, .value = theta}});
    }
  }
  return found;
}

/// Whether a factor of the logits makes the same numbers to all digits that are shown, whatever their dtype loses.
bool is_same_rate(double factor) {
  constexpr double same = 1e-5;
  return std::abs(factor - 1) < same;
}

/// The whole number, from 2 on, whose square root the temperature is.
struct KeySize {
  double value;
  bool is_only_one;  ///< in the interval; else it is the multiple of 64 that is divisible by 2 most often
};

std::optional<KeySize> key_size(const Interval& sizes) {
  constexpr double longest = 1.02;
  constexpr double smallest_step = 64;
  if (!(sizes.high <= largest_key_size)) return std::nullopt;
  const double size = std::max(std::ceil(sizes.low), 2.0);
  if (size + 1 > sizes.high) return size <= sizes.high ? std::optional(KeySize{size, true}) : std::nullopt;
  if (sizes.high > longest * sizes.low) return std::nullopt;
  for (double step = largest_key_size; step >= smallest_step; step /= 2) {
    const double multiple = std::ceil(sizes.low / step) * step;
    if (multiple <= sizes.high) return KeySize{multiple, false};
  }
  return std::nullopt;
}

std::optional<KeySize> key_size(const Context& context) {
  if (context.expected().shape != context.shape()) return std::nullopt;
  const auto [rates, pairs] = confinement_of(context);
  if (pairs == 0 || !(rates.low > 0) || rates.low > rates.high) return std::nullopt;
  return key_size({1 / (rates.high * rates.high), 1 / (rates.low * rates.low)});
}

/// The input divided by the square root of a whole number. `is_square`: the root is a whole number too, a temperature
/// that is as simple.
Hypotheses scaled_by_root_of(const Context& context, bool is_square) {
  const std::optional<KeySize> size = key_size(context);
  if (!size) return {};
  const double temperature = std::sqrt(size->value);
  if ((temperature == std::trunc(temperature)) != is_square) return {};
  const Scale scale{.is_temperature = true, .value = temperature};
  const double factor = 1 / (temperature * context.subject().factor());
  if (is_same_rate(factor)) return {};
  Hypothesis hypothesis =
      context.suppose(context.range_of(scaled(context.logits(), factor)), formatted("sqrt({})", size->value),
                      context.command_with([&](Request& request) { request.scale = scale; }));
  if (!context.agrees(hypothesis.printed)) return {};
  return {hypothesis};
}
}  // namespace

Hypotheses scaled_by_root(const Context& context) { return scaled_by_root_of(context, false); }
Hypotheses scaled_by_whole_root(const Context& context) { return scaled_by_root_of(context, true); }

Hypotheses another_temperature(const Context& context) {
  if (context.expected().shape != context.shape()) return {};
  const auto [rates, pairs] = confinement_of(context);
  if (std::isinf(rates.low) && std::isinf(rates.high)) return {};
  // A root is preferred to its digits.
  constexpr int digits_of_a_choice = 2;
  const std::optional<KeySize> size = key_size(context);
  const bool is_root = size && size->is_only_one && !scaled_by_root(context).empty();
  const int maximum_digits = is_root ? digits_of_a_choice : std::numeric_limits<double>::max_digits10;
  for (const Rate& rate : roundest_rates(rates, maximum_digits)) {
    if (rate.value == context.subject().factor() || rate.value == 0) continue;
    const auto range = context.range_of(scaled(context.logits(), rate.value / context.subject().factor()));
    const double temperature = rate.scale.is_temperature ? rate.scale.value : 1 / rate.scale.value;
    if (is_same_rate(rate.value / context.subject().factor())) continue;
    Hypothesis hypothesis =
        context.suppose(range, formatted("{:.6g}", temperature),
                        context.command_with([&](Request& request) { request.scale = rate.scale; }));
    if (!context.agrees(hypothesis.printed)) continue;
    // A single pair always has a temperature, if it keeps its order.
    if (pairs == 1) hypothesis.remark = "; it proves little, as nearly every pair of numbers has one";
    return {hypothesis};
  }
  return {};
}
}  // namespace softmax::check
