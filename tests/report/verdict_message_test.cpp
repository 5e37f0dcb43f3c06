#include <cmath>

#include <doctest/doctest.h>

#include "report/account.h"
#include "report/message.h"

using namespace softmax;
using namespace softmax::report;

namespace {

void count(Verdict& verdict, Level level, std::size_t elements) {
  verdict.levels[static_cast<std::size_t>(level)] = elements;
}

/// One element of three disagrees.
Verdict disagreeing() {
  Verdict verdict;
  verdict.level = Level::mismatch;
  verdict.rule = "printed digits, float64";
  count(verdict, Level::digits, 2);
  count(verdict, Level::mismatch, 1);
  verdict.worst = ComparedElement{{0, 1}, "0.7", 0.84, 0.14, 1.4};
  verdict.first_disagreeing = Index{0, 1};
  return verdict;
}

}  // namespace

TEST_CASE("a print that agrees: the rule, the levels, the worst element") {
  Verdict verdict;
  verdict.rule = "printed digits, float32";
  count(verdict, Level::digits, 3);
  count(verdict, Level::dtype, 1);
  verdict.level = Level::dtype;
  verdict.worst = ComparedElement{{2}, "0.5000", 0.50005, 0.00005, 1};
  CHECK(verdict_lines(verdict) ==
        "expect: agrees (printed digits, float32): digits 3, dtype 1\n"
        "worst: [2] printed 0.5000, computed 0.50005, 1 unit apart: allowed, as the printing dtype loses as much\n");
}

TEST_CASE("without a unit the distance itself is shown; NaN has none") {
  Verdict verdict;
  verdict.rule = "atol 0.1, rtol 0";
  verdict.level = Level::tolerance;
  count(verdict, Level::tolerance, 1);
  verdict.worst = ComparedElement{{}, "0.5", 0.75, 0.25, std::nullopt};
  CHECK(verdict_lines(verdict) ==
        "expect: agrees (atol 0.1, rtol 0): tolerance 1\nworst: [] printed 0.5, computed 0.75, 0.25 apart\n");
  verdict.worst = ComparedElement{{}, "nan", NAN, NAN, std::nullopt};
  CHECK(verdict_lines(verdict).ends_with("worst: [] printed nan, computed NaN\n"));
}

TEST_CASE("a print without elements") {
  Verdict verdict;
  verdict.rule = "printed digits, float64";
  CHECK(verdict_lines(verdict) == "expect: agrees (printed digits, float64): there are no elements\n");
}

TEST_CASE("a print that disagrees: where first, and why") {
  Verdict verdict = disagreeing();
  const std::string beginning =
      "expect: disagrees (printed digits, float64): digits 2, mismatch 1, first at [0,1]\n"
      "worst: [0,1] printed 0.7, computed 0.84, 1.4 units apart\n";
  CHECK(verdict_lines(verdict) == beginning + "why: none of the known mistakes gives this print\n");
  verdict.mistakes = {{"dim=0", "computed along dim 0", "softmax --dim 0 x.json", 0}};
  CHECK(verdict_lines(verdict) == beginning +
                                      "why: the print is\n"
                                      "  dim=0: computed along dim 0\n"
                                      "    softmax --dim 0 x.json\n");
}

TEST_CASE("several mistakes, and those that no print can tell apart") {
  Verdict verdict = disagreeing();
  verdict.mistakes = {{"dim=all", "computed over all elements", "softmax --dim all", 0},
                      {"percent", "in percent", "", 1},
                      {"dim=0,1", "computed over dims 0,1 jointly", "softmax --dim 0,1", 0}};
  verdict.slices_looked_at = 218;
  const std::string text = verdict_lines(verdict);
  CHECK(text.substr(text.find("why")) ==
        "why: the print is one of these (on a sample of 218 slices)\n"
        "  dim=all: computed over all elements\n"
        "    softmax --dim all\n"
        "  percent: in percent\n"
        "  dim=0,1: computed over dims 0,1 jointly\n"
        "    softmax --dim 0,1\n"
        "  dim=all and dim=0,1: the same numbers on this input, so no print can distinguish them\n");
  verdict.slices_looked_at = 1;
  verdict.mistakes.clear();
  CHECK(
      verdict_lines(verdict).ends_with("why: none of the known mistakes gives this print (on a sample of 1 slice)\n"));
}

TEST_CASE("the three simplest mistakes are shown, the others counted") {
  Verdict verdict = disagreeing();
  for (const char* id : {"a", "b", "c", "d", "e"})
    verdict.mistakes.push_back({id, "wrong", "", verdict.mistakes.size()});
  const std::string text = verdict_lines(verdict);
  CHECK(text.substr(text.find("why")) ==
        "why: the print is one of these\n"
        "  a: wrong\n"
        "  b: wrong\n"
        "  c: wrong\n"
        "  and 2 others, which --report has\n");
}

TEST_CASE("a print that does not add up") {
  Verdict verdict = disagreeing();
  verdict.odd_sum = OddSum{{0}, 1.4};
  const auto shown = [&] {
    const std::string text = verdict_lines(verdict);
    const std::size_t line = text.find("sum:");
    return text.substr(line, text.find('\n', line) - line);
  };
  CHECK(shown() == "sum: slice [0] of the print adds up to 1.4, which is not 1 within its digits");
  verdict.odd_sum = OddSum{{}, 0.99998, true};
  CHECK(shown() == "sum: exp of the print adds up to 0.99998, which is not 1 within its digits");
}

TEST_CASE("another shape, and a file that has no tensor left") {
  Verdict verdict;
  verdict.level = Level::mismatch;
  verdict.has_other_shape = true;
  verdict.printed_shape = {3, 1};
  CHECK(verdict_lines(verdict) ==
        "expect: disagrees: the print has another shape, (3, 1)\n"
        "why: none of the known mistakes gives this print\n");
  verdict.is_missing = true;
  CHECK(verdict_lines(verdict) == "expect: disagrees: the file has no tensor left to compare with\n");
}

TEST_CASE("sequences") {
  CHECK(sequence_verdict_line(3, 0, 0) == "expect: 3 tensors compared, all agree");
  CHECK(sequence_verdict_line(3, 1, 2) == "expect: 3 tensors compared, tensor 2 disagrees");
  CHECK(sequence_verdict_line(3, 2, 2) == "expect: 3 tensors compared, 2 disagree, the first of them tensor 2");
}

TEST_CASE("tensors left over in the file are reported after the last verdict") {
  Verdict verdict;
  verdict.level = Level::digits;
  verdict.has_surplus = true;
  CHECK_FALSE(verdict.agrees());
  CHECK(verdict_lines(verdict).ends_with(
      "expect: disagrees: the file has more tensors than the input (in printed text every tensor counts, also one in "
      "code)\n"));
}
