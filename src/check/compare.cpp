#include "check/compare.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <numeric>
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
ComparedElement compared(const ExpectedNumber& printed, double result) {
  ComparedElement element{{}, {}, result, std::abs(result - printed.value), std::nullopt};
  const bool are_nan = std::isnan(printed.value) && std::isnan(result);
  if (printed.value == result || are_nan) element.distance = 0;  // also of two infinities
  if (!printed.is_exact() && std::isfinite(element.distance)) element.units = element.distance / printed.unit();
  return element;
}

/// Whether b is farther from what was printed than a; a NaN where a number should be is farthest.
bool is_farther(const ComparedElement& a, const ComparedElement& b) {
  if (std::isnan(a.distance) || std::isnan(b.distance)) return !std::isnan(a.distance);
  return a.units && b.units ? *b.units > *a.units : b.distance > a.distance;
}

/// |x - max| of an element of a run.
std::function<double(std::size_t)> below_maximum(const Subject& subject, std::shared_ptr<const SliceIndex> slices) {
  const auto maxima = std::make_shared<std::vector<double>>();  // worked out when first asked for
  return [&subject, slices = std::move(slices), maxima](std::size_t element) {
    const double factor = subject.factor();
    if (maxima->empty()) {
      maxima->resize(slices->count(), -infinity);
      for (std::size_t slice = 0; slice < slices->count(); ++slice) {
        double& maximum = (*maxima)[slice];
        slices->for_each(slice,
                         [&](std::size_t member) { maximum = std::max(maximum, subject.input[member] * factor); });
      }
    }
    return std::abs((*maxima)[slices->slice_of(element)] - subject.input[element] * factor);
  };
}

/// The verdict on some places of a tensor. A number is printed at each of them.
class Judge {
 public:
  Judge(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance)
      : computed_(computed), expected_(expected), tolerance_(tolerance) {}

  Verdict verdict(const std::vector<std::size_t>& places) {
    verdict_.printed_shape = expected_.shape;
    std::vector<std::size_t> open;  // beyond digits
    for (const std::size_t place : places) {
      if (!reaches(place, Level::digits)) open.push_back(place);
    }
    if (tolerance_) {
      verdict_.rule = formatted("atol {}, rtol {}", tolerance_->absolute, tolerance_->relative);
      tally(places, open, Level::tolerance);
      for (const std::size_t place : open) count(place, Level::mismatch);
      return std::move(verdict_);
    }
    tally(places, open, Level::digits);
    for (const Level level : {Level::inputs, Level::own_digits}) {
      std::vector<std::size_t> left;
      for (const std::size_t place : open) {
        if (reaches(place, level)) {
          count(place, level);
        } else {
          left.push_back(place);
        }
      }
      open = std::move(left);
    }
    judge_by_dtype(open);
    return std::move(verdict_);
  }

 private:
  bool reaches(std::size_t place, Level level) const {
    const ExpectedNumber& printed = expected_.numbers[place];
    if (tolerance_) return agrees_within(*tolerance_, printed.value, computed_.value(place));
    if (level == Level::digits) return meets_half(printed, point(computed_.value(place)));
    if (level == Level::inputs) return meets_half(printed, computed_.printed.value(place));
    return meets_own_half(printed, computed_.printed.value(place));
  }

  /// Those of the places that are beyond the level `dtype`.
  std::vector<std::size_t> beyond_dtype(const std::vector<std::size_t>& open, Dtype dtype) const {
    std::vector<std::size_t> left = beyond(computed_.printed, open, dtype);
    if (left.empty() || !computed_.of_rounded) return left;
    Candidate rounded = computed_.printed;
    rounded.value = computed_.of_rounded(dtype);
    return rounded.value ? beyond(rounded, left, dtype) : left;
  }

  std::vector<std::size_t> beyond(const Candidate& candidate, const std::vector<std::size_t>& open, Dtype dtype) const {
    DtypeRule rule(candidate, expected_, dtype);
    std::vector<std::size_t> left;
    std::copy_if(open.begin(), open.end(), std::back_inserter(left),
                 [&](std::size_t place) { return !rule.holds(place); });
    return left;
  }

  void judge_by_dtype(const std::vector<std::size_t>& open) {
    Dtype chosen = expected_.dtypes.front();
    std::vector<std::size_t> left;
    if (!open.empty()) {
      left = beyond_dtype(open, chosen);
      for (auto dtype = expected_.dtypes.begin() + 1; !left.empty() && dtype != expected_.dtypes.end(); ++dtype) {
        if (!beyond_dtype(open, *dtype).empty()) continue;
        chosen = *dtype;
        left.clear();
      }
    }
    verdict_.rule = formatted("printed digits, {}", name(chosen));
    tally(open, left, Level::dtype);
    const DtypeRule rule(computed_.printed, expected_, chosen);
    for (const std::size_t place : left) {
      const ExpectedNumber& printed = expected_.numbers[place];
      const bool is_near = !printed.is_exact() && meets_whole(printed, rule.allowed(place));
      count(place, is_near ? Level::last_digit : Level::mismatch);
    }
  }

  /// Counts the places without those that are left; both are sorted.
  void tally(const std::vector<std::size_t>& places, const std::vector<std::size_t>& left, Level level) {
    auto next = left.begin();
    for (const std::size_t place : places) {
      if (next != left.end() && *next == place) {
        ++next;
      } else {
        count(place, level);
      }
    }
  }

  void count(std::size_t place, Level level) {
    ++verdict_.levels[static_cast<std::size_t>(level)];
    if (!agrees(level) && (first_disagreeing_ == none || place < first_disagreeing_)) {
      first_disagreeing_ = place;
      verdict_.first_disagreeing = index_of(place, expected_.shape);
    }
    const bool is_worse_level = !verdict_.worst || level > verdict_.level;
    if (!is_worse_level && level < verdict_.level) return;
    const ExpectedNumber& printed = expected_.numbers[place];
    ComparedElement element = compared(printed, computed_.value(place));
    if (!is_worse_level && !is_farther(*verdict_.worst, element)) return;
    element.index = index_of(place, expected_.shape);
    element.printed = printed.text.empty() ? formatted("{}", printed.value) : printed.text;
    verdict_.worst = std::move(element);
    verdict_.level = level;
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  const Computed& computed_;
  const Expected& expected_;
  const std::optional<Tolerance>& tolerance_;
  std::size_t first_disagreeing_ = none;
  Verdict verdict_;
};
}  // namespace

double loss_of(Dtype dtype, LossKind kind, double value, double below) {
  const double epsilon = ulp(dtype, 1);
  const double smallest = 2 * std::ldexp(1.0, traits(dtype).min_exponent);
  const double size = std::abs(value);
  if (kind == LossKind::logarithmic) return epsilon * (4 * size + below + 1) + smallest;
  return (size == 0 ? 0 : epsilon * size * (4 + below)) + smallest;
}

Interval DtypeRule::allowed(std::size_t place) const {
  const Interval value = candidate_.value(place);
  if (is_nan(value) || std::isinf(value.low) || std::isinf(value.high)) return value;
  const double below = candidate_.below ? candidate_.below(place) : 0;
  return widened(value, loss_of(dtype_, candidate_.loss, magnitude(value), std::isfinite(below) ? below : 0));
}

bool DtypeRule::has_factor(std::size_t slice) const {
  const bool is_log = candidate_.loss == LossKind::logarithmic;
  const double limit = static_cast<double>(candidate_.summed->length()) * ulp(dtype_, 1) / 2;
  constexpr double guard = 0x1p-48;  // of the quotients and of the units
  const double none = is_log ? 0 : 1;
  Interval factors{none - limit, none + limit};  // those that make all members agree
  double sum = 0;
  double sum_of_units = 0;
  candidate_.summed->for_each(slice, [&](std::size_t member) {
    const ExpectedNumber& number = expected_.numbers[member];
    const Interval value = allowed(member);
    if (!std::isfinite(number.value) || is_nan(value) || std::isinf(value.low)) {
      if (!meets_own_half(number, value)) factors.high = -infinity;
      return;
    }
    const double term = is_log ? std::exp(number.value) : number.value;
    const double unit = own_unit(number);
    sum += term;
    sum_of_units += is_log ? unit * term : unit;
    const Interval printed = widened(point(number.value), unit / 2 + guard * std::abs(number.value));
    if (is_log) {
      factors.low = std::max(factors.low, printed.low - value.high);
      factors.high = std::min(factors.high, printed.high - value.low);
    } else if (value.high > 0) {
      factors.low = std::max(factors.low, printed.low / value.high);
      if (value.low > 0) factors.high = std::min(factors.high, printed.high / value.low);
    } else if (!meet(printed, value)) {
      factors.high = -infinity;
    }
  });
  return factors.low <= factors.high && std::abs(sum - 1) <= limit + sum_of_units / 2 + guard;
}

bool DtypeRule::holds(std::size_t place) {
  if (meets_own_half(expected_.numbers[place], allowed(place))) return true;
  if (!candidate_.summed) return false;
  const auto [known, is_new] = has_factor_.try_emplace(candidate_.summed->slice_of(place), false);
  if (is_new) known->second = has_factor(known->first);
  return known->second;
}

Verdict compare(const Computed& computed, const Expected& expected, const std::optional<Tolerance>& tolerance) {
  const bool is_same_shape = expected.shape == computed.shape;
  std::vector<std::size_t> places(is_same_shape ? expected.numbers.size() : 0);
  std::iota(places.begin(), places.end(), std::size_t{0});
  Verdict verdict = Judge(computed, expected, tolerance).verdict(places);
  verdict.has_other_shape = !is_same_shape;
  if (!is_same_shape) verdict.level = Level::mismatch;
  return verdict;
}

std::optional<OddSum> odd_sum(const Subject& subject, const Expected& expected) {
  if (expected.shape != subject.shape) return std::nullopt;
  const SliceIndex slices(subject.shape, subject.request.dims);
  const bool is_log = subject.request.operation == Operation::log_softmax;
  const double of_dtype = static_cast<double>(slices.length()) * ulp(expected.dtypes.front(), 1);
  std::optional<OddSum> farthest;
  const Shape kept = Slices(subject.shape, subject.request.dims).kept();
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    double sum = 0;
    double allowed = of_dtype;
    slices.for_each(slice, [&](std::size_t member) {
      const ExpectedNumber& number = expected.numbers[member];
      const double term = is_log ? std::exp(number.value) : number.value;
      sum += term;
      allowed += own_unit(number) / 2 * (is_log ? term : 1);
    });
    const double distance = std::abs(sum - 1);
    if (!(distance > allowed) || std::isinf(sum)) continue;
    if (!farthest || distance > std::abs(farthest->sum - 1)) farthest = {index_of(slice, kept), sum, is_log};
  }
  return farthest;
}

Verdict compare_elements(const Computed& computed, const Expected& expected, const std::vector<std::size_t>& places) {
  Computed single = computed;
  single.printed.summed.reset();
  return Judge(single, expected, std::nullopt).verdict(places);
}

Field logits(const Subject& subject) {
  const double factor = subject.factor();
  if (subject.units.half.empty()) {
    return [&subject, factor](std::size_t element) { return point(subject.input[element] * factor); };
  }
  return [&subject, factor](std::size_t element) {
    return widened(point(subject.input[element]), subject.units.half[element]) * factor;
  };
}

Computed computed_result(const Subject& subject) {
  const auto slices = std::make_shared<const SliceIndex>(subject.shape, subject.request.dims);
  const Operation operation = subject.request.operation;
  const auto result = [&subject](std::size_t element) { return subject.result[element]; };
  Computed computed{subject.shape, result, {}};
  computed.printed.value = [result](std::size_t element) { return point(result(element)); };
  if (!subject.units.half.empty()) {
    const Field range = values(std::make_shared<SoftmaxRange>(logits(subject), *slices), operation);
    computed.printed.value = [range, result](std::size_t element) {
      const Interval reachable = range(element);
      const double value = result(element);
      // The result is reachable, even if the ends of the range were rounded past it; and a naive form that has
      // overflowed reaches nothing else.
      if (is_nan(reachable) || !std::isfinite(value)) return point(value);
      return Interval{std::min(reachable.low, value), std::max(reachable.high, value)};
    };
  }
  computed.printed.loss = operation == Operation::softmax ? LossKind::relative : LossKind::logarithmic;
  computed.printed.below = below_maximum(subject, slices);
  computed.printed.summed = slices;
  computed.of_rounded = [&subject, slices, operation](Dtype dtype) -> Field {
    const auto rounded = [dtype](double value) { return round_to(dtype, value); };
    const bool is_exact = std::all_of(subject.input.begin(), subject.input.end(),
                                      [&](double value) { return std::isnan(value) || rounded(value) == value; });
    if (is_exact) return {};
    const double factor = subject.factor();
    const auto logit = [&subject, factor, rounded](std::size_t element) {
      return point(rounded(subject.input[element]) * factor);
    };
    return values(std::make_shared<SoftmaxRange>(logit, *slices), operation);
  };
  return computed;
}

Computed computed_sums(const Subject& subject) {
  const SliceIndex slices(subject.shape, subject.request.dims);
  const bool is_log = subject.request.operation == Operation::log_softmax;
  std::vector<double> sums(slices.count());
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    compute::ExactSum sum;
    slices.for_each(slice, [&](std::size_t element) {
      sum.add(is_log ? std::exp(subject.result[element]) : subject.result[element]);
    });
    sums[slice] = sum.rounded(Dtype::float64);
  }
  Computed computed{
      Slices(subject.shape, subject.request.dims).kept(), [sums](std::size_t slice) { return sums[slice]; }, {}};
  computed.printed.value = [sums](std::size_t slice) { return point(sums[slice]); };
  // The terms are known to ε·p·(4 + |x - max|), and adding up n of them loses n·ε/2.
  const auto below = below_maximum(subject, std::make_shared<const SliceIndex>(slices));
  computed.printed.below = [&subject, slices, below, is_log](std::size_t slice) {
    double total = static_cast<double>(slices.length()) / 2;
    slices.for_each(slice, [&](std::size_t element) {
      const double term = is_log ? std::exp(subject.result[element]) : subject.result[element];
      if (std::isfinite(term)) total += term * below(element);
    });
    return total;
  };
  return computed;
}
}  // namespace softmax::check
