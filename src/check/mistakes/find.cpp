#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"
#include "core/formatted.h"

namespace softmax::check {
namespace {
/// Of a tensor of more elements a sample of the slices is looked at; together they have no more elements than this.
constexpr std::size_t maximum_elements = 65536;

struct Sample {
  std::vector<std::size_t> elements;
  std::size_t slices = 0;  ///< 0 when it is everything
};

/// All elements; of a large tensor those of slices evenly apart, and of the slice that disagrees first.
Sample sample(const Subject& subject, const Expected& expected, const Verdict& verdict) {
  Sample chosen;
  const std::size_t count = std::min(expected.numbers.size(), subject.input.size());
  if (count <= maximum_elements || expected.shape != subject.shape) {
    chosen.elements.resize(count);
    std::iota(chosen.elements.begin(), chosen.elements.end(), std::size_t{0});
    return chosen;
  }
  const SliceIndex slices(subject.shape, subject.request.dims);
  const std::size_t wanted =
      std::clamp(maximum_elements / std::max(slices.length(), std::size_t{1}), std::size_t{1}, slices.count());
  std::vector<std::size_t> numbers;
  for (std::size_t k = 0; k < wanted; ++k) numbers.push_back(k * (slices.count() / wanted));
  if (verdict.first_disagreeing) {
    numbers.insert(numbers.begin(), slices.slice_of(place_of(*verdict.first_disagreeing, subject.shape)));
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (const std::size_t slice : numbers) {
    slices.for_each(slice, [&](std::size_t element) { chosen.elements.push_back(element); });
  }
  chosen.slices = numbers.size() == slices.count() ? 0 : numbers.size();
  return chosen;
}

bool holds(const Context& context, const Hypothesis& hypothesis) {
  if (hypothesis.shape != context.expected().shape) return false;
  return std::all_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
    if (hypothesis.agrees) return hypothesis.agrees(element);
    return context.agrees(element, hypothesis.value(element), hypothesis.loss);
  });
}

bool is_same(double a, double b) {
  constexpr double same = 1e-12;  // no print of doubles shows less
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= same * std::max(std::abs(a), std::abs(b));
}

/// Whether two hypotheses give the same numbers on this input.
bool give_the_same(const Context& context, const Hypothesis& a, const Hypothesis& b) {
  if (!a.value || !b.value) return false;
  return std::all_of(context.elements().begin(), context.elements().end(),
                     [&](std::size_t element) { return is_same(middle(a.value(element)), middle(b.value(element))); });
}

/// Whether the supposed numbers have these sums along the dims of the run.
bool has_sums(const Context& context, const Hypothesis& hypothesis, const Expected& sums) {
  if (!hypothesis.value || hypothesis.shape != context.shape()) return false;
  const SliceIndex& slices = context.slices();
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    Interval sum{};
    slices.for_each(slice, [&](std::size_t element) {
      const Interval value = hypothesis.value(element);
      sum = sum + (context.is_log() ? rising(value, [](double logarithm) { return std::exp(logarithm); }) : value);
    });
    if (!meet(widened(sum, context.loss_of(sum, hypothesis.loss)), sums.numbers[slice].half)) return false;
  }
  return true;
}

/// The same numbers, with what a tolerance allows in the place of their half units.
Expected with_tolerance(Expected expected, const Tolerance& tolerance) {
  for (PrintedNumber& number : expected.numbers) {
    number.half = widened(point(number.value), tolerance.absolute + tolerance.relative * std::abs(number.value));
  }
  return expected;
}

/// The mistakes with a hypothesis that holds, in the order of the catalogue.
template <class Holds>
std::vector<Mistake> mistakes_that_hold(const Context& context, Holds holds_here) {
  std::vector<Hypothesis> found;
  std::vector<Mistake> mistakes;
  for (const KnownMistake& row : catalogue()) {
    for (Hypothesis& hypothesis : row.suppose(context)) {
      std::string id(row.id);
      if (row.id.ends_with('=')) id += hypothesis.parameter;
      const bool is_found =
          std::any_of(mistakes.begin(), mistakes.end(), [&](const Mistake& other) { return other.id == id; });
      if (is_found || !holds_here(hypothesis)) continue;
      const std::string sentence = formatted(fmt::runtime(row.sentence), hypothesis.parameter) + hypothesis.remark;
      const auto same = std::find_if(found.begin(), found.end(), [&](const Hypothesis& other) {
        return give_the_same(context, other, hypothesis);
      });
      const std::size_t group =
          same == found.end() ? mistakes.size() : mistakes[static_cast<std::size_t>(same - found.begin())].group;
      mistakes.push_back({std::move(id), sentence, hypothesis.command, group});
      found.push_back(std::move(hypothesis));
    }
  }
  return mistakes;
}

std::vector<Mistake> mistakes_of(const Context& context) {
  return mistakes_that_hold(context, [&](const Hypothesis& hypothesis) { return holds(context, hypothesis); });
}
}  // namespace

void find_mistakes(const Subject& subject, const Expected& expected, const Command& command,
                   const std::optional<Tolerance>& tolerance, Verdict& verdict) {
  if (tolerance) return find_mistakes(subject, with_tolerance(expected, *tolerance), command, std::nullopt, verdict);
  if (expected.numbers.empty() || subject.input.empty()) return;
  Sample chosen = sample(subject, expected, verdict);
  verdict.slices_looked_at = chosen.slices;
  verdict.mistakes = mistakes_of({subject, expected, verdict, command, std::move(chosen.elements)});
}

void find_mistakes_of_elements(const Subject& subject, const Expected& expected, const Command& command,
                               const std::vector<std::size_t>& places, Verdict& verdict) {
  verdict.mistakes = mistakes_of({subject, expected, verdict, command, places});
}

void find_mistakes_of_sums(const Subject& subject, const Expected& sums, const Command& command, Verdict& verdict) {
  if (subject.input.empty() || sums.shape != Slices(subject.shape, subject.request.dims).kept()) return;
  // Nothing is known of the elements but that they have the right shape.
  const Expected unknown{subject.shape, std::vector<PrintedNumber>(subject.input.size(), unknown_number()), sums.dtype};
  const Context context(subject, unknown, verdict, command, {});
  verdict.mistakes =
      mistakes_that_hold(context, [&](const Hypothesis& hypothesis) { return has_sums(context, hypothesis, sums); });
}
}  // namespace softmax::check
