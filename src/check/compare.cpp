#include "check/compare.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "check/interval.h"
#include "compute/exact_sum.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
bool agrees_within(const Tolerance& tolerance, double printed, double result) {
  if (std::isnan(printed) || std::isnan(result)) return std::isnan(printed) && std::isnan(result);
  if (std::isinf(printed) || std::isinf(result)) return printed == result;
  return std::abs(result - printed) <= tolerance.absolute + tolerance.relative * std::abs(printed);
}

/// Without index and text, which are filled in for the worst element only.
ComparedElement compared(const PrintedNumber& printed, double result) {
  ComparedElement element{{}, {}, result, std::abs(result - printed.value), std::nullopt};
  const bool are_nan = std::isnan(printed.value) && std::isnan(result);
  if (printed.value == result || are_nan) element.distance = 0;  // also of two infinities
  if (printed.unit > 0 && std::isfinite(element.distance)) element.units = element.distance / printed.unit;
  return element;
}

/// Whether b is farther from what was printed than a; a NaN where a number should be is farthest.
bool is_farther(const ComparedElement& a, const ComparedElement& b) {
  if (std::isnan(a.distance) || std::isnan(b.distance)) return !std::isnan(a.distance);
  return a.units && b.units ? *b.units > *a.units : b.distance > a.distance;
}

/// The verdict on the places that for_each_place(visit) visits.
template <class ForEachPlace>
Verdict verdict_on(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance,
                   ForEachPlace for_each_place) {
  Verdict verdict;
  verdict.rule = tolerance ? formatted("atol {}, rtol {}", tolerance->absolute, tolerance->relative)
                           : formatted("printed digits, {}", name(expected.dtype));
  verdict.printed_shape = expected.shape;
  const auto level_at = [&](std::size_t place, const PrintedNumber& printed, double result) {
    if (tolerance) return agrees_within(*tolerance, printed.value, result) ? Level::tolerance : Level::mismatch;
    // The other levels cost more and are rarely needed.
    if (meet(point(result), printed.half)) return Level::digits;
    return level_of(printed, result, computed.reachable(place), computed.loss(place));
  };
  for_each_place([&](std::size_t place) {
    const PrintedNumber& printed = expected.numbers[place];
    const double result = computed.value(place);
    const Level level = level_at(place, printed, result);
    ++verdict.levels[static_cast<std::size_t>(level)];
    if (!agrees(level) && !verdict.first_disagreeing) verdict.first_disagreeing = index_of(place, expected.shape);
    const bool is_worse_level = !verdict.worst || level > verdict.level;
    if (!is_worse_level && level < verdict.level) return;
    ComparedElement element = compared(printed, result);
    if (!is_worse_level && !is_farther(*verdict.worst, element)) return;
    element.index = index_of(place, expected.shape);
    element.printed = printed.text.empty() ? formatted("{}", printed.value) : printed.text;
    verdict.worst = std::move(element);
    verdict.level = level;
  });
  return verdict;
}

/// The numbers of a slice on which its losses depend.
struct SliceExtent {
  double maximum = -infinity;
  double largest_magnitude = 0;  ///< of the finite logits
};

/// The losses of a result, element by element.
std::function<double(std::size_t)> losses(const Subject& subject, Dtype printing) {
  const SliceIndex slices(subject.shape, subject.request.dims);
  std::vector<SliceExtent> extents(slices.count());
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    slices.for_each(slice, [&](std::size_t element) {
      const double logit = subject.input[element] * subject.factor();
      SliceExtent& extent = extents[slice];
      extent.maximum = std::max(extent.maximum, logit);
      if (std::isfinite(logit)) extent.largest_magnitude = std::max(extent.largest_magnitude, std::abs(logit));
    });
  }
  const double epsilon = ulp(printing, 1);
  const double smallest = std::ldexp(1.0, traits(printing).min_exponent);
  return [&subject, slices, extents = std::move(extents), epsilon, smallest](std::size_t element) {
    const double result = subject.result[element];
    if (!std::isfinite(result)) return 0.0;
    const SliceExtent& extent = extents[slices.slice_of(element)];
    if (subject.request.operation == Operation::log_softmax) {
      return 4 * epsilon * std::abs(result) + epsilon * extent.largest_magnitude + epsilon + smallest;
    }
    const double below = extent.maximum - subject.input[element] * subject.factor();
    return (result == 0 ? 0 : epsilon * result * (4 + std::abs(below))) + smallest;
  };
}
}  // namespace

Level level_of(const PrintedNumber& printed, double result, const Interval& reachable, double loss) {
  if (meet(point(result), printed.half)) return Level::digits;
  if (!std::isfinite(result) || !std::isfinite(printed.value)) return Level::mismatch;
  // The result is reachable, even if the ends of the range were rounded past it.
  const Interval reached =
      is_nan(reachable) ? point(result) : Interval{std::min(reachable.low, result), std::max(reachable.high, result)};
  if (meet(reached, printed.half)) return Level::inputs;
  const Interval allowed = widened(reached, loss);
  if (meet(allowed, printed.half)) return Level::dtype;
  return meet(allowed, printed.whole) && printed.unit > 0 ? Level::last_digit : Level::mismatch;
}

Verdict compare(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance) {
  const bool is_same_shape = expected.shape == computed.shape;
  Verdict verdict = verdict_on(computed, expected, tolerance, [&](const auto& visit) {
    for (std::size_t place = 0; is_same_shape && place < expected.numbers.size(); ++place) visit(place);
  });
  verdict.has_other_shape = !is_same_shape;
  if (!is_same_shape) verdict.level = Level::mismatch;
  return verdict;
}

Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places) {
  return verdict_on(computed, expected, std::nullopt,
                    [&](const auto& visit) { std::for_each(places.begin(), places.end(), visit); });
}

Field logits(const Subject& subject) {
  const double factor = subject.factor();
  if (subject.half_units.empty()) {
    return [&subject, factor](std::size_t element) { return point(subject.input[element] * factor); };
  }
  return [&subject, factor](std::size_t element) {
    return widened(point(subject.input[element]), subject.half_units[element]) * factor;
  };
}

Computed computed_result(const Subject& subject, Dtype printing) {
  const auto result = [&subject](std::size_t element) { return subject.result[element]; };
  Computed computed{subject.shape, result, [result](std::size_t element) { return point(result(element)); },
                    losses(subject, printing)};
  if (!subject.half_units.empty()) {
    const SliceIndex slices(subject.shape, subject.request.dims);
    computed.reachable = values(std::make_shared<SoftmaxRange>(logits(subject), slices), subject.request.operation);
  }
  return computed;
}

Computed computed_sums(const Subject& subject, Dtype printing) {
  const SliceIndex slices(subject.shape, subject.request.dims);
  const auto loss = losses(subject, printing);
  const bool is_log = subject.request.operation == Operation::log_softmax;
  std::vector<double> sums(slices.count());
  std::vector<double> lost(slices.count());
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    compute::ExactSum sum;
    slices.for_each(slice, [&](std::size_t element) {
      const double result = subject.result[element];
      const double term = is_log ? std::exp(result) : result;
      sum.add(term);
      lost[slice] += is_log ? term * loss(element) : loss(element);
    });
    sums[slice] = sum.rounded(Dtype::float64);
  }
  return {Slices(subject.shape, subject.request.dims).kept(), [sums](std::size_t slice) { return sums[slice]; },
          [sums](std::size_t slice) { return point(sums[slice]); }, [lost](std::size_t slice) { return lost[slice]; }};
}
}  // namespace softmax::check
