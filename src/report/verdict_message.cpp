#include "report/verdict_message.h"

#include <algorithm>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "report/message.h"

namespace softmax::report {
namespace {

std::string levels_text(const Verdict& verdict) {
  std::vector<std::string> parts;
  for (std::size_t level = 0; level < level_count; ++level) {
    if (verdict.levels[level] > 0) parts.push_back(formatted("{} {}", level_names[level], verdict.levels[level]));
  }
  return parts.empty() ? "there are no elements" : formatted("{}", fmt::join(parts, ", "));
}

/// What made a print agree that is not the result rounded to its digits.
std::string_view allowance(Level level) {
  switch (level) {
    case Level::inputs:
      return ": allowed, as the inputs are known to their digits only";
    case Level::dtype:
      return ": allowed, as the printing dtype loses as much";
    default:
      return {};
  }
}

std::string worst_line(const ComparedElement& worst, Level level) {
  std::string text = formatted("worst: {} printed {}, computed {}", index_text(worst.index), worst.printed,
                               number_text(worst.computed));
  if (worst.units) {
    text += formatted(", {:.3g} unit{} apart", *worst.units, *worst.units == 1 ? "" : "s");
  } else if (worst.distance > 0) {
    text += formatted(", {:.3g} apart", worst.distance);
  }
  return formatted("{}{}\n", text, allowance(level));
}

/// The ids of the explanations of one group, when there are several: "dim=all, dim=0,1".
std::string same_numbers_lines(const std::vector<Explanation>& explanations) {
  std::string text;
  for (std::size_t group = 0; group < explanations.size(); ++group) {
    std::vector<std::string> ids;
    for (const Explanation& explanation : explanations) {
      if (explanation.group == group) ids.push_back(explanation.id);
    }
    if (ids.size() < 2) continue;
    text += formatted("  {}: the same numbers on this input, which no print tells apart\n", fmt::join(ids, " and "));
  }
  return text;
}

std::string explanation_lines(const Verdict& verdict) {
  const auto& explanations = verdict.explanations;
  if (verdict.agrees_by_digits)
    return "why: the print is right to its digits; the tolerance asks for more than they show\n";
  std::string where;
  if (verdict.slices_looked_at > 0) {
    where =
        formatted(" (on a sample of {} slice{})", verdict.slices_looked_at, verdict.slices_looked_at == 1 ? "" : "s");
  }
  if (explanations.empty()) {
    return formatted("why: none of the known mistakes gives this print{}\n", where);
  }
  std::string text = formatted("why: the print is{}{}\n", explanations.size() == 1 ? "" : " one of these", where);
  for (const Explanation& explanation : explanations) {
    text += formatted("  {}: {}\n", explanation.id, explanation.sentence);
    if (!explanation.command.empty()) text += formatted("    {}\n", explanation.command);
  }
  return text + same_numbers_lines(explanations);
}

}  // namespace

std::string verdict_lines(const Verdict& verdict) {
  if (verdict.is_missing) return "expect: disagrees: the file has no tensor left to compare with\n";
  std::string text;
  if (verdict.has_other_shape) {
    text = formatted("expect: disagrees: the print has another shape, {}\n", shape_text(verdict.printed_shape));
  } else if (softmax::agrees(verdict.level)) {
    text = formatted("expect: agrees ({}): {}\n", verdict.rule, levels_text(verdict));
  } else {
    text = formatted("expect: disagrees ({}): {}, first at {}\n", verdict.rule, levels_text(verdict),
                     index_text(*verdict.first_disagreeing));
  }
  if (verdict.worst) text += worst_line(*verdict.worst, verdict.level);
  if (!softmax::agrees(verdict.level)) text += explanation_lines(verdict);
  if (verdict.has_surplus) {
    text +=
        "expect: disagrees: the file has more tensors than the input (in printed text every tensor counts, also one in "
        "code)\n";
  }
  return text;
}

std::string sequence_verdict_line(std::size_t compared, std::size_t disagreeing, std::size_t first) {
  const std::string tensors = formatted("expect: {} tensors compared", compared);
  if (disagreeing == 0) return tensors + ", all agree";
  if (disagreeing == 1) return formatted("{}, tensor {} disagrees", tensors, first);
  return formatted("{}, {} disagree, the first of them tensor {}", tensors, disagreeing, first);
}

}  // namespace softmax::report
