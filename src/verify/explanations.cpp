#include "verify/explanations.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "verify/catalogue.h"
#include "verify/interval.h"

namespace softmax::verify {
namespace {

/// Tensors of more elements are looked at by a sample of slices with no more elements than this between them.
constexpr std::size_t most_elements = 65536;

/// Numbers this near to one another are the same: no print of doubles shows less.
constexpr double same = 1e-12;

struct Sample {
  std::vector<std::size_t> elements;
  std::size_t slices = 0;  ///< 0 when it is everything
};

/// All elements; of a large tensor those of slices evenly apart, and of the slice that disagrees first.
Sample sample(const Subject& subject, const Expected& expected, const Verdict& verdict) {
  Sample chosen;
  const std::size_t count = std::min(expected.numbers.size(), subject.input.size());
  if (count <= most_elements || expected.shape != subject.shape) {
    chosen.elements.resize(std::min(count, most_elements));
    for (std::size_t i = 0; i < chosen.elements.size(); ++i) chosen.elements[i] = i;
    return chosen;
  }
  const SliceIndex slices(subject.shape, subject.request.dims);
  const std::size_t wanted =
      std::clamp(most_elements / std::max(slices.length(), std::size_t{1}), std::size_t{1}, slices.count());
  std::vector<std::size_t> numbers;
  for (std::size_t k = 0; k < wanted; ++k) numbers.push_back(k * (slices.count() / wanted));
  if (verdict.first_disagreeing) {
    std::size_t element = 0;
    for (std::size_t dim = 0; dim < subject.shape.size(); ++dim) {
      element = element * subject.shape[dim] + (*verdict.first_disagreeing)[dim];
    }
    numbers.insert(numbers.begin(), slices.slice_of(element));
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (const std::size_t slice : numbers) {
    slices.for_each(slice, [&](std::size_t element) { chosen.elements.push_back(element); });
  }
  chosen.slices = numbers.size();
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
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::abs(a - b) <= same * std::max(std::abs(a), std::abs(b));
}

/// Whether two hypotheses are about the same numbers on this input.
bool give_the_same(const Context& context, const Hypothesis& a, const Hypothesis& b) {
  if (!a.value || !b.value) return false;
  return std::all_of(context.elements().begin(), context.elements().end(),
                     [&](std::size_t element) { return is_same(middle(a.value(element)), middle(b.value(element))); });
}

}  // namespace

void explain(const Subject& subject, const Expected& expected, const Command& command, Verdict& verdict) {
  if (expected.numbers.empty() || subject.input.empty()) return;
  Sample chosen = sample(subject, expected, verdict);
  verdict.slices_looked_at = chosen.slices;
  const Context context(subject, expected, verdict, command, std::move(chosen.elements));

  std::vector<Hypothesis> found;
  std::vector<Explanation> explanations;
  for (const CatalogueRow& row : catalogue()) {
    for (Hypothesis& hypothesis : row.suppose(context)) {
      if (!holds(context, hypothesis)) continue;
      Explanation explanation;
      explanation.id = row.id;
      if (row.id.ends_with('=')) explanation.id += hypothesis.parameter;
      const bool is_known = std::any_of(explanations.begin(), explanations.end(),
                                        [&](const Explanation& other) { return other.id == explanation.id; });
      if (is_known) continue;
      explanation.sentence = fmt::format(fmt::runtime(row.sentence), hypothesis.parameter);
      explanation.command = hypothesis.command;
      explanation.group = explanations.size();
      for (std::size_t other = 0; other < found.size(); ++other) {
        if (!give_the_same(context, found[other], hypothesis)) continue;
        explanation.group = explanations[other].group;
        break;
      }
      explanations.push_back(std::move(explanation));
      found.push_back(std::move(hypothesis));
    }
  }
  verdict.explanations = std::move(explanations);
}

}  // namespace softmax::verify
