#include "check/compare.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

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

std::string rule_text(const Expected& expected, const std::optional<Tolerance>& tolerance) {
  if (tolerance) return formatted("atol {}, rtol {}", tolerance->absolute, tolerance->relative);
  return formatted("printed digits, {}", name(expected.dtype));
}

/// Builds a verdict element by element.
class Tally {
 public:
  Tally(const Computed& computed, const Expected& expected, std::optional<Tolerance> tolerance)
      : computed_(computed), expected_(expected), tolerance_(tolerance) {
    verdict_.rule = rule_text(expected, tolerance);
    verdict_.printed_shape = expected.shape;
  }

  void add(std::size_t place) {
    const PrintedNumber& printed = expected_.numbers[place];
    const double result = computed_.value(place);
    const Level level = this->level(place, printed, result);
    ++verdict_.levels[static_cast<std::size_t>(level)];
    if (!softmax::agrees(level) && !verdict_.first_disagreeing) {
      verdict_.first_disagreeing = index_of(place, expected_.shape);
    }
    const bool is_worse_level = !verdict_.worst || level > verdict_.level;
    if (!is_worse_level && level < verdict_.level) return;
    ComparedElement element = compared(printed, result);
    if (!is_worse_level && !is_farther(*verdict_.worst, element)) return;
    element.index = index_of(place, expected_.shape);
    element.printed = printed.text.empty() ? formatted("{}", printed.value) : printed.text;
    verdict_.worst = std::move(element);
    verdict_.level = level;
  }

  Verdict& verdict() { return verdict_; }

 private:
  Level level(std::size_t place, const PrintedNumber& printed, double result) const {
    if (tolerance_) return agrees_within(*tolerance_, printed.value, result) ? Level::tolerance : Level::mismatch;
    // The other levels cost more and are rarely needed.
    if (meet(point(result), printed.half)) return Level::digits;
    return level_of(printed, result, computed_.reachable(place), computed_.loss(place));
  }

  const Computed& computed_;
  const Expected& expected_;
  std::optional<Tolerance> tolerance_;
  Verdict verdict_;
};

/// The numbers of a slice on which its losses depend.
struct SliceExtent {
  double maximum = -infinity;
  double largest_magnitude = 0;  ///< of the finite logits
};

/// The losses of a result, element by element.
class Losses {
 public:
  Losses(const Subject& subject, Dtype printing)
      : subject_(subject),
        slices_(subject.shape, subject.request.dims),
        epsilon_(ulp(printing, 1)),
        smallest_(std::ldexp(1.0, traits(printing).min_exponent)),
        extents_(slices_.count()) {
    for (std::size_t slice = 0; slice < slices_.count(); ++slice) {
      slices_.for_each(slice, [&](std::size_t element) {
        const double logit = subject.input[element] * subject.factor();
        SliceExtent& extent = extents_[slice];
        extent.maximum = std::max(extent.maximum, logit);
        if (std::isfinite(logit)) extent.largest_magnitude = std::max(extent.largest_magnitude, std::abs(logit));
      });
    }
  }

  double operator()(std::size_t element) const {
    const double result = subject_.result[element];
    if (!std::isfinite(result)) return 0;
    const SliceExtent& extent = extents_[slices_.slice_of(element)];
    if (subject_.request.operation == Operation::log_softmax) {
      return 4 * epsilon_ * std::abs(result) + epsilon_ * extent.largest_magnitude + epsilon_ + smallest_;
    }
    const double below = extent.maximum - subject_.input[element] * subject_.factor();
    return (result == 0 ? 0 : epsilon_ * result * (4 + std::abs(below))) + smallest_;
  }

 private:
  const Subject& subject_;
  SliceIndex slices_;
  double epsilon_;
  double smallest_;
  std::vector<SliceExtent> extents_;
};
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
  Tally tally(computed, expected, tolerance);
  if (expected.shape == computed.shape) {
    for (std::size_t place = 0; place < expected.numbers.size(); ++place) tally.add(place);
  } else {
    tally.verdict().has_other_shape = true;
    tally.verdict().level = Level::mismatch;
  }
  return std::move(tally.verdict());
}

Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places) {
  Tally tally(computed, expected, std::nullopt);
  for (const std::size_t place : places) tally.add(place);
  return std::move(tally.verdict());
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
  const auto losses = std::make_shared<Losses>(subject, printing);
  Computed computed;
  computed.shape = subject.shape;
  computed.value = [&subject](std::size_t element) { return subject.result[element]; };
  computed.loss = [losses](std::size_t element) { return (*losses)(element); };
  if (subject.half_units.empty()) {
    computed.reachable = [&subject](std::size_t element) { return point(subject.result[element]); };
  } else {
    const auto range = std::make_shared<SoftmaxRange>(logits(subject), SliceIndex(subject.shape, subject.request.dims));
    const Operation operation = subject.request.operation;
    computed.reachable = [range, operation](std::size_t element) { return range->value(element, operation); };
  }
  return computed;
}

Computed computed_sums(const Subject& subject, Dtype printing) {
  const SliceIndex slices(subject.shape, subject.request.dims);
  const Losses losses(subject, printing);
  const bool is_log = subject.request.operation == Operation::log_softmax;
  std::vector<double> sums(slices.count());
  std::vector<double> lost(slices.count());
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    compute::ExactSum sum;
    slices.for_each(slice, [&](std::size_t element) {
      const double result = subject.result[element];
      const double term = is_log ? std::exp(result) : result;
      sum.add(term);
      lost[slice] += is_log ? term * losses(element) : losses(element);
    });
    sums[slice] = sum.rounded(Dtype::float64);
  }
  Computed computed;
  computed.shape = Slices(subject.shape, subject.request.dims).kept();
  computed.value = [sums](std::size_t slice) { return sums[slice]; };
  computed.reachable = [sums](std::size_t slice) { return point(sums[slice]); };
  computed.loss = [lost](std::size_t slice) { return lost[slice]; };
  return computed;
}
}  // namespace softmax::check
