#include <cmath>

#include <doctest/doctest.h>

#include "check/case_run.h"

using namespace softmax;
using namespace softmax::check;

namespace {

Case named(const std::string& name) {
  Case which;
  which.name = name;
  which.shape = {2};
  return which;
}

}  // namespace

TEST_CASE("the plan, the file, a case that passes") {
  CHECK(tap_header(3) == "TAP version 13\n1..3\n");
  CaseFile file;
  file.name = "a.json";
  CHECK(tap_file(file) == "# a.json\n");
  file.title = "A #title";
  CHECK(tap_file(file) == "# a.json: A \\#title\n");
  CHECK(tap_case(1, file, named("dim 0 # skip\nit"), {}) == "ok 1 - dim 0 \\# skip it\n");
  Case wrong = named("n");
  wrong.wrong = "dim=0";
  CHECK(tap_case(2, file, wrong, {}) == "ok 2 - n (wrong there: dim=0)\n");
}

TEST_CASE("a case that fails, with all details") {
  CaseFile file;
  file.name = "a \"b\".json";
  file.source = "a notebook";
  CaseResult result;
  result.passed = false;
  result.part = "expect";
  Verdict verdict;
  verdict.level = Level::mismatch;
  verdict.rule = "printed digits, float32";
  verdict.worst = ComparedElement{{1}, "0.7", 0.84, 0.14, 1.4};
  verdict.mistakes = {{"dim=0", "", "", 0}, {"log", "", "", 1}};
  result.verdict = verdict;
  result.counts = {{Trouble::overflow, 1, 0}};
  CHECK(tap_case(7, file, named("n"), result) == R"(not ok 7 - n
  ---
  message: "expect disagrees"
  file: "a \"b\".json"
  source: "a notebook"
  element: [1]
  printed: "0.7"
  computed: 0.84
  units: 1.4
  level: mismatch
  rule: "printed digits, float32"
  explanations: ["dim=0", "log"]
  overflow: {expected: 1, found: 0}
  ...
)");
}

TEST_CASE("the messages") {
  const auto message = [](const Case& which, const CaseResult& result) {
    const std::string text = tap_case(1, {}, which, result);
    const std::size_t begin = text.find("message: ") + 9;
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  CaseResult result;
  result.passed = false;
  CHECK(message(named("n"), result) == "\"the diagnostics disagree\"");
  result.part = "sums";
  result.verdict = Verdict{};
  CHECK(message(named("n"), result) == "\"sums disagree\"");
  Case wrong = named("n");
  wrong.wrong = "dim=0";
  CHECK(message(wrong, result) == "\"sums is not explained by dim=0\"");
  wrong.wrong = "unexplained";
  CHECK(message(wrong, result) == "\"sums is explained, and is said not to be\"");
  result.agrees_though_wrong = true;
  CHECK(message(wrong, result) == "\"sums agrees, and is said to be wrong\"");
}

TEST_CASE("characters of a name that a terminal obeys or does not show are escaped") {
  CaseResult result;
  const std::string name = "a\x1B[2J\nb\x7F#\xC2\x9B\xE2\x80\xAE\xF3\xA0\x81\x81\xC3\xA9";
  CHECK(tap_case(1, {}, named(name), result) ==
        "ok 1 - a\\x1B[2J b\\x7F\\#\\xC2\\x9B\\xE2\\x80\\xAE\\xF3\\xA0\\x81\\x81\xC3\xA9\n");
  result.passed = false;
  CaseFile file;
  file.source = name;
  const std::string block = tap_case(1, file, named("n"), result);
  CHECK(block.find("  source: \"a\\u001b[2J\\nb\\U0000007F#\\U0000009B\\U0000202E\\U000E0041\xC3\xA9\"\n") !=
        std::string::npos);
}

TEST_CASE("sums have a shape of their own") {
  CaseResult result;
  result.passed = false;
  result.part = "sums";
  result.verdict = Verdict{};
  result.verdict->has_other_shape = true;
  CHECK(tap_case(1, {}, named("n"), result).find("  computed_shape: \"()\"\n") != std::string::npos);
}

TEST_CASE("another shape; NaN and infinities in YAML") {
  CaseResult result;
  result.passed = false;
  result.part = "expect";
  Verdict verdict;
  verdict.has_other_shape = true;
  verdict.printed_shape = {1, 2};
  result.verdict = verdict;
  const std::string text = tap_case(1, {}, named("n"), result);
  CHECK(text.find("  printed_shape: \"(1, 2)\"\n  computed_shape: \"(2,)\"\n") != std::string::npos);
  verdict.worst = ComparedElement{{0}, "1", NAN, NAN, std::nullopt};
  result.verdict = verdict;
  CHECK(tap_case(1, {}, named("n"), result).find("  computed: .nan\n  level:") != std::string::npos);
  verdict.worst->computed = -HUGE_VAL;
  result.verdict = verdict;
  CHECK(tap_case(1, {}, named("n"), result).find("  computed: -.inf\n") != std::string::npos);
}
