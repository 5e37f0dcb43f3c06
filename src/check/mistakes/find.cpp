#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <numeric>
#include <optional>
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
  if (!hypothesis.agrees) {
    Candidate printed = hypothesis.printed;
    // Slices and distances of the run say nothing of numbers in another shape.
    if (hypothesis.shape != context.shape() && !(printed.summed && printed.summed->shape() == hypothesis.shape)) {
      printed.summed.reset();
      printed.below = {};
    }
    return context.agrees(printed);
  }
  return std::all_of(context.elements().begin(), context.elements().end(), hypothesis.agrees);
}

bool is_same(double a, double b) {
  constexpr double same = 1e-12;  // no print of doubles shows less
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  if (std::isinf(a) || std::isinf(b)) return a == b;
  return std::abs(a - b) <= same * std::max(std::abs(a), std::abs(b));
}

/// Whether two hypotheses give the same numbers on this input.
bool give_the_same(const Context& context, const Hypothesis& a, const Hypothesis& b) {
  if (!a.printed.value || !b.printed.value) return false;
  return std::all_of(context.elements().begin(), context.elements().end(), [&](std::size_t element) {
    return is_same(middle(a.printed.value(element)), middle(b.printed.value(element)));
  });
}

/// Whether the supposed numbers have these sums along the dims of the run.
bool has_sums(const Context& context, const Hypothesis& hypothesis, const Expected& sums) {
  if (!hypothesis.printed.value || hypothesis.shape != context.shape()) return false;
  const SliceIndex& slices = context.slices();
  for (std::size_t slice = 0; slice < slices.count(); ++slice) {
    Interval sum{};
    slices.for_each(slice, [&](std::size_t element) {
      const Interval value = hypothesis.printed.value(element);
      sum = sum + (context.is_log() ? rising(value, [](double logarithm) { return std::exp(logarithm); }) : value);
    });
    // Adding up n terms one after the other loses up to n·ε/2 of their sum.
    const double of_summing = static_cast<double>(slices.length()) / 2 * ulp(context.rule().dtype, 1) * magnitude(sum);
    const double lost = context.loss_of(sum, LossKind::relative) + of_summing;
    if (!meets_own_half(sums.numbers[slice], widened(sum, lost))) return false;
  }
  return true;
}

/// Whether a hypothesis is nothing but the result that the verdict is on.
bool is_the_result(const Context& context, const Hypothesis& hypothesis) {
  if (!hypothesis.printed.value || hypothesis.agrees || hypothesis.shape != context.shape()) return false;
  const auto& elements = context.elements();
  return std::all_of(elements.begin(), elements.end(), [&](std::size_t element) {
    return is_same(middle(hypothesis.printed.value(element)), context.subject().result[element]);
  });
}

/// The mistakes with a hypothesis that holds from one of the contexts, in the order of the catalogue.
template <class Holds>
std::vector<Mistake> mistakes_that_hold(const std::vector<std::unique_ptr<Context>>& contexts, Holds holds_here) {
  std::vector<Hypothesis> found;
  std::vector<Mistake> mistakes;
  const auto add = [&](const Context& context, const KnownMistake& row, Hypothesis hypothesis) {
    std::string id(row.id);
    if (row.id.ends_with('=')) id += hypothesis.parameter;
    const bool is_found =
        std::any_of(mistakes.begin(), mistakes.end(), [&](const Mistake& other) { return other.id == id; });
    if (is_found || !holds_here(context, hypothesis)) return;
    const std::string sentence = formatted(fmt::runtime(row.sentence), hypothesis.parameter) + hypothesis.remark;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const Hypothesis& other) { return give_the_same(context, other, hypothesis); });
    const std::size_t group =
        same == found.end() ? mistakes.size() : mistakes[static_cast<std::size_t>(same - found.begin())].group;
    mistakes.push_back({std::move(id), sentence, hypothesis.command, group});
    found.push_back(std::move(hypothesis));
  };
  for (const KnownMistake& row : catalogue()) {
    const std::size_t found_before = mistakes.size();
    for (const auto& context : contexts) {
      for (Hypothesis& hypothesis : row.suppose(*context)) add(*context, row, std::move(hypothesis));
      if (mistakes.size() > found_before) break;  // in another dtype it may be the same with other parameters
    }
  }
  return mistakes;
}

/// The run with its inputs rounded to a dtype; nothing where that changes none.
std::optional<Subject> rounded_to(const Subject& subject, Dtype dtype) {
  Subject rounded = subject;
  bool is_changed = false;
  for (double& input : rounded.input) {
    const double held = round_to(dtype, input);
    is_changed = is_changed || (held != input && !std::isnan(input));
    input = held;
  }
  return is_changed ? std::optional(std::move(rounded)) : std::nullopt;
}

/// The mistakes in the printing dtypes that the verdict tried, of the inputs and of the inputs as the dtype holds them.
std::vector<Mistake> mistakes_of(const Subject& subject, const Expected& expected, const Command& command,
                                 const Verdict& verdict, const std::vector<std::size_t>& elements,
                                 const std::optional<Tolerance>& tolerance, bool knows_slices) {
  std::deque<Subject> rounded;  // must outlive the contexts
  std::vector<std::unique_ptr<Context>> contexts;
  const auto add = [&](const Subject& of, Dtype dtype) {
    contexts.push_back(
        std::make_unique<Context>(of, expected, verdict, command, elements, Rule{dtype, tolerance, knows_slices}));
  };
  for (const Dtype dtype : expected.dtypes) {
    add(subject, dtype);
    if (tolerance) break;
    if (std::optional<Subject> held = rounded_to(subject, dtype)) add(rounded.emplace_back(*std::move(held)), dtype);
  }
  return mistakes_that_hold(contexts, [](const Context& context, const Hypothesis& hypothesis) {
    return holds(context, hypothesis) && !is_the_result(context, hypothesis);
  });
}
}  // namespace

void find_mistakes(const Subject& subject, const Expected& expected, const Command& command,
                   const std::optional<Tolerance>& tolerance, Verdict& verdict) {
  if (expected.numbers.empty() || subject.input.empty()) return;
  const Sample chosen = sample(subject, expected, verdict);
  verdict.slices_looked_at = chosen.slices;
  verdict.mistakes = mistakes_of(subject, expected, command, verdict, chosen.elements, tolerance, true);
}

void find_mistakes_of_elements(const Subject& subject, const Expected& expected, const Command& command,
                               const std::vector<std::size_t>& places, Verdict& verdict) {
  verdict.mistakes = mistakes_of(subject, expected, command, verdict, places, std::nullopt, false);
}

void find_mistakes_of_sums(const Subject& subject, const Expected& sums, const Command& command, Verdict& verdict) {
  if (subject.input.empty() || sums.shape != Slices(subject.shape, subject.request.dims).kept()) return;
  // Nothing is known of the elements but that they have the right shape.
  Expected unknown;
  unknown.shape = subject.shape;
  unknown.numbers.resize(subject.input.size(), unknown_number());
  std::vector<std::unique_ptr<Context>> contexts;
  for (const Dtype dtype : sums.dtypes) {
    contexts.push_back(std::make_unique<Context>(subject, unknown, verdict, command, std::vector<std::size_t>(),
                                                 Rule{dtype, std::nullopt, false}));
  }
  verdict.mistakes = mistakes_that_hold(contexts, [&](const Context& context, const Hypothesis& hypothesis) {
    return has_sums(context, hypothesis, sums);
  });
}
}  // namespace softmax::check
