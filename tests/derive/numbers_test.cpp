#include <cmath>
#include <optional>

#include <doctest/doctest.h>

#include "derive/page.h"

using namespace softmax;
using namespace softmax::derive;

TEST_CASE("numbers in a terminal") {
  const Numbers number(Dtype::float64, std::nullopt, Spelling::plain);
  CHECK(number(0.1) == "0.1");
  CHECK(number(1e-5) == "1e-05");
  CHECK(number(NAN) == "NaN");
  CHECK(number(-HUGE_VAL) == "-Infinity");
  CHECK(Numbers(Dtype::float64, 3, Spelling::plain)(0.12355) == "0.124");
  CHECK(Numbers(Dtype::float32, std::nullopt, Spelling::plain)(static_cast<double>(0.1F)) == "0.1");
  CHECK(Numbers(Dtype::bfloat16, std::nullopt, Spelling::plain)(0.10009765625) == "0.1");
}

TEST_CASE("numbers in mathematics") {
  const Numbers number(Dtype::float64, std::nullopt, Spelling::math);
  CHECK(number(0.1) == "0.1");
  CHECK(number(1.5e-5) == "1.5 \\cdot 10^{-5}");
  CHECK(number(-1e20) == "-1 \\cdot 10^{20}");
  CHECK(number(1e300) == "1 \\cdot 10^{300}");
  CHECK(number(NAN) == "\\mathrm{NaN}");
  CHECK(number(HUGE_VAL) == "\\infty");
  CHECK(number(-HUGE_VAL) == "-\\infty");
}

TEST_CASE("numbers in strict JSON") {
  const Numbers number(Dtype::float64, std::nullopt, Spelling::json);
  CHECK(number(1e-5) == "1e-05");
  CHECK(number(NAN) == "\"NaN\"");
  CHECK(number(HUGE_VAL) == "\"Infinity\"");
  CHECK(number(-HUGE_VAL) == "\"-Infinity\"");
}

TEST_CASE("a parameter keeps its digits whatever the dtype and the precision") {
  CHECK(Numbers(Dtype::float16, 2, Spelling::plain).parameter(0.123456) == "0.123456");
  CHECK(Numbers(Dtype::float16, 2, Spelling::math).parameter(1e-9) == "1 \\cdot 10^{-9}");
}
