#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/account.h"

using namespace softmax;
using report::report_json;

TEST_CASE("in a name of the input, bytes that are no UTF-8 become U+FFFD") {
  Outcome outcome;
  outcome.sums = {{}, 1, {1}, 1, 1, 0, {}};
  const std::string report = report_json(outcome, "caf\xE9.json", "");
  CHECK(report.starts_with("{\n  \"input\": \"caf\xEF\xBF\xBD.json\",\n"));
  CHECK(nlohmann::json::accept(report));
}

TEST_CASE("every key of the report, and NaN as a string") {
  Outcome outcome;
  outcome.shape = {2, 3};
  outcome.dtype = Dtype::float32;
  outcome.operation = Operation::log_softmax;
  outcome.mode = Mode::naive;
  outcome.dims = {1};
  outcome.slice_length = 3;
  outcome.scale = {true, 2};
  outcome.sums = {{2}, 2, {1, NAN}, 1, 1, NAN, {1}};
  outcome[Trouble::overflow] = {1, {1, 2}, 1000};
  outcome[Trouble::inf_input] = {1, {0, 0}, HUGE_VAL};
  outcome.input_notes = {"a \"note\""};
  CHECK(report_json(outcome, "x.json", "[[1,2,3],\n [4,5,\"NaN\"]]\n") ==
        R"({
  "input": "x.json",
  "shape": [2,3],
  "dtype": "float32",
  "op": "log-softmax",
  "mode": "naive",
  "dim": [1],
  "scale": 0.5,
  "sums": [1.0,"NaN"],
  "sum_error": "NaN",
  "diagnostics": {
    "nan_input": {"count":0,"first":null,"value":null},
    "inf_input": {"count":1,"first":[0,0],"value":"Infinity"},
    "overflow": {"count":1,"first":[1,2],"value":1000.0},
    "sum_overflow": {"count":0,"first":null,"value":null},
    "underflow": {"count":0,"first":null,"value":null},
    "zero_sum": {"count":0,"first":null,"value":null},
    "nan_output": {"count":0,"first":null,"value":null},
    "naive_overflow": {"count":0,"first":null,"value":null},
    "naive_underflow": {"count":0,"first":null,"value":null}
  },
  "notes": ["a \"note\""],
  "result": [[1,2,3],
 [4,5,"NaN"]]
})");
}

TEST_CASE("sums are nested as the shape without the dim; without a result there is no such member") {
  Outcome outcome;
  outcome.sums = {{2, 1, 2}, 4, {1, 2, 3, 4}, 1, 4, 3, {1, 0, 1}};
  const auto report = nlohmann::json::parse(report_json(outcome, "\xFF", ""));
  CHECK(report["sums"] == nlohmann::json::parse("[[[1.0,2.0]],[[3.0,4.0]]]"));
  CHECK_FALSE(report.contains("result"));
  CHECK(report["input"] == "\xEF\xBF\xBD");  // a name that is not UTF-8
  outcome.sums = {{}, 1, {1}, 1, 1, 0, {}};
  CHECK(nlohmann::json::parse(report_json(outcome, "-", ""))["sums"] == 1.0);
}

TEST_CASE("the verdict of --expect") {
  Outcome outcome;
  outcome.sums = {{}, 1, {1}, 1, 1, 0, {}};
  CHECK_FALSE(nlohmann::json::parse(report_json(outcome, "-", "")).contains("expect"));
  Verdict verdict;
  verdict.level = Level::last_digit;
  verdict.rule = "printed digits, float32";
  verdict.levels[static_cast<std::size_t>(Level::inputs)] = 2;
  verdict.levels[static_cast<std::size_t>(Level::last_digit)] = 1;
  verdict.worst = ComparedElement{{1}, "0.25", 0.26, 0.01, 1};
  verdict.odd_sum = OddSum{{2}, 1.25};
  verdict.mistakes = {{"percent", "in percent", "", 0}, {"dim=0", "computed along dim 0", "softmax --dim 0", 1}};
  outcome.verdict = verdict;
  CHECK(nlohmann::json::parse(report_json(outcome, "-", ""))["expect"] == nlohmann::json::parse(R"({
    "agrees": false, "rule": "printed digits, float32", "level": "last-digit",
    "levels": {"inputs": 2, "last-digit": 1},
    "worst": {"index": [1], "printed": "0.25", "computed": 0.26, "units": 1.0},
    "printed_sum": {"index": [2], "sum": 1.25},
    "explanations": [{"id": "percent", "sentence": "in percent", "command": null},
                     {"id": "dim=0", "sentence": "computed along dim 0", "command": "softmax --dim 0"}]})"));

  verdict = Verdict();
  verdict.rule = "atol 1, rtol 0";
  verdict.level = Level::mismatch;
  verdict.worst = ComparedElement{{}, "1", NAN, NAN, std::nullopt};
  outcome.verdict = verdict;
  const auto worst = nlohmann::json::parse(report_json(outcome, "-", ""))["expect"]["worst"];
  CHECK(worst["computed"] == "NaN");
  CHECK(worst["units"].is_null());
}
