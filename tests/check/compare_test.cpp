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

/// The level of one printed number by hand, for a result, the values that it can reach, and a printing dtype.
Level level(const std::string& text, double result, Interval reachable, Dtype dtype = Dtype::float64) {
  Expected expected = expected_print("[" + text + "]");
  expected.dtypes = {dtype};
  Computed computed;
  computed.shape = {1};
  computed.value = [result](std::size_t) { return result; };
  computed.printed.value = [reachable](std::size_t) { return reachable; };
  return compare(computed, expected, std::nullopt).level;
}

Level level(const std::string& text, double result) { return level(text, result, point(result)); }

/// Of a print of the first of two numbers, the second being right by any measure.
Level first_level(const std::string& input, const std::string& first, const Request& request) {
  const Expected expected = expected_print("[" + first + ", 0]", Dtype::float64);
  const Subject subject = subject_of(input, request, expected);
  return compare_elements(computed_result(subject), expected, {0}).level;
}

double above(double value) { return std::nextafter(value, inf); }

}  // namespace

TEST_CASE("digits: half a unit, ties included, and not one ulp more") {
  CHECK(level("0.2", 0.25) == Level::digits);
  CHECK(level("0.2", 0.15) == Level::dtype);  // the double below 0.15: float64 loses as much
  CHECK(level("0.2", above(0.15)) == Level::digits);
  CHECK(level("0.2", above(0.25)) == Level::dtype);
  CHECK(level("0.2", 0.2500001) == Level::last_digit);
  // Quarters are exact: softmax of four equal numbers against 0.2 and 0.3
  const Verdict verdict = judged("[7, 7, 7, 7]", "[0.2, 0.3, 0.2, 0.3]", softmax_along(0));
  CHECK(verdict.level == Level::digits);
  CHECK(verdict.worst->units == doctest::Approx(0.5));
}

TEST_CASE("last digit: a whole unit, ties included; beyond it a mismatch") {
  CHECK(level("0.25", 0.26) == Level::last_digit);
  CHECK(level("0.25", 0.24) == Level::last_digit);
  CHECK(level("0.25", 0.2600001) == Level::mismatch);
  CHECK(level("0.25", 0.2399999) == Level::mismatch);
  CHECK(level("0.5", 0.625) == Level::mismatch);
  CHECK(level("1.5", 1.375) == Level::mismatch);
  CHECK(level("0.5", 0.59375) == Level::last_digit);
}

TEST_CASE("each level has the allowance of those before it") {
  CHECK(level("0.2", 0.27, {0.24, 0.28}) == Level::inputs);
  // bfloat16: 4 · 0.28 / 128 = 0.00875 around the values that can be reached
  CHECK(level("0.2", 0.27, {0.2575, 0.28}, Dtype::bfloat16) == Level::dtype);
  CHECK(level("0.2", 0.27, {0.26, 0.28}, Dtype::bfloat16) == Level::last_digit);
  CHECK(level("0.2", 0.31, {0.305, 0.31}, Dtype::bfloat16) == Level::last_digit);
  CHECK(level("0.2", 0.32, {0.315, 0.32}, Dtype::bfloat16) == Level::mismatch);
}

TEST_CASE("own digits: each number of a short list may have been rounded by hand") {
  const auto verdict = [](const std::string& print) { return judged("[3, 1, 0.2]", print, softmax_along(0)); };
  // The right numbers: 0.83601880, 0.11314284, 0.05083836
  CHECK(verdict("[0.84, 0.1131, 0.05]").level == Level::own_digits);
  CHECK(verdict("[0.84, 0.1131, 0.0508]").level == Level::own_digits);
  CHECK(verdict("[0.836, 0.1131, 0.0508]").level == Level::digits);
  CHECK(verdict("[0.84, 0.1131, 0.06]").level == Level::last_digit);
  CHECK(verdict("[0.84, 0.1131, 0.07]").level == Level::mismatch);
  // Never a number with fewer than two decimals, nor next to a number of more than seven figures.
  CHECK(verdict("[0.8, 0.1131, 0.0508]").level == Level::mismatch);
  CHECK(verdict("[0.84, 0.1131, 0]").level == Level::mismatch);
  CHECK(verdict("[0.84, 0.1131, 0.050838364]").level == Level::mismatch);
  // A library pads its numbers or shows all their digits.
  CHECK(verdict("array([0.84  , 0.1131, 0.0508])").level == Level::mismatch);
}

TEST_CASE("NaN agrees with NaN, an infinity with the same") {
  CHECK(level("nan", NAN) == Level::digits);
  CHECK(level("-inf", -inf) == Level::digits);
  CHECK(level("-inf", inf) == Level::mismatch);
  CHECK(level("nan", 0.5) == Level::mismatch);
  CHECK(level("0.5", NAN) == Level::mismatch);
  CHECK(level("-1.5", -inf) == Level::mismatch);
}

TEST_CASE("inputs: softmax while each printed input moves within its half unit") {
  // The difference of the inputs is from 0.0999 to 0.1001: 1/(1 + e^0.0999) = 0.47504575 to 0.47499587
  const std::string input = "tensor([0.1000, 0.2000])";
  CHECK(first_level(input, "0.475021", softmax_along(0)) == Level::digits);
  CHECK(first_level(input, "0.475046", softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "0.474996", softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "0.474995", softmax_along(0)) == Level::last_digit);
  CHECK(first_level(input, "0.474994", softmax_along(0)) == Level::mismatch);
  // ln 0.47504575 = -0.74434413, ln 0.47499587 = -0.74444912
  CHECK(first_level(input, "-0.744344", log_softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "-0.744449", log_softmax_along(0)) == Level::inputs);
  CHECK(first_level(input, "-0.744342", log_softmax_along(0)) == Level::mismatch);
}

TEST_CASE("inputs: half units are scaled, and a negative theta swaps the ends") {
  const std::string input = "tensor([0.1000, 0.2000])";
  Request request = softmax_along(0);
  request.scale = {.is_temperature = true, .value = 0.5};  // 1/(1 + e^0.1998) = 0.45021551 to 0.45011650
  CHECK(first_level(input, "0.450215", request) == Level::inputs);
  CHECK(first_level(input, "0.450117", request) == Level::inputs);
  CHECK(first_level(input, "0.450218", request) == Level::mismatch);
  request.scale = {.is_temperature = false, .value = -1};  // 1/(1 + e^-0.0999) = 0.52495425 to 0.52500413
  CHECK(first_level(input, "0.524954", request) == Level::inputs);
  CHECK(first_level(input, "0.525004", request) == Level::inputs);
  CHECK(first_level(input, "0.525006", request) == Level::mismatch);
}

TEST_CASE("inputs: source code, numbers with commas and whole numbers are exact") {
  // The difference of a library's inputs is from 0.10 to 0.12: 0.47502 to 0.47004
  for (const char* input : {"[0.11 0.22]", "array([0.11, 0.22])", "tensor([0.11, 0.22])"}) {
    CAPTURE(input);
    CHECK(first_level(input, "0.48", softmax_along(0)) == Level::inputs);
  }
  for (const char* input : {"[0.11, 0.22]", "torch.tensor([0.11, 0.22])", "np.array([0.11, 0.22])"}) {
    CAPTURE(input);
    CHECK(first_level(input, "0.48", softmax_along(0)) == Level::last_digit);
  }
  // Between 0.2689 and 0.5, were they moved.
  CHECK(first_level("tensor([1., 2.])", "0.3", softmax_along(0)) == Level::digits);
  CHECK(first_level("tensor([1., 2.])", "0.4", softmax_along(0)) == Level::mismatch);
}

TEST_CASE("inputs: a printer that shows fewer places than the result has cut nothing") {
  for (const char* input :
       {"[0.1 0.2]", "array([0.1, 0.2])", "tf.Tensor([0.1 0.2], shape=(2,), dtype=float32)", "tensor([0.1, 0.2])"}) {
    CAPTURE(input);
    CHECK(first_level(input, "0.5", softmax_along(0)) == Level::digits);
    CHECK(first_level(input, "0.46", softmax_along(0)) == Level::mismatch);
    CHECK(first_level(input, "0.4600", softmax_along(0)) == Level::mismatch);
  }
  // NumPy's numbers are known to eight places, however few it shows: 1e-8 of the input moves 0.25e-8 of the result.
  CHECK(first_level("array([0.1, 0.2])", "0.475020813", softmax_along(0)) == Level::digits);
  CHECK(first_level("array([0.1, 0.2])", "0.475020815", softmax_along(0)) == Level::inputs);
  CHECK(first_level("array([0.1, 0.2])", "0.475020820", softmax_along(0)) == Level::mismatch);
  // PyTorch shows four places: fewer were typed.
  CHECK(first_level("tensor([0.1, 0.2])", "0.475020815", softmax_along(0)) != Level::inputs);
  CHECK(first_level("tensor([0.1000, 0.2000])", "0.475040", softmax_along(0)) == Level::inputs);
}

TEST_CASE("dtype: the losses are those of the formulas") {
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
    const double epsilon = std::ldexp(1.0, 1 - traits(dtype).significand_bits);
    const double smallest = std::ldexp(1.0, traits(dtype).min_exponent);
    CHECK(loss_of(dtype, LossKind::relative, 0.25, 3) == epsilon * 0.25 * (4 + 3) + 2 * smallest);
    CHECK(loss_of(dtype, LossKind::relative, 0, 1000) == 2 * smallest);
    CHECK(loss_of(dtype, LossKind::logarithmic, -4, 3) == epsilon * (4 * 4 + 3 + 1) + 2 * smallest);
  }
  const Subject subject = subject_of("[0, -3]", softmax_along(0));
  const Computed computed = computed_result(subject);
  CHECK(computed.printed.below(0) == 0);
  CHECK(computed.printed.below(1) == 3);
}

TEST_CASE("dtype: twice the smallest normal number is allowed, for what a library flushes to zero") {
  // e^-100 is 3.7e-44 and no normal float32
  CHECK(judged("[0, -100]", "[1, 0]", softmax_along(0), Dtype::float32).level == Level::dtype);
  CHECK(judged("[0, -100]", "[1, 0]", softmax_along(0), Dtype::float64).level == Level::mismatch);
}

TEST_CASE("dtype: the inputs as the printing dtype holds them") {
  // float32 holds 1000.1 as 1000.0999755859375: softmax of [1000.1, 1000] by NumPy 1.24.2 in float32
  const std::string print = "array([0.52497315, 0.47502676], dtype=float32)";
  CHECK(judged("[1000.1, 1000]", print, softmax_along(0)).level == Level::dtype);
  CHECK(judged("[1000.1, 1000]", "array([0.52497315, 0.47502676])", softmax_along(0), Dtype::float64).level ==
        Level::mismatch);
}

TEST_CASE("dtype: one factor for each slice, as a sum that was added up one after the other has") {
  constexpr std::size_t length = 100;
  Subject subject;
  subject.shape = {2, length};
  subject.input.assign(2 * length, 0.0);
  subject.result.assign(2 * length, 1.0 / length);
  Expected expected;
  expected.shape = subject.shape;
  expected.dtypes = {Dtype::float32};
  const double epsilon = ulp(Dtype::float32, 1);
  const auto disagreeing = [&](double factor, double of_one) {
    expected.numbers.assign(2 * length, unknown_number());
    for (std::size_t i = 0; i < 2 * length; ++i)
      expected.numbers[i].value = subject.result[i] * (i < length ? factor : 1);
    expected.numbers[7].value *= of_one;
    return compare(computed_result(subject), expected, std::nullopt).disagreeing();
  };
  CHECK(disagreeing(1, 1) == 0);
  CHECK(disagreeing(1 + 45 * epsilon, 1) == 0);
  CHECK(disagreeing(1 - 45 * epsilon, 1) == 0);
  CHECK(disagreeing(1 + 52 * epsilon, 1) == length);  // n·ε/2 is 50 ε: the sum is too far from 1
  CHECK(disagreeing(1, 1 + 20 * epsilon) == 1);
  CHECK(disagreeing(1 + 20 * epsilon, 1 + 20 * epsilon) == length);
  // Of log-softmax it is a summand.
  subject.request.operation = Operation::log_softmax;
  for (double& value : subject.result) value = std::log(1.0 / length);
  const auto disagreeing_logs = [&](double summand) {
    expected.numbers.assign(2 * length, unknown_number());
    for (std::size_t i = 0; i < 2 * length; ++i) expected.numbers[i].value = subject.result[i] + summand;
    return compare(computed_result(subject), expected, std::nullopt).disagreeing();
  };
  CHECK(disagreeing_logs(-45 * epsilon) == 0);
  CHECK(disagreeing_logs(80 * epsilon) == 2 * length);
}

TEST_CASE("the printing dtype: named, else asked for, else the printer's, else tried") {
  // float32 arithmetic gives 0.66524094 where 0.66524096 is right.
  const std::string digits = "[0.09003057, 0.24472848, 0.66524094]";
  CHECK(judged("[1, 2, 3]", digits, softmax_along(0)).rule == "printed digits, float32");
  CHECK(judged("[1, 2, 3]", digits, softmax_along(0)).level == Level::dtype);
  CHECK(judged("[1, 2, 3]", digits, softmax_along(0), Dtype::float64).level == Level::mismatch);
  CHECK(judged("[1, 2, 3]", "tensor(" + digits + ")", softmax_along(0)).level == Level::dtype);
  CHECK(judged("[1, 2, 3]", "array(" + digits + ", dtype=float32)", softmax_along(0)).level == Level::dtype);
  const Verdict named = judged("[1, 2, 3]", "tensor(" + digits + ", dtype=torch.float64)", softmax_along(0));
  CHECK(named.level == Level::mismatch);
  CHECK(named.rule == "printed digits, float64");
}

TEST_CASE("a half type is tried only where the digits show that all numbers are its values") {
  // PyTorch 1.13.1, str(torch.softmax(torch.tensor([1., 2., 3.]), 0).half().tolist())
  const std::string half = "[0.09002685546875, 0.2447509765625, 0.6650390625]";
  CHECK(judged("[1, 2, 3]", half, softmax_along(0)).rule == "printed digits, float16");
  CHECK(judged("[1, 2, 3]", half, softmax_along(0)).agrees());
  CHECK_FALSE(judged("[1, 2, 3]", "[0.09003, 0.2448, 0.665]", softmax_along(0)).agrees());
  // Multiples of 1/256 are values of bfloat16, and more likely quantised.
  CHECK_FALSE(judged("[1, 2, 3]", "[0.08984375, 0.24609375, 0.6640625]", softmax_along(0)).agrees());
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
  const Verdict empty = compare(computed_result(nothing), Expected{{0, 3}, {}, {Dtype::float64}}, std::nullopt);
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
    Expected expected{{3}, {}, {dtype}};
    for (const double value : subject.result) {
      expected.numbers.push_back(unknown_number());
      expected.numbers.back().value = value + off;
    }
    return compare(computed_result(subject), expected, std::nullopt).level;
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
  const auto level = [&](const std::string& print, Dtype dtype) {
    return compare(computed_sums(subject), expected_print(print, dtype), std::nullopt).level;
  };
  CHECK(level("[1, 1]", Dtype::float64) == Level::digits);
  CHECK(level("[0.9999, 1.0000]", Dtype::float64) == Level::last_digit);
  CHECK(level("[0.99999994, 1.00000000]", Dtype::float32) == Level::dtype);
  const Subject logarithms = subject_of("[1, 2, 4]", log_softmax_along(0));
  CHECK(compare(computed_sums(logarithms), expected_print("1"), std::nullopt).agrees());
}

TEST_CASE("single elements are compared alone") {
  const Subject subject = subject_of("[1, 2, 4]", softmax_along(0));
  Expected expected = expected_print("[0.0420, 0, 0.9]");
  const Computed computed = computed_result(subject);
  CHECK(compare_elements(computed, expected, {0}).agrees());
  CHECK(compare_elements(computed, expected, {0, 2}).worst->index == Index{2});
}
