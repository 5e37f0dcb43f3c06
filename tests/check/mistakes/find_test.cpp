#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "check/mistakes/mistakes.h"
#include "support/judged.h"
#include "support/wrong_prints.h"

using namespace softmax;
using namespace softmax::test;

namespace {

using Ids = std::vector<std::string>;

Verdict judged(const WrongPrint& wrong) {
  Request request = softmax_along(-1);
  if (wrong.arguments == "--log") request.operation = Operation::log_softmax;
  if (wrong.arguments == "--temperature 2") request.scale = {.is_temperature = true, .value = 2};
  const auto requested = wrong.arguments == "--dtype float64" ? std::optional(Dtype::float64) : std::nullopt;
  return test::judged(std::string(wrong.input), std::string(wrong.print), request, requested);
}

}  // namespace

TEST_CASE("each mistake is found by what it prints") {
  for (const WrongPrint& wrong : wrong_prints) {
    CAPTURE(wrong.id);
    CAPTURE(wrong.print);
    const Verdict verdict = judged(wrong);
    CHECK_FALSE(verdict.agrees());
    CHECK(has_id(verdict, std::string(wrong.id)));
  }
}

TEST_CASE("only the mistake is found, where digits can tell it from the others") {
  // What else gives the same numbers, or ones that the digits don't tell apart.
  const auto is_known_companion = [](std::string_view id, const std::string& other) {
    if (id.starts_with("naive")) return other.starts_with("naive") || other == "one-element";
    if (id == "sum-forced") return other != "truncated" && !other.starts_with("dim=");  // two digits say little
    if (id.starts_with("base=")) return other.starts_with("temperature=");
    if (id == "softmin") return other == "temperature=-1";
    if (id == "dim=all") return other == "dim=0,1";
    if (id == "masked-zero") return other.starts_with("dim=");                        // a single slice is left
    if (id == "masked-uniform") return other == "masked-as-zero" || other == "relu";  // equal logits
    if (id == "temperature=2") return other == "scaled=sqrt(4)";
    if (id.starts_with("scaled=")) return other.starts_with("temperature=");
    if (id == "wrong-max-dim") return other == "nan-slice";
    if (id == "integers" || id == "one-hot" || id == "wraparound") return other == "integers" || other == "wraparound";
    if (id == "flushed") return other == "one-element";
    // One decimal of an input leaves much room.
    if (other == "rounded-inputs")
      return id == "truncated" || id.starts_with("dtype=") || id == "one-element" || id.starts_with("quantised=");
    if (id == "masked-as-zero") return other == "relu";  // no other input is negative
    if (id == "log-of-softmax") {
      return other.starts_with("naive=") || other == "wrong-max-dim" || other == "one-element";  // e^-120 is 0
    }
    if (id.starts_with("dtype=")) return other.starts_with("dtype=") || other == "sum-off";
    return false;
  };
  for (const WrongPrint& wrong : wrong_prints) {
    CAPTURE(wrong.id);
    for (const std::string& id : ids_of(judged(wrong))) {
      CAPTURE(id);
      CHECK((id == wrong.id || is_known_companion(wrong.id, id)));
    }
  }
}

TEST_CASE("every row of the catalogue has such a print") {
  for (const check::KnownMistake& row : check::catalogue()) {
    CAPTURE(row.id);
    const bool has_parameter = row.id.ends_with('=');
    CHECK(std::any_of(wrong_prints.begin(), wrong_prints.end(), [&](const WrongPrint& wrong) {
      return has_parameter ? wrong.id.starts_with(row.id) : wrong.id == row.id;
    }));
  }
}

TEST_CASE("no mistake is found in a print that is not in the catalogue") {
  const std::string input = "[[1, 2, 4], [0.5, -1, 3], [2, 0, -0.5]]";
  // x^2 over its sum; random numbers over their sum
  for (const char* print : {"[[0.0476, 0.1905, 0.7619], [0.0244, 0.0976, 0.8780], [0.9412, 0.0000, 0.0588]]",
                            "[[0.2119, 0.4402, 0.3479], [0.6073, 0.1520, 0.2407], [0.1385, 0.5108, 0.3507]]"}) {
    CAPTURE(print);
    const Verdict verdict = test::judged(input, print, softmax_along(1));
    CHECK_FALSE(verdict.agrees());
    CHECK(ids_of(verdict).empty());
  }
}

TEST_CASE("a print that agrees has no mistakes") {
  CHECK(test::judged("[1, 2, 4]", "[0.0420, 0.1142, 0.8438]", softmax_along(0)).mistakes.empty());
}

TEST_CASE("a float32 print that is to be float64 is first found to be float32, with the command") {
  // NumPy's print of the softmax of three float32 numbers names no dtype; the last digit is float32's.
  const Verdict verdict =
      test::judged("[1, 2, 3]", "[0.09003057 0.24472848 0.66524094]", softmax_along(0), Dtype::float64);
  REQUIRE_FALSE(verdict.mistakes.empty());
  CHECK(verdict.mistakes[0].id == "dtype=float32");
  CHECK(verdict.mistakes[0].command == "softmax --dim 0 --dtype float32 x.json");
  CHECK(test::judged("[1, 2, 3]", "[0.09003057 0.24472848 0.66524094]", softmax_along(0), Dtype::float32).agrees());
}

TEST_CASE("digits that NumPy prints for float16 may lie farther from the value than half of their last place") {
  // 0.0464 stands for 0.046386719, 1.3 units of 1e-5 away, as no float16 is nearer: np.float16(0.0464)
  const Verdict verdict =
      test::judged("[0.3, 1.7, -2.2, 3.1]", "[0.0464   0.188    0.003817 0.7617  ]", softmax_along(0));
  CHECK(has_id(verdict, "dtype=float16"));
  CHECK_FALSE(has_id(verdict, "dtype=float32"));
}

TEST_CASE("half a unit of a number with decimals does not make it truncated") {
  CHECK(ids_of(test::judged("5", "0.4", softmax_along(0))).empty());
  CHECK(ids_of(test::judged("[[1], [2]]", "[[0.4], [0.4]]", softmax_along(1))).empty());
  CHECK(has_id(test::judged("[1, 2, 4]", "[0, 0, 0]", softmax_along(0)), "integers"));
}

TEST_CASE("digits adjusted in two directions were not adjusted for their sum") {
  // 0.2689 and 0.7311: rounded they have the sum 1 as they are
  CHECK_FALSE(has_id(test::judged("[1, 2]", "[0.26, 0.74]", softmax_along(0)), "sum-forced"));
}

TEST_CASE("a temperature from one pair of numbers comes with a remark; from two pairs it is evidence") {
  const auto sentence = [](const Verdict& verdict) {
    for (const Mistake& mistake : verdict.mistakes) {
      if (mistake.id.starts_with("temperature=")) return mistake.sentence;
    }
    return std::string();
  };
  // 1/(1 + e^(1/T)) = 0.2 for T = 1/ln 4 = 0.7213
  CHECK(sentence(test::judged("[1, 2]", "[0.200, 0.800]", softmax_along(0))) ==
        "made with temperature 0.72; it proves little, as nearly every pair of numbers has one");
  // 1/(1 + e^(1/2)) = 0.37754, 1/(1 + e^(3/2)) = 0.18243
  CHECK(sentence(test::judged("[[1, 2], [0, 3]]", "[[0.3775, 0.6225], [0.1824, 0.8176]]", softmax_along(1))) ==
        "made with temperature 2");
}

TEST_CASE("a temperature that is the square root of a key's size") {
  const std::string input = "[3, -7, 12, 5]";
  const Verdict by_root = judged(input, "[0.2073794949, 0.0856840717, 0.4594570896, 0.2474793438]", softmax_along(0));
  CHECK(ids_of(by_root) == Ids{"scaled=sqrt(128)"});
  CHECK(by_root.mistakes[0].command.find("--temperature 11.313708498984761") != std::string::npos);
}

TEST_CASE("infinite and enormous numbers have no temperature") {
  for (const char* input : {"[-Infinity, 1e308, 5]", "[1e-310, 2e-310, 0]", "[1e308, -1e308, 0]"}) {
    for (const char* print : {"[inf, nan, 0.5]", "[0.2, 0.3, 0.5]", "[-1e300, 0.1, 1]"}) {
      CAPTURE(input);
      CAPTURE(print);
      for (const std::string& id : ids_of(judged(input, print, softmax_along(0)))) CHECK_FALSE(id.starts_with("temp"));
    }
  }
}

TEST_CASE("the command for softmax of the softmax keeps every digit") {
  const Verdict verdict = judged("[1, 2, 4]", "[0.2323, 0.2497, 0.5180]", softmax_along(0));
  REQUIRE(has_id(verdict, "twice"));
  for (const Mistake& mistake : verdict.mistakes) {
    if (mistake.id != "twice") continue;
    CHECK(mistake.command == "softmax --dim 0 --to json x.json | softmax --dim 0");
  }
}

TEST_CASE("with a tolerance, mistakes have to hold within it") {
  // dim 0 of the matrix, each number 0.001 too large: e/(1 + e) = 0.73106
  const std::string input = "[[1, 2], [2, 1]]";
  const std::string print = "[[0.26994, 0.73206], [0.73206, 0.26994]]";
  Request all;
  all.dims.all = true;
  // over everything: e/(2e + 2e^2) = 0.13447, 0.36553
  const check::Tolerance tolerance{.absolute = 0.002, .relative = 0};
  CHECK_FALSE(has_id(test::judged(input, print, all), "dim=0"));
  CHECK(has_id(test::judged(input, print, all, std::nullopt, tolerance), "dim=0"));
}

TEST_CASE("mistakes that give the same numbers are in one group") {
  const Verdict verdict = test::judged("[[1, 2], [3, 5]]", "[[0.0152, 0.0414], [0.1125, 0.8310]]", softmax_along(1));
  REQUIRE(ids_of(verdict) == Ids{"dim=all", "dim=0,1"});
  CHECK(verdict.mistakes[0].group == verdict.mistakes[1].group);
}

TEST_CASE("a print of another shape or of another count is not read beyond its end") {
  CHECK(ids_of(test::judged("[1, 2, 4]", "[0.0420, 0.1142]", softmax_along(0))).empty());
  CHECK(ids_of(test::judged("[1, 2, 4]", "[0.1, 0.1, 0.1, 0.1]", softmax_along(0))).empty());
  CHECK(ids_of(test::judged("[[1, 2, 4]]", "[[0.0420], [0.1142], [0.8438]]", softmax_along(1))).front() == "reshaped");
  CHECK(ids_of(test::judged("[[1, 2], [2, 1]]", "[3.6788]", softmax_along(1))).empty());
}

TEST_CASE("the mistake is found from single elements alone, and from sums alone") {
  const check::Subject subject = subject_of("[[1, 2], [3, 5]]", softmax_along(1));
  check::Expected listed = expected_print("[[0.1192, 0], [0, 0]]");  // e^1/(e^1 + e^3): dim 0
  for (std::size_t place = 1; place < 4; ++place) listed.numbers[place] = check::unknown_number();
  const check::Computed computed = check::computed_result(subject);
  Verdict verdict = check::compare_elements(computed, listed, {0});
  check::find_mistakes_of_elements(subject, listed, {subject.request, {}, {}, ""}, {0}, verdict);
  CHECK(has_id(verdict, "dim=0"));
  CHECK_FALSE(has_id(verdict, "dim=all"));

  // Rows of softmax over dim 0: 0.11920 + 0.04743 and 0.88080 + 0.95257
  const check::Expected sums = expected_print("[0.16663, 1.83337]");
  Verdict of_sums = check::compare(check::computed_sums(subject), sums, std::nullopt);
  CHECK_FALSE(of_sums.agrees());
  check::find_mistakes_of_sums(subject, sums, {subject.request, {}, {}, ""}, of_sums);
  CHECK(ids_of(of_sums) == Ids{"dim=0"});
}

TEST_CASE("of a large tensor a sample of the slices is looked at, and the verdict has their number") {
  check::Subject subject;
  subject.shape = {400, 300};
  subject.request = softmax_along(1);
  check::Expected expected{subject.shape, {}, {Dtype::float64}};
  for (std::size_t i = 0; i < 120000; ++i) subject.input.push_back(static_cast<double>(i % 7));
  subject.result.assign(120000, 0.0);
  for (const double x : subject.input) {
    expected.numbers.push_back(check::unknown_number());
    expected.numbers.back().value = std::exp(x);
  }
  Verdict verdict = check::compare(check::computed_result(subject), expected, std::nullopt);
  check::find_mistakes(subject, expected, {subject.request, {}, {}, ""}, std::nullopt, verdict);
  CHECK(has_id(verdict, "unnormalised"));
  CHECK(verdict.slices_looked_at == 65536 / 300);
}
