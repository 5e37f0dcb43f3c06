#include "report/message.h"

#include <cmath>
#include <string_view>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::report {
namespace {

std::string counted(std::size_t count, std::string_view thing) {
  return formatted("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// What a trouble means, and what to do about it.
std::string_view meaning(const Outcome& outcome, Trouble trouble) {
  switch (trouble) {
    case Trouble::nan_input:
      return "their slices become NaN";
    case Trouble::inf_input:
      if (outcome.mode == Mode::naive) return "infinity divided by infinity is NaN";
      return outcome.scale.value < 0 ? "a negative theta makes a mask of it" : "+Infinity makes NaN of its slice";
    case Trouble::overflow:
      return "exp is infinite above it; --mode stable has no such limit";
    case Trouble::sum_overflow:
      return "no exponential is infinite, their sum is; --mode stable has no such limit";
    case Trouble::underflow:
      return outcome.mode == Mode::naive ? "exp is 0 below it"
                                         : "softmax is 0 where its logarithm is below it; --log keeps it";
    case Trouble::zero_sum:
      return "every exponential is 0, and 0/0 is NaN; --mode stable has no such limit";
    case Trouble::nan_output:
      return "the result is NaN there";
    case Trouble::naive_overflow:
      return "the naive form would overflow there";
    case Trouble::naive_underflow:
      return "the naive form would divide 0 by 0 there";
  }
  return {};
}

/// Where an input is scaled, its value is not what meets the threshold. Of a slice under a negative theta the largest
/// element is not the one that meets it.
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

/// The exponent of e that the dtype does not survive: "709.7827"; nothing where no threshold is crossed.
std::string threshold_text(const Outcome& outcome, Trouble trouble) {
  const DtypeTraits& type = traits(outcome.dtype);
  switch (trouble) {
    case Trouble::overflow:
    case Trouble::sum_overflow:
    case Trouble::naive_overflow:
      return formatted("{:.4f}", type.log_largest);
    case Trouble::underflow:
    case Trouble::zero_sum:
    case Trouble::naive_underflow:
      return formatted("{:.4f}", type.exp_underflow);
    default:
      return {};
  }
}

/// "[1,2]", of a tensor of a sequence "[1,2] of tensor 3". The only slice of a tensor is at [].
std::string where_text(const Index& index, std::size_t tensor) {
  return tensor == 0 ? index_text(index) : formatted("{} of tensor {}", index_text(index), tensor);
}

/// What was wrong stands at the end of a message, the option at its beginning; a value between them may be of any
/// length.
std::string without_middle(std::string_view message) {
  constexpr std::size_t longest = 1000;
  if (message.size() <= longest) return std::string(message);
  std::size_t tail = message.size() - longest / 2;
  while (tail < message.size() && is_continuation(message[tail])) ++tail;
  return formatted("{}...{}", beginning_of(message, longest / 2), message.substr(tail));
}

}  // namespace

std::string error_text(const Error& error) {
  const Place& place = error.place();
  std::string message;
  if (!place.source.empty()) {
    message += place.source;
    if (place.line > 0) message += formatted(":{}:{}", place.line, place.column);
    message += ": ";
  }
  message += error.what();
  // Names of files may hold what a terminal obeys, too: those in a case file are its author's.
  std::string text = formatted("softmax: {}\n", without_middle(printable(message)));
  if (place.line == 0) return text;
  // One blank a character: the bytes that continue one in UTF-8 take no room, a tab is as wide as above.
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

std::string dims_text(const Outcome& outcome) {
  if (outcome.dims.empty()) return "dim 0";
  return formatted("dim{} {}", outcome.dims.size() == 1 ? "" : "s", fmt::join(outcome.dims, ","));
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

std::string sequence_headline(std::size_t tensors, const Outcome& first, bool is_one_kind) {
  return formatted("{} tensors: {}{}", tensors, headline(first), is_one_kind ? "" : " and others");
}

std::string sequence_sums_line(std::size_t slices, double error, const Index& worst, std::size_t tensor) {
  return formatted("sums: {}, farthest from 1 by {} at {}", counted(slices, "slice"), number_text(error),
                   where_text(worst, tensor));
}

std::string note_line(const std::string& note, std::size_t tensor, std::size_t more) {
  if (tensor == 0) return "note: " + note;
  if (more == 0) return formatted("note: tensor {}: {}", tensor, note);
  return formatted("note: tensor {} and {} more: {}", tensor, more, note);
}

std::string left_out_line(std::size_t notes) { return formatted("note: and {}", counted(notes, "other")); }

std::string no_failure_line(bool is_sequence, bool is_partly_nan) {
  if (is_partly_nan) return "the naive form would not have failed where the result is not NaN";
  return is_sequence ? "the naive form would not have failed on any of them"
                     : "the naive form would not have failed on this input";
}

std::vector<std::string> notes(const Outcome& outcome) {
  std::vector<std::string> lines = outcome.input_notes;
  if (outcome.sums.count > 0 && outcome.slice_length == 1 && outcome[Trouble::nan_output].count == 0) {
    lines.push_back(formatted("every slice has one element, so every result is {}; is {} the dim that is meant?",
                              outcome.operation == Operation::softmax ? 1 : 0, dims_text(outcome)));
  }
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

}  // namespace softmax::report
