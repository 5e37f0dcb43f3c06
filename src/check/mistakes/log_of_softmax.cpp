#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "check/mistakes/printed_slices.h"
#include "check/softmax_range.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
// Forms of log-softmax that lose what the stable form keeps.

constexpr std::array<Dtype, 3> computing_dtypes = {Dtype::float32, Dtype::float64, Dtype::float16};

/// What is added to probabilities, or limits them, so that they have a logarithm.
constexpr auto rescues = std::to_array<double>({1e-5, 1e-6, 1e-7, std::numeric_limits<float>::epsilon(), 1e-8, 1e-9,
                                                1e-10, 1e-12, 1e-15, 1e-16, std::numeric_limits<double>::epsilon(),
                                                1e-20, 1e-30, 1e-38, std::numeric_limits<float>::min(), 1e-40, 1e-45,
                                                1e-300, std::numeric_limits<double>::min()});

/// The numbers below which some libraries have 0 instead of numbers of the dtype: OpenCV has it below e^-82.5.
double flushed_below(Dtype dtype) {
  constexpr double of_single_precision = 0x1p-118;
  return dtype == Dtype::float32 ? of_single_precision : std::ldexp(1.0, traits(dtype).min_exponent);
}

/// Whether the dtype has no normal number for some element's softmax.
bool underflows(const Context& context, Dtype dtype) {
  return std::any_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
    return context.range()->value(element, Operation::softmax).low < flushed_below(dtype);
  });
}

/// ln of a softmax that the dtype holds: -Infinity where it holds 0, few digits where it is subnormal. Of the numbers
/// of the dtype next to the softmax it is the one whose logarithm is printed.
Field logarithm_of_held(const Context& context, Dtype dtype) {
  const auto range = context.range();
  // The logarithm of a number that has all digits of the printing dtype is the log-softmax.
  const bool keeps_digits = traits(dtype).significand_bits >= traits(context.rule().dtype).significand_bits;
  return [&context, range, dtype, keeps_digits](std::size_t element) {
    const Interval p = range->value(element, Operation::softmax);
    if (is_nan(p)) return p;
    const double printed = context.printed(element).value;
    if (printed == -infinity && p.low < flushed_below(dtype)) return point(-infinity);
    const double normal = std::ldexp(1.0, traits(dtype).min_exponent);
    if (keeps_digits && p.low >= normal) return range->value(element, Operation::log_softmax);
    const double lowest = std::max(round_to(dtype, p.low) - ulp(dtype, round_to(dtype, p.low)), ulp(dtype, 0));
    const double highest = round_to(dtype, p.high) + ulp(dtype, round_to(dtype, p.high));
    const double held = round_to(dtype, std::exp(printed));
    return point(std::log(lowest <= held && held <= highest ? held : round_to(dtype, middle(p))));
  };
}

/// x - (m + ln s), where the sum in parentheses is rounded to the dtype: its nearest value, or one next to it.
Field with_rounded_log_sum(const Context& context, Dtype dtype) {
  const auto range = context.range();
  const auto subtracted = std::make_shared<std::unordered_map<std::size_t, double>>();
  for (const std::size_t slice : slices_looked_at(context)) {
    const double log_sum = round_to(dtype, middle(range->log_sum(slice)));
    double nearest = log_sum;
    if (std::isfinite(log_sum) && shows_slices(context)) {
      const std::size_t first = context.slices().first_of(slice);
      const double wanted = middle(range->logit(first)) - context.printed(first).value;
      const double step = ulp(dtype, log_sum);
      for (const double other : {log_sum - step, log_sum + step}) {
        if (std::abs(other - wanted) < std::abs(nearest - wanted)) nearest = other;
      }
    }
    subtracted->emplace(slice, nearest);
  }
  return [range, subtracted](std::size_t element) {
    return range->logit(element) - point(subtracted->at(range->slices().slice_of(element)));
  };
}
}  // namespace

Hypotheses log_of_softmax(const Context& context) {
  if (!context.is_log()) return {};
  Hypotheses hypotheses;
  const auto add = [&](Field value, std::string remark) {
    hypotheses.push_back(context.suppose(std::move(value), LossKind::logarithmic));
    hypotheses.back().remark = std::move(remark);
  };
  const auto range = context.range();
  for (const Dtype dtype : computing_dtypes) {
    if (shows_slices(context) && underflows(context, dtype)) {
      add(logarithm_of_held(context, dtype), formatted(": log(p), where p has underflowed in {}", name(dtype)));
    }
    add(values(std::make_shared<LimitedSoftmax>(range, dtype, LogForm::by_difference), Operation::log_softmax),
        formatted(": x - log(sum of exp x), where the sum leaves the range of {}", name(dtype)));
  }
  const auto add_function = [&](auto function, std::string remark) {
    add([range, function](std::size_t element) { return rising(range->value(element, Operation::softmax), function); },
        std::move(remark));
  };
  for (const double rescue : rescues) {
    add_function([rescue](double p) { return std::log(p + rescue); }, formatted(": log(p + {:.3g})", rescue));
    add_function([rescue](double p) { return std::log(std::max(p, rescue)); },
                 formatted(": log(max(p, {:.3g}))", rescue));
    add_function([rescue](double p) { return std::log(std::clamp(p, rescue, 1 - rescue)); },
                 formatted(": log(p), with p limited to [{0:.3g}, 1 - {0:.3g}]", rescue));
  }
  for (const Dtype dtype : computing_dtypes) {
    add(with_rounded_log_sum(context, dtype), formatted(": x - (max + log s), rounded in {}", name(dtype)));
  }
  return hypotheses;
}
}  // namespace softmax::check
