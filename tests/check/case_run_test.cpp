#include "check/case_run.h"

#include <string>

#include <doctest/doctest.h>

#include "support/piped_input.h"

using namespace softmax;
using namespace softmax::test;
using namespace softmax::check;

namespace {

CaseResult run(const std::string& case_members) {
  const CaseFile file = read_case_file(piped_input("{\"cases\": [{" + case_members + "}]}"));
  return run_case(file.cases.at(0), 1);
}

}  // namespace

TEST_CASE("what a case expects agrees, or the first part that doesn't is reported") {
  CHECK(run(R"("input": [1, 2, 4], "expect": [0.0420, "0.1142", 0.8438], "sums": 1)").passed);
  const CaseResult wrong = run(R"("input": [1, 2, 4], "expect": [0.0420, 0.1142, 0.9], "sums": 2)");
  CHECK_FALSE(wrong.passed);
  CHECK(wrong.part == "expect");
  CHECK(wrong.verdict->worst->index == Index{2});
  CHECK(wrong.verdict->mistakes.front().id == "one-element");
  const CaseResult sums = run(R"("input": [1, 2, 4], "expect": [0.0420, 0.1142, 0.8438], "sums": 2)");
  CHECK(sums.part == "sums");
}

TEST_CASE("single elements, each with its own digits") {
  CHECK(run(R"("input": [1, 2, 4], "elements": [{"index": [1], "value": "0.1141952"}])").passed);
  const CaseResult wrong =
      run(R"("input": [[1, 2], [3, 5]], "elements": [{"index": [0, 0], "value": "0.1192"}])");  // e/(e + e^3)
  CHECK_FALSE(wrong.passed);
  CHECK(wrong.part == "elements");
  CHECK(wrong.verdict->mistakes.front().id == "dim=0");
}

TEST_CASE("diagnostics are counted") {
  CHECK(run(R"("input": [1, 1000], "mode": "naive", "diagnostics": {"overflow": 1, "nan_output": 1})").passed);
  const CaseResult wrong = run(R"("input": [1, 1000], "diagnostics": {"naive_overflow": 2})");
  CHECK_FALSE(wrong.passed);
  REQUIRE(wrong.counts.size() == 1);
  CHECK(wrong.counts[0].trouble == Trouble::naive_overflow);
  CHECK(wrong.counts[0].expected == 2);
  CHECK(wrong.counts[0].found == 1);
}

TEST_CASE("the mistake in wrong sums is found, also for log-softmax and for overflow") {
  CHECK(run(R"("input": [[1, 2], [3, 5]], "op": "log-softmax", "dim": 1, "sums": [0.1666, 1.8334], "wrong": "dim=0")")
            .passed);
  CHECK(run(R"("input": [1, 1000], "sums": "nan", "wrong": "naive")").passed);
}

TEST_CASE("a wrong print with other counts fails by its counts") {
  const CaseResult result = run(R"("input": [[1, 2], [3, 5]], "expect": [[0.1192, 0.0474], [0.8808, 0.9526]],
                                   "diagnostics": {"overflow": 1}, "wrong": "dim=0")");
  CHECK_FALSE(result.passed);
  CHECK_FALSE(result.verdict.has_value());
}

TEST_CASE("a case that is known to be wrong passes by its mistake alone") {
  const std::string dim0 = R"("input": [[1, 2], [3, 5]], "expect": [[0.1192, 0.0474], [0.8808, 0.9526]])";
  CHECK(run(dim0 + R"(, "wrong": "dim=0")").passed);
  CHECK_FALSE(run(dim0 + R"(, "wrong": "dim=all")").passed);
  CHECK_FALSE(run(dim0 + R"(, "wrong": "unexplained")").passed);
  CHECK(run(R"("input": [1, 2, 4], "expect": [0.5, 0.1, 0.4], "wrong": "unexplained")").passed);
  const CaseResult right = run(R"("input": [1, 2, 4], "expect": [0.0420, 0.1142, 0.8438], "wrong": "log")");
  CHECK_FALSE(right.passed);
  CHECK(right.agrees_though_wrong);
  CHECK_FALSE(run(R"("input": [1, 2, 4], "expect": [0.0420, 0.1142, 0.8438], "wrong": "unexplained")").passed);
}

TEST_CASE("the dtype of a case is that of the arithmetic and of the print") {
  // float32's last digit
  const std::string members = R"("input": [1, 2, 3], "expect": ["0.09003057", "0.24472848", "0.66524094"])";
  CHECK_FALSE(run(members + R"(, "dtype": "float64")").passed);
  CHECK(run(members + R"(, "dtype": "float32")").passed);
  CHECK(run(members).passed);  // no dtype is known: float32 is tried
}
