#include "report/message.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::report {
namespace {
/// "dim 1", "dims 0,2".
std::string dims_text(const Outcome& outcome) {
  if (outcome.dims.empty()) return "dim 0";
  return formatted("dim{} {}", outcome.dims.size() == 1 ? "" : "s", fmt::join(outcome.dims, ","));
}

/// What a trouble means, and how to avoid it.
std::string_view meaning(const Outcome& outcome, Trouble trouble) {
  if (trouble == Trouble::inf_input && outcome.mode == Mode::naive) return "infinity divided by infinity is NaN";
  if (trouble == Trouble::inf_input && outcome.scale.value < 0) return "a negative theta makes it a mask";
  if (trouble == Trouble::underflow && outcome.mode == Mode::naive) return "exp is 0 below it";
  constexpr std::array<std::string_view, trouble_count> meanings = {
      "their slices become NaN",
      "+Infinity makes its slice NaN",
      "exp is infinite above it; --mode stable has no such limit",
      "no exponential is infinite, but their sum is; --mode stable has no such limit",
      "softmax is 0 where its logarithm is below that; --log keeps the logarithm",
      "every exponential is 0, and 0/0 is NaN; --mode stable has no such limit",
      "the result is NaN there",
      "the naive form would overflow there",
      "the naive form would divide 0 by 0 there"};
  return meanings[static_cast<std::size_t>(trouble)];
}

/// Where the input is scaled, the scaled value is shown too, as that is compared with the threshold. Under a negative
/// theta the largest element of a slice is not the one that crosses it.
std::string value_text(const Outcome& outcome, Trouble trouble, const Diagnostic& diagnostic) {
  std::string text = number_text(diagnostic.value);
  const bool is_largest_scaled = !is_of_slices(trouble) || outcome.scale.value > 0;
  if (!outcome.scale.is_one() && is_largest_scaled && std::isfinite(diagnostic.value)) {
    text += outcome.scale.is_temperature
                ? formatted(" (x/T = {})", number_text(diagnostic.value / outcome.scale.value))
                : formatted(" (theta x = {})", number_text(diagnostic.value * outcome.scale.value));
  }
  return text;
}

/// The exponent of e at which the dtype ends: "709.7827"; empty where no threshold is crossed.
std::string threshold_text(const Outcome& outcome, Trouble trouble) {
  const bool is_overflow =
      trouble == Trouble::overflow || trouble == Trouble::sum_overflow || trouble == Trouble::naive_overflow;
  const bool is_underflow =
      trouble == Trouble::underflow || trouble == Trouble::zero_sum || trouble == Trouble::naive_underflow;
  if (!is_overflow && !is_underflow) return {};
  const DtypeTraits& type = traits(outcome.dtype);
  return formatted("{:.4f}", is_overflow ? type.log_largest : type.exp_underflow);
}

/// A message starts with the option and ends with what was wrong; the value between them can have any length.
std::string without_middle(std::string_view message) {
  constexpr std::size_t longest = 1000;
  if (message.size() <= longest) return std::string(message);
  std::size_t tail = message.size() - longest / 2;
  while (tail < message.size() && is_continuation(message[tail])) ++tail;
  return formatted("{}...{}", beginning_of(message, longest / 2), message.substr(tail));
}

std::string levels_text(const Verdict& verdict) {
  std::vector<std::string> parts;
  for (std::size_t level = 0; level < level_count; ++level) {
    if (verdict.levels[level] > 0) parts.push_back(formatted("{} {}", level_names[level], verdict.levels[level]));
  }
  return parts.empty() ? "there are no elements" : formatted("{}", fmt::join(parts, ", "));
}

/// Why a print agrees that is not the result rounded to its digits.
std::string_view allowance(Level level) {
  if (level == Level::inputs) return ": allowed, as the inputs are known to their digits only";
  if (level == Level::own_digits) return ": allowed, as each number may have been rounded by hand";
  return level == Level::dtype ? ": allowed, as the printing dtype loses as much" : "";
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

std::string odd_sum_line(const OddSum& odd) {
  const std::string print = odd.slice.empty() ? "the print" : formatted("slice {} of the print", index_text(odd.slice));
  const std::string what = odd.is_of_exponentials ? formatted("exp of {}", print) : print;
  return formatted("sum: {} adds up to {:.9g}, which is not 1 within its digits\n", what, odd.sum);
}

/// The number of mistakes that the account shows; the others are counted. On a few numbers many fit.
constexpr std::size_t mistakes_shown = 3;

/// The ids of the mistakes of one group, when there are several: "dim=all and dim=0,1".
std::string same_numbers_lines(std::span<const Mistake> mistakes) {
  std::string text;
  for (std::size_t group = 0; group < mistakes.size(); ++group) {
    std::vector<std::string> ids;
    for (const Mistake& mistake : mistakes) {
      if (mistake.group == group) ids.push_back(mistake.id);
    }
    if (ids.size() < 2) continue;
    text +=
        formatted("  {}: the same numbers on this input, so no print can distinguish them\n", fmt::join(ids, " and "));
  }
  return text;
}

std::string mistake_lines(const Verdict& verdict) {
  if (verdict.agrees_by_digits) {
    return "why: the print is right to its digits; the tolerance asks for more than they show\n";
  }
  const std::size_t looked_at = verdict.slices_looked_at;
  const std::string where = looked_at == 0 ? "" : formatted(" (on a sample of {})", counted(looked_at, "slice"));
  const std::size_t count = verdict.mistakes.size();
  if (count == 0) return formatted("why: none of the known mistakes gives this print{}\n", where);
  std::string text = formatted("why: the print is{}{}\n", count == 1 ? "" : " one of these", where);
  const std::span mistakes = std::span(verdict.mistakes).first(std::min(count, mistakes_shown));
  for (const Mistake& mistake : mistakes) {
    text += formatted("  {}: {}\n", mistake.id, mistake.sentence);
    if (!mistake.command.empty()) text += formatted("    {}\n", mistake.command);
  }
  text += same_numbers_lines(mistakes);
  if (count > mistakes_shown) {
    text += formatted("  and {}, which --report has\n", counted(count - mistakes_shown, "other"));
  }
  return text;
}
}  // namespace

std::string counted(std::size_t count, std::string_view thing) {
  return formatted("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string where_text(const Index& index, std::size_t tensor) {
  return tensor == 0 ? index_text(index) : formatted("{} of tensor {}", index_text(index), tensor);
}

std::string error_text(const Error& error) {
  const Place& place = error.place();
  std::string message;
  if (!place.source.empty()) {
    message += place.source;
    if (place.line > 0) message += formatted(":{}:{}", place.line, place.column);
    message += ": ";
  }
  message += error.what();
  // Names of files can have control characters, too: the author of a case file chose those in it.
  std::string text = formatted("softmax: {}\n", without_middle(printable(message)));
  if (place.line == 0) return text;
  // One blank for each character: continuation bytes of UTF-8 have no width, and a tab is as wide as in the excerpt.
  std::string pointer;
  for (const char c : std::string_view(place.excerpt).substr(0, place.caret)) {
    if (!is_continuation(c)) pointer += c == '\t' ? '\t' : ' ';
  }
  return formatted("{}  {}\n  {}^\n", text, place.excerpt, pointer);
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return formatted("{}", value);
}

std::string headline(const Outcome& outcome) {
  std::string scale;
  if (!outcome.scale.is_one()) {
    scale = formatted(", {} {}", outcome.scale.is_temperature ? "temperature" : "theta", outcome.scale.value);
  }
  return formatted("{} along {}, {}, {}, shape {}{}", name(outcome.operation), dims_text(outcome), name(outcome.mode),
                   name(outcome.dtype), shape_text(outcome.shape), scale);
}

std::string sums_line(const Outcome& outcome) {
  const Sums& sums = outcome.sums;
  const std::string_view of = outcome.operation == Operation::log_softmax ? "sums of exp(result)" : "sums";
  if (sums.count == 0) return formatted("{} along {}: there are no slices", of, dims_text(outcome));
  if (sums.count > sums_shown) {
    return formatted("{} along {}: {} slices, smallest {}, largest {}, farthest from 1 by {} at {}", of,
                     dims_text(outcome), sums.count, number_text(sums.smallest), number_text(sums.largest),
                     number_text(sums.error), index_text(sums.worst));
  }
  std::vector<std::string> each;
  for (const double sum : sums.values) each.push_back(number_text(sum));
  return formatted("{} along {}: {}", of, dims_text(outcome), fmt::join(each, ", "));
}

std::string trouble_line(const Outcome& outcome, Trouble trouble, const Diagnostic& diagnostic, std::size_t tensor) {
  const std::string threshold = threshold_text(outcome, trouble);
  return formatted("{}: {}, first at {}, value {}{}: {}", trouble_names[static_cast<std::size_t>(trouble)],
                   counted(diagnostic.count, is_of_slices(trouble) ? "slice" : "element"),
                   where_text(diagnostic.first, tensor), value_text(outcome, trouble, diagnostic),
                   threshold.empty() ? "" : ", threshold " + threshold, meaning(outcome, trouble));
}

std::optional<std::string> one_element_note(const Outcome& outcome) {
  if (outcome.sums.count == 0 || outcome.slice_length != 1 || outcome[Trouble::nan_output].count > 0)
    return std::nullopt;
  const bool is_column = outcome.shape.size() == 2 && outcome.shape.front() > 1;
  return formatted("every slice has one element, so every result is {}; is {} the dim that is meant?{}",
                   outcome.operation == Operation::softmax ? 1 : 0, dims_text(outcome),
                   is_column ? " --dim 0 goes down the column" : "");
}

std::vector<std::string> notes(const Outcome& outcome) {
  std::vector<std::string> lines = outcome.input_notes;
  if (const std::optional<std::string> note = one_element_note(outcome)) lines.push_back(*note);
  if (outcome.input_is_distribution) {
    lines.push_back(
        formatted("the input is already a distribution along {}: softmax applied twice?", dims_text(outcome)));
  }
  if (outcome.masked_slices > 0) {
    lines.push_back(formatted("{} of nothing but -Infinity, first at {}: NaN, as nothing is left to normalise",
                              counted(outcome.masked_slices, "slice"), index_text(outcome.first_masked)));
  }
  return lines;
}

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
  if (verdict.odd_sum && !verdict.agrees_by_digits) text += odd_sum_line(*verdict.odd_sum);
  if (!softmax::agrees(verdict.level)) text += mistake_lines(verdict);
  if (verdict.has_surplus) {
    text +=
        "expect: disagrees: the file has more tensors than the input (in printed text every tensor counts, also one in "
        "code)\n";
  }
  return text;
}
}  // namespace softmax::report
