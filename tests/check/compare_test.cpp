#include "check/compare.h"

#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "check/interval.h"
#include "support/judged.h"

using namespace softmax;
using namespace softmax::test;
using namespace softmax::check;

namespace {

constexpr double inf = HUGE_VAL;

PrintedNumber number(const std::string& text) { return expected_print("[" + text + "]").numbers.front(); }

/// Of a print of the first of two numbers, the second being right by any measure.
Level first_level(const std::string& input, const std::string& first, const Request& request) {
  const Subject subject = subject_of(input, request);
  return level_of(number(first), subject.result[0], computed_result(subject, Dtype::float64).reachable(0), 0);
}

double above(double value) { return std::nextafter(value, inf); }

}  // namespace

TEST_CASE("digits: half a unit, ties included, and not one ulp more") {
  const PrintedNumber printed = number("0.2");
  CHECK(level_of(printed, 0.25, point(0.25), 0) == Level::digits);
  CHECK(level_of(printed, 0.15, point(0.15), 0) == Level::last_digit);  // the double below 0.15
  CHECK(level_of(printed, above(0.15), point(above(0.15)), 0) == Level::digits);
  CHECK(level_of(printed, above(0.25), point(above(0.25)), 0) == Level::last_digit);
  // Quarters are exact: softmax of four equal numbers against 0.2 and 0.3
  const Verdict verdict = judged("[7, 7, 7, 7]", "[0.2, 0.3, 0.2, 0.3]", softmax_along(0));
  CHECK(verdict.level == Level::digits);
  CHECK(verdict.worst->units == doctest::Approx(0.5));
}

TEST_CASE("last digit: a whole unit, ties included; beyond it a mismatch") {
  const PrintedNumber printed = number("0.25");
  CHECK(level_of(printed, 0.26, point(0.26), 0) == Level::mismatch);  // this double lies above 0.26
  CHECK(level_of(printed, 0.24, point(0.24), 0) == Level::mismatch);  // and this one below 0.24
  CHECK(level_of(printed, above(0.24), point(above(0.24)), 0) == Level::last_digit);
  CHECK(level_of(number("0.5"), 0.625, point(0.625), 0) == Level::mismatch);
  CHECK(level_of(number("1.5"), 1.375, point(1.375), 0) == Level::mismatch);
  CHECK(level_of(number("0.5"), 0.59375, point(0.59375), 0) == Level::last_digit);
}

TEST_CASE("each level has the allowance of those before it") {
  const PrintedNumber printed = number("0.2");
  CHECK(level_of(printed, 0.27, {0.24, 0.28}, 0) == Level::inputs);
  CHECK(level_of(printed, 0.27, {0.26, 0.28}, 0.02) == Level::dtype);
  CHECK(level_of(printed, 0.27, {0.26, 0.28}, 0.005) == Level::last_digit);
  CHECK(level_of(printed, 0.36, {0.33, 0.36}, 0.04) == Level::last_digit);
  CHECK(level_of(printed, 0.36, {0.35, 0.36}, 0.04) == Level::mismatch);
  // What was computed is reachable, whatever rounding made of the ends.
  CHECK(level_of(printed, 0.25, {0.3, 0.31}, 0) == Level::digits);
}

TEST_CASE("NaN agrees with NaN, an infinity with the same") {
  CHECK(level_of(number("nan"), NAN, point(NAN), 0) == Level::digits);
  CHECK(level_of(number("-inf"), -inf, point(-inf), 0) == Level::digits);
  CHECK(level_of(number("-inf"), inf, point(inf), 0) == Level::mismatch);
  CHECK(level_of(number("nan"), 0.5, point(0.5), 1) == Level::mismatch);
  CHECK(level_of(number("0.5"), NAN, point(NAN), 1) == Level::mismatch);
  CHECK(level_of(number("-1.5"), -inf, point(-inf), 1) == Level::mismatch);
}

TEST_CASE("inputs: softmax while each printed input moves within its half unit") {
  // The difference of the inputs is from 0 to 0.2: 1/(1 + e^0) = 0.5 to 1/(1 + e^0.2) = 0.450166
  const std::string input = "tensor([0.1, 0.2])";
  CHECK(first_level(input, "0.4750", softmax_along(0)) == Level::digits);
  CHECK(first_level(input, "0.5000", softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "0.4502", softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "0.4501", softmax_along(0)) == Level::last_digit);
  CHECK(first_level(input, "0.4499", softmax_along(0)) == Level::mismatch);
  // ln 0.450166 = -0.798139
  CHECK(first_level(input, "-0.7981", log_softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "-0.7983", log_softmax_along(0)) == Level::mismatch);
}

TEST_CASE("inputs: half units are scaled, and a negative theta swaps the ends") {
  Request request = softmax_along(0);
  request.scale = {.is_temperature = true, .value = 0.5};  // differences to 0.4: 1/(1 + e^0.4) = 0.401312
  CHECK(first_level("tensor([0.1, 0.2])", "0.4013", request) == Level::inputs);
  CHECK(first_level("tensor([0.1, 0.2])", "0.4012", request) == Level::mismatch);
  request.scale = {.is_temperature = false, .value = -1};  // 0.5 to 1/(1 + e^-0.2) = 0.549834
  CHECK(first_level("tensor([0.1, 0.2])", "0.5498", request) == Level::inputs);
  CHECK(first_level("tensor([0.1, 0.2])", "0.5001", request) == Level::inputs);
  CHECK(first_level("tensor([0.1, 0.2])", "0.5500", request) == Level::mismatch);
}

TEST_CASE("inputs: source code, numbers with commas and whole numbers are exact") {
  for (const char* input : {"[0.1, 0.2]", "torch.tensor([0.1, 0.2])", "np.array([0.1, 0.2])"}) {
    CAPTURE(input);
    CHECK(first_level(input, "0.5000", softmax_along(0)) == Level::mismatch);
  }
  CHECK(first_level("tensor([1., 2.])", "0.2700", softmax_along(0)) == Level::mismatch);
  for (const char* input : {"[0.1 0.2]", "array([0.1, 0.2])", "tf.Tensor([0.1 0.2], shape=(2,), dtype=float32)"}) {
    CAPTURE(input);
    CHECK(first_level(input, "0.4600", softmax_along(0)) == Level::inputs);
  }
}

TEST_CASE("dtype: the losses are those of the formulas") {
  const Subject softmax = subject_of("[0, -3]", softmax_along(0));
  const double p = std::exp(-3.0) / (1 + std::exp(-3.0));
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
    const double epsilon = std::ldexp(1.0, 1 - traits(dtype).significand_bits);
    const double smallest = std::ldexp(1.0, traits(dtype).min_exponent);
    CHECK(computed_result(softmax, dtype).loss(1) == doctest::Approx(epsilon * p * (4 + 3) + smallest).epsilon(1e-12));
    CHECK(computed_result(softmax, dtype).loss(0) == doctest::Approx(epsilon * (1 - p) * 4 + smallest).epsilon(1e-12));
    const Subject logarithm = subject_of("[1, -3]", log_softmax_along(0));
    const double y = -4 - std::log1p(std::exp(-4.0));
    CHECK(computed_result(logarithm, dtype).loss(1) ==
          doctest::Approx(epsilon * (4 * -y + 3 + 1) + smallest).epsilon(1e-12));
  }
}

TEST_CASE("dtype: the smallest normal number is allowed, for what a library flushes to zero") {
  // e^-100 is 3.7e-44 and no normal float32
  const Subject subject = subject_of("[0, -100]", softmax_along(0));
  const PrintedNumber zero{"0", 0, 0, point(0), point(0)};
  const auto level = [&](Dtype dtype) {
    return level_of(zero, subject.result[1], point(subject.result[1]), computed_result(subject, dtype).loss(1));
  };
  CHECK(level(Dtype::float32) == Level::dtype);
  CHECK(level(Dtype::float64) == Level::mismatch);
}

TEST_CASE("the printing dtype: named, else asked for, else float32 for tensor and float64 for the rest") {
  // float32 arithmetic gives 0.66524094 where 0.66524096 is right.
  const std::string digits = "[0.09003057, 0.24472848, 0.66524094]";
  CHECK(judged("[1, 2, 3]", digits, softmax_along(0)).level == Level::mismatch);
  CHECK(judged("[1, 2, 3]", digits, softmax_along(0), Dtype::float32).level == Level::dtype);
  CHECK(judged("[1, 2, 3]", "tensor(" + digits + ")", softmax_along(0)).level == Level::dtype);
  CHECK(judged("[1, 2, 3]", "array(" + digits + ", dtype=float32)", softmax_along(0)).level == Level::dtype);
  const Verdict named = judged("[1, 2, 3]", "tensor(" + digits + ", dtype=torch.float64)", softmax_along(0));
  CHECK(named.level == Level::mismatch);
  CHECK(named.rule == "printed digits, float64");
}

TEST_CASE("a verdict: the worst level, the counts, the worst element, the first that disagrees") {
  const Verdict verdict =
      judged("[[1, 2, 4], [2, 0, -0.5]]", "[[0.0420, 0.1141, 0.8438], [0.8214, 0.1119, 0.0674]]", softmax_along(1));
  CHECK(verdict.level == Level::mismatch);
  CHECK(verdict.levels[static_cast<std::size_t>(Level::digits)] == 4);
  CHECK(verdict.levels[static_cast<std::size_t>(Level::last_digit)] == 1);
  CHECK(verdict.levels[static_cast<std::size_t>(Level::mismatch)] == 1);
  CHECK(verdict.disagreeing() == 2);
  CHECK(verdict.first_disagreeing == Index{0, 1});
  REQUIRE(verdict.worst.has_value());
  CHECK(verdict.worst->index == Index{1, 1});
  CHECK(verdict.worst->printed == "0.1119");
  CHECK(verdict.worst->computed == doctest::Approx(0.111165));
  CHECK(*verdict.worst->units == doctest::Approx(7.35).epsilon(0.01));
}

TEST_CASE("a loss near the largest double doesn't overflow into an agreement") {
  const Verdict verdict = judged("[1.7e308, -1.7e308]", "[0.5, -1e300]", log_softmax_along(0));
  CHECK(verdict.level == Level::mismatch);
}

TEST_CASE("where NaN was printed and computed, the distance is 0") {
  const Verdict verdict = judged("[[1, NaN], [0, 0]]", "[[nan, nan], [0.5, 0.4]]", softmax_along(1));
  CHECK(verdict.worst->index == std::vector<std::size_t>{1, 1});
}

TEST_CASE("where a number should be, NaN is worst") {
  const Verdict verdict = judged("[1, 2, 4]", "[0.9, nan, 0.1]", softmax_along(0));
  CHECK(verdict.worst->index == Index{1});
  CHECK_FALSE(verdict.worst->units.has_value());
}

TEST_CASE("a print of another shape is a mismatch without elements") {
  const Verdict verdict = judged("[1, 2, 4]", "[[0.0420, 0.1142, 0.8438]]", softmax_along(0));
  CHECK(verdict.level == Level::mismatch);
  CHECK(verdict.has_other_shape);
  CHECK(verdict.printed_shape == Shape{1, 3});
  CHECK_FALSE(verdict.worst.has_value());
  CHECK(verdict.disagreeing() == 0);
}

TEST_CASE("rank 0, no elements, whole numbers") {
  CHECK(judged("3", "1", softmax_along(0)).level == Level::digits);
  CHECK(judged("3", "1.0", softmax_along(0)).worst->index.empty());
  Subject nothing;
  nothing.shape = {0, 3};
  const Verdict empty =
      compare(computed_result(nothing, Dtype::float64), Expected{{0, 3}, {}, Dtype::float64}, std::nullopt);
  CHECK(empty.agrees());
  CHECK_FALSE(empty.worst.has_value());
  // Without decimals numbers are whole: 0.99995 is not 1.
  CHECK(judged("[1000, 0]", "[1, 0]", softmax_along(0)).level == Level::digits);
  CHECK(judged("[10, 0]", "[1, 0]", softmax_along(0)).level == Level::mismatch);
  CHECK(judged("[10, 0]", "[1., 0.]", softmax_along(0)).level == Level::mismatch);
}

TEST_CASE("numbers without digits, as of .npy, agree exactly or within the loss of the dtype") {
  const Subject subject = subject_of("[1, 2, 4]", softmax_along(0));
  const auto level = [&](double off, Dtype dtype) {
    Expected expected{{3}, {}, dtype};
    for (const double value : subject.result) {
      expected.numbers.push_back({{}, value + off, 0, point(value + off), point(value + off)});
    }
    return compare(computed_result(subject, dtype), expected, std::nullopt).level;
  };
  CHECK(level(0, Dtype::float64) == Level::digits);
  CHECK(level(1e-9, Dtype::float64) == Level::mismatch);
  CHECK(level(1e-9, Dtype::float32) == Level::dtype);
  CHECK(level(1e-4, Dtype::float32) == Level::mismatch);
}

TEST_CASE("a tolerance replaces the levels") {
  // 0.25 and 0.75 are exact, as 0.125 is.
  const Expected expected = expected_print("[0.375, nan, -inf, 4]");
  Computed computed;
  computed.shape = {4};
  computed.value = [](std::size_t element) { return std::array<double, 4>{0.25, NAN, -inf, 4.5}[element]; };
  const Verdict within = compare(computed, expected, Tolerance{.absolute = 0.125, .relative = 0.125});
  CHECK(within.level == Level::tolerance);
  CHECK(within.rule == "atol 0.125, rtol 0.125");
  CHECK(compare(computed, expected, Tolerance{.absolute = 0.125, .relative = 0}).disagreeing() == 1);  // 4.5
  CHECK(compare(computed, expected, Tolerance{.absolute = 0, .relative = 0.125}).disagreeing() == 1);  // 0.25
  CHECK(compare(computed, expected, Tolerance{}).level == Level::mismatch);
}

TEST_CASE("no tolerance lets NaN agree with a number, or an infinity with another") {
  const Expected expected = expected_print("[nan, 1, inf, nan, inf, 1]");
  Computed computed;
  computed.shape = {6};
  computed.value = [](std::size_t element) { return std::array<double, 6>{1, NAN, NAN, inf, -inf, inf}[element]; };
  CHECK(compare(computed, expected, Tolerance{.absolute = 1e300, .relative = 1e300}).disagreeing() == 6);
}

TEST_CASE("sums are compared with the sums of the result, and have its losses") {
  const Subject subject = subject_of("[[1, 2, 4], [2, 0, -0.5]]", softmax_along(1));
  CHECK(compare(computed_sums(subject, Dtype::float64), expected_print("[1, 1]"), std::nullopt).agrees());
  CHECK(compare(computed_sums(subject, Dtype::float64), expected_print("[0.9999, 1.0000]"), std::nullopt).level ==
        Level::last_digit);
  CHECK(
      compare(computed_sums(subject, Dtype::float32), expected_print("[0.99999994, 1.00000000]"), std::nullopt).level ==
      Level::dtype);
  const Subject logarithms = subject_of("[1, 2, 4]", log_softmax_along(0));
  CHECK(compare(computed_sums(logarithms, Dtype::float64), expected_print("1"), std::nullopt).agrees());
}

TEST_CASE("single elements are compared alone") {
  const Subject subject = subject_of("[1, 2, 4]", softmax_along(0));
  Expected expected = expected_print("[0.0420, 0, 0.9]");
  const Computed computed = computed_result(subject, Dtype::float64);
  CHECK(compare_elements(computed, expected, {0}).agrees());
  CHECK(compare_elements(computed, expected, {0, 2}).worst->index == Index{2});
}
