#include "check/case_run.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "check/compare.h"
#include "check/mistakes/mistakes.h"
#include "compute/softmax.h"
#include "core/block.h"
#include "core/formatted.h"
#include "core/shape.h"
#include "core/sink.h"
#include "core/slices.h"
#include "text/decimal.h"
#include "text/utf8.h"

namespace softmax::check {
namespace {
/// The elements that a case lists, as a tensor in which nothing else was printed.
Expected listed_elements(const Case& which) {
  Expected expected;
  expected.shape = which.shape;
  expected.dtypes = which.expect ? which.expect->dtypes : std::vector{which.dtype, Dtype::float32};
  expected.numbers.resize(which.input.size(), unknown_number());
  for (const ExpectedElement& element : which.elements) {
    expected.numbers[place_of(element.index, which.shape)] = element.value;
    expected.decimals = std::max(expected.decimals.value_or(0), spelling(element.value.text).decimals);
  }
  return expected;
}

bool is_explained(const Verdict& verdict, const std::string& mistake) {
  if (mistake == "unexplained") return verdict.mistakes.empty();
  return std::any_of(verdict.mistakes.begin(), verdict.mistakes.end(),
                     [&](const Mistake& found) { return found.id == mistake; });
}

/// A description on one line; TAP takes an unescaped '#' for the start of a directive.
std::string description(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (c == '#') plain += '\\';
    plain += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return printable(plain);
}

/// A string in YAML's quotes, which are JSON's. Characters that a terminal would obey are escaped.
std::string yaml_string(const std::string& text) {
  const std::string json = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string shown;
  for (const char* at = json.data(); at < json.data() + json.size();) {
    const std::size_t length = utf8_length(at, json.data() + json.size());
    const char32_t c = code_point(at, length);
    shown += is_hidden(c) || c == 0x7f ? formatted("\\U{:08X}", static_cast<unsigned>(c)) : std::string(at, length);
    at += length;
  }
  return shown;
}

std::string number_text(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
  return formatted("{}", value);
}

std::string yaml_line(std::string_view key, std::string_view value) { return formatted("  {}: {}\n", key, value); }

std::string message(const Case& which, const CaseResult& result) {
  if (result.agrees_though_wrong) return formatted("{} agrees, and is said to be wrong", result.part);
  if (result.verdict && which.wrong) {
    return *which.wrong == "unexplained" ? formatted("{} is explained, and is said not to be", result.part)
                                         : formatted("{} is not explained by {}", result.part, *which.wrong);
  }
  if (result.verdict) return formatted("{} {}", result.part, result.part == "expect" ? "disagrees" : "disagree");
  return "the diagnostics disagree";
}

std::string verdict_lines(const Case& which, const CaseResult& result) {
  const Verdict& verdict = *result.verdict;
  std::string text;
  if (verdict.has_other_shape) {
    const bool are_sums = result.part == "sums";
    const Shape computed = are_sums ? Slices(which.shape, which.request.dims).kept() : which.shape;
    text += yaml_line("printed_shape", yaml_string(shape_text(verdict.printed_shape)));
    text += yaml_line("computed_shape", yaml_string(shape_text(computed)));
  }
  if (verdict.worst) {
    const ComparedElement& worst = *verdict.worst;
    text += yaml_line("element", index_text(worst.index));
    text += yaml_line("printed", yaml_string(worst.printed));
    text += yaml_line("computed", number_text(worst.computed));
    if (worst.units) text += yaml_line("units", formatted("{:.3g}", *worst.units));
  }
  if (verdict.odd_sum) {
    text += yaml_line("printed_sum", formatted("{{slice: {}, sum: {}}}", index_text(verdict.odd_sum->slice),
                                               number_text(verdict.odd_sum->sum)));
  }
  text += yaml_line("level", name(verdict.level));
  text += yaml_line("rule", yaml_string(verdict.rule));
  std::vector<std::string> ids;
  for (const Mistake& mistake : verdict.mistakes) ids.push_back(yaml_string(mistake.id));
  return text + yaml_line("explanations", formatted("[{}]", fmt::join(ids, ", ")));
}
}  // namespace

CaseResult run_case(const Case& which, unsigned threads) {
  Request request = which.request;
  request.threads = threads;
  MemorySink sink;
  const Frame no_frame;
  const TensorHeader header{which.shape, which.dtype, &no_frame};
  const Outcome outcome = *compute::softmax(*memory_source(values_as(which.dtype, which.input)), header, request, sink);
  const std::vector<double> values = as_doubles(sink.tensor().values);
  // How many places a part shows decides what the printer of the input may have cut.
  const auto subject_for = [&](std::optional<int> decimals) {
    return Subject{which.shape, which.dtype, which.input, input_units(which.print, decimals), values, request};
  };
  Command command;
  command.request = request;

  CaseResult result;
  // find(verdict) fills in the mistakes.
  const auto judge = [&](const char* part, Verdict verdict, auto find) {
    if (!verdict.agrees()) find(verdict);
    bool passes = verdict.agrees();
    if (which.wrong) {
      passes = !verdict.agrees() && is_explained(verdict, *which.wrong);
      result.agrees_though_wrong = verdict.agrees();
    }
    if (result.passed && !passes) {
      result.part = part;
      result.verdict = std::move(verdict);
    }
    result.passed = result.passed && passes;
  };
  if (which.expect) {
    const Subject subject = subject_for(which.expect->decimals);
    judge("expect", compare(computed_result(subject), *which.expect, std::nullopt), [&](Verdict& verdict) {
      verdict.odd_sum = odd_sum(subject, *which.expect);
      find_mistakes(subject, *which.expect, command, std::nullopt, verdict);
    });
  }
  if (which.sums) {
    const Subject subject = subject_for(which.sums->decimals);
    judge("sums", compare(computed_sums(subject), *which.sums, std::nullopt),
          [&](Verdict& verdict) { find_mistakes_of_sums(subject, *which.sums, command, verdict); });
  }
  if (!which.elements.empty()) {
    const Expected expected = listed_elements(which);
    const Subject subject = subject_for(expected.decimals);
    std::vector<std::size_t> places;
    for (const ExpectedElement& element : which.elements) places.push_back(place_of(element.index, which.shape));
    judge("elements", compare_elements(computed_result(subject), expected, places),
          [&](Verdict& verdict) { find_mistakes_of_elements(subject, expected, command, places, verdict); });
  }
  for (const auto& [trouble, expected] : which.diagnostics) {
    const std::size_t found = outcome[trouble].count;
    if (found != expected) result.counts.push_back({trouble, expected, found});
  }
  result.passed = result.passed && result.counts.empty();
  return result;
}

std::string tap_header(std::size_t cases) { return formatted("TAP version 13\n1..{}\n", cases); }

std::string tap_file(const CaseFile& file) {
  return formatted("# {}{}\n", description(file.name), file.title.empty() ? "" : ": " + description(file.title));
}

std::string tap_case(std::size_t number, const CaseFile& file, const Case& which, const CaseResult& result) {
  std::string line = formatted("{} {} - {}", result.passed ? "ok" : "not ok", number, description(which.name));
  if (result.passed) return line + (which.wrong ? formatted(" (wrong there: {})\n", *which.wrong) : "\n");
  line += "\n  ---\n" + yaml_line("message", yaml_string(message(which, result)));
  line += yaml_line("file", yaml_string(file.name));
  if (!file.source.empty()) line += yaml_line("source", yaml_string(file.source));
  if (result.verdict) line += verdict_lines(which, result);
  for (const WrongCount& count : result.counts) {
    line += yaml_line(trouble_names[static_cast<std::size_t>(count.trouble)],
                      formatted("{{expected: {}, found: {}}}", count.expected, count.found));
  }
  return line + "  ...\n";
}
}  // namespace softmax::check
