#include "report/message.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace softmax;
using namespace softmax::report;

namespace {

Outcome naive_outcome() {
  Outcome outcome;
  outcome.shape = {2, 3};
  outcome.mode = Mode::naive;
  outcome.dims = {1};
  outcome.slice_length = 3;
  outcome.sums = {{2}, 2, {1, NAN}, 1, 1, NAN, {1}};
  outcome[Trouble::overflow] = {1, {1, 2}, 1000};
  return outcome;
}

}  // namespace

TEST_CASE("errors with and without a place") {
  CHECK(error_text(Error("no such thing")) == "softmax: no such thing\n");
  CHECK(error_text(Error("can't read a\x1B[31m\nok 1: No such file or directory")) ==
        "softmax: can't read a\\x1B[31m\\x0Aok 1: No such file or directory\n");
  Place file;
  file.source = "x.npy";
  CHECK(error_text(Error(file, "byte 3: bad")) == "softmax: x.npy: byte 3: bad\n");
  Place place{"input.json", 3, 17, "  [1, \"x\"]", 6};
  CHECK(error_text(Error(place, "expected a number, found \"x\"")) ==
        "softmax: input.json:3:17: expected a number, found \"x\"\n"
        "    [1, \"x\"]\n"
        "        ^\n");
}

TEST_CASE("a message has at most about a thousand bytes, however long a value or a name in it is") {
  const std::string value(5000, '\x01');
  const std::string text = error_text(Error("--dim " + value + ": expected an integer"));
  CHECK(text.size() < 1050);
  CHECK(text.starts_with("softmax: --dim \\x01"));
  CHECK(text.ends_with("\\x01: expected an integer\n"));
  Place place;
  place.source = value;
  CHECK(error_text(Error(place, "no tensor")).size() < 1050);
}

TEST_CASE("the caret is below its character: tabs, characters of several bytes") {
  Place tab{"a.csv", 1, 3, "\t1\tx", 3};
  CHECK(error_text(Error(tab, "m")) == "softmax: a.csv:1:3: m\n  \t1\tx\n  \t \t^\n");
  Place wide{"a.json", 1, 5, "[\"\xC3\xA9\"x", 5};
  CHECK(error_text(Error(wide, "m")) == "softmax: a.json:1:5: m\n  [\"\xC3\xA9\"x\n      ^\n");
}

TEST_CASE("the lines of an account") {
  const Outcome outcome = naive_outcome();
  CHECK(headline(outcome) == "softmax along dim 1, naive, float64, shape (2, 3)");
  CHECK(sums_line(outcome) == "sums along dim 1: 1, NaN");
  CHECK(trouble_line(outcome, Trouble::overflow, outcome[Trouble::overflow]) ==
        "overflow: 1 element, first at [1,2], value 1000, threshold 709.7827: exp is infinite above it; --mode stable "
        "has no such limit");
  CHECK(trouble_line(outcome, Trouble::overflow, outcome[Trouble::overflow], 3) ==
        "overflow: 1 element, first at [1,2] of tensor 3, value 1000, threshold 709.7827: exp is infinite above it; "
        "--mode stable has no such limit");
}

TEST_CASE("scaled inputs are shown next to the value that is compared with the threshold") {
  Outcome outcome = naive_outcome();
  outcome.scale = {true, 0.5};
  CHECK(headline(outcome) == "softmax along dim 1, naive, float64, shape (2, 3), temperature 0.5");
  CHECK(
      trouble_line(outcome, Trouble::overflow, outcome[Trouble::overflow]).find("value 1000 (x/T = 2000), threshold") !=
      std::string::npos);
  outcome.scale = {false, -1};
  CHECK(headline(outcome) == "softmax along dim 1, naive, float64, shape (2, 3), theta -1");
  // The largest input of a slice has the smallest theta x: it is not what the slice overflows by.
  CHECK(trouble_line(outcome, Trouble::naive_overflow, {1, {1}, 2}).find("value 2, threshold") != std::string::npos);
}

TEST_CASE("the thresholds of each dtype, as the literature has them") {
  Outcome outcome = naive_outcome();
  const auto threshold = [&](Dtype dtype, Trouble trouble) {
    outcome.dtype = dtype;
    const std::string line = trouble_line(outcome, trouble, {1, {0}, 1});
    const std::size_t begin = line.find("threshold ") + 10;
    return line.substr(begin, line.find(':', begin) - begin);
  };
  CHECK(threshold(Dtype::float16, Trouble::overflow) == "11.0899");
  CHECK(threshold(Dtype::bfloat16, Trouble::overflow) == "88.7189");
  CHECK(threshold(Dtype::float32, Trouble::sum_overflow) == "88.7228");
  CHECK(threshold(Dtype::float64, Trouble::naive_overflow) == "709.7827");
  CHECK(threshold(Dtype::float16, Trouble::underflow) == "-17.3287");
  CHECK(threshold(Dtype::bfloat16, Trouble::zero_sum) == "-92.8817");
  CHECK(threshold(Dtype::float32, Trouble::naive_underflow) == "-103.9721");
  CHECK(threshold(Dtype::float64, Trouble::underflow) == "-745.1332");
}

TEST_CASE("more than ten slices show their range") {
  Outcome outcome = naive_outcome();
  outcome.operation = Operation::log_softmax;
  outcome.sums = {{12}, 12, std::vector<double>(10, 1.0), 0.5, 1, 0.5, {4}};
  CHECK(sums_line(outcome) ==
        "sums of exp(result) along dim 1: 12 slices, smallest 0.5, largest 1, farthest from 1 by 0.5 at [4]");
  outcome.sums = {{10}, 10, std::vector<double>(10, 1.0), 1, 1, 0, {0}};
  CHECK(sums_line(outcome) == "sums of exp(result) along dim 1: 1, 1, 1, 1, 1, 1, 1, 1, 1, 1");
  outcome.sums = {};
  CHECK(sums_line(outcome) == "sums of exp(result) along dim 1: there are no slices");
}

TEST_CASE("notes on common errors") {
  Outcome outcome = naive_outcome();
  CHECK(notes(outcome).empty());
  outcome.slice_length = 1;
  outcome.input_is_distribution = true;
  outcome.masked_slices = 2;
  outcome.first_masked = {1};
  outcome.input_notes = {"int64 made float64"};
  CHECK(notes(outcome) ==
        std::vector<std::string>{
            "int64 made float64",
            "every slice has one element, so every result is 1; is dim 1 the dim that is meant? --dim 0 goes "
            "down the column",
            "the input is already a distribution along dim 1: softmax applied twice?",
            "2 slices of nothing but -Infinity, first at [1]: NaN, as nothing is left to normalise"});
}
