#include "verify/tap.h"

#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/shape.h"
#include "core/slices.h"
#include "core/utf8.h"

namespace softmax::verify {
namespace {

/// A description on one line; '#' would begin a directive.
std::string description(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (c == '#') plain += '\\';
    plain += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return printable(plain);
}

/// A string as YAML takes it in quotes, which is as JSON has it. What a terminal would obey stands as an escape.
std::string quoted(const std::string& text) {
  const std::string json = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string shown;
  for (const char* at = json.data(); at < json.data() + json.size();) {
    const std::size_t length = utf8_length(at, json.data() + json.size());
    const char32_t c = code_point(at, length);
    shown += is_hidden(c) || c == 0x7f ? fmt::format("\\U{:08X}", static_cast<unsigned>(c)) : std::string(at, length);
    at += length;
  }
  return shown;
}

std::string number_text(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
  return fmt::format("{}", value);
}

/// The lines of a YAML block.
class Block {
 public:
  void add(std::string_view key, const std::string& value) { text_ += fmt::format("  {}: {}\n", key, value); }
  std::string text() const { return "  ---\n" + text_ + "  ...\n"; }

 private:
  std::string text_;
};

std::string message(const Case& which, const CaseResult& result) {
  if (result.agrees_though_wrong) return fmt::format("{} agrees, and is said to be wrong", result.part);
  if (result.verdict && which.wrong) {
    return *which.wrong == "unexplained" ? fmt::format("{} is explained, and is said not to be", result.part)
                                         : fmt::format("{} is not explained by {}", result.part, *which.wrong);
  }
  if (result.verdict) return fmt::format("{} {}", result.part, result.part == "expect" ? "disagrees" : "disagree");
  return "the diagnostics disagree";
}

void add_verdict(const Case& which, const CaseResult& result, Block& block) {
  const Verdict& verdict = *result.verdict;
  if (verdict.has_other_shape) {
    block.add("printed_shape", quoted(shape_text(verdict.printed_shape)));
    const bool are_sums = result.part == "sums";
    block.add("computed_shape",
              quoted(shape_text(are_sums ? Slices(which.shape, which.request.dims).kept() : which.shape)));
  }
  if (verdict.worst) {
    const ComparedElement& worst = *verdict.worst;
    block.add("element", index_text(worst.index));
    block.add("printed", quoted(worst.printed));
    block.add("computed", number_text(worst.computed));
    if (worst.units) block.add("units", fmt::format("{:.3g}", *worst.units));
  }
  block.add("level", std::string(name(verdict.level)));
  block.add("rule", quoted(verdict.rule));
  std::vector<std::string> ids;
  for (const Explanation& explanation : verdict.explanations) ids.push_back(quoted(explanation.id));
  block.add("explanations", fmt::format("[{}]", fmt::join(ids, ", ")));
}

}  // namespace

std::string tap_header(std::size_t cases) { return fmt::format("TAP version 13\n1..{}\n", cases); }

std::string tap_file(const CaseFile& file) {
  return fmt::format("# {}{}\n", description(file.name), file.title.empty() ? "" : ": " + description(file.title));
}

std::string tap_case(std::size_t number, const CaseFile& file, const Case& which, const CaseResult& result) {
  std::string line = fmt::format("{} {} - {}", result.passed ? "ok" : "not ok", number, description(which.name));
  if (result.passed) return line + (which.wrong ? fmt::format(" (wrong there: {})\n", *which.wrong) : "\n");
  Block block;
  block.add("message", quoted(message(which, result)));
  block.add("file", quoted(file.name));
  if (!file.source.empty()) block.add("source", quoted(file.source));
  if (result.verdict) add_verdict(which, result, block);
  for (const WrongCount& count : result.counts) {
    block.add(trouble_names[static_cast<std::size_t>(count.trouble)],
              fmt::format("{{expected: {}, found: {}}}", count.expected, count.found));
  }
  return line + '\n' + block.text();
}

}  // namespace softmax::verify
