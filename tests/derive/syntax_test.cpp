#include <doctest/doctest.h>

#include "derive/page.h"

using namespace softmax::derive;

TEST_CASE("formulas in a terminal") {
  const Syntax plain(false);
  CHECK(plain.quotient("e_i", "s") == "e_i / s");
  CHECK(plain.product("0.5", "0.25") == "0.5 * 0.25");
  CHECK(plain.difference("x_i", "lse") == "x_i - lse");
  CHECK(plain.difference("1", "-2") == "1 - (-2)");
  CHECK(plain.exponential("x_j") == "exp(x_j)");
  CHECK(plain.logarithm("s") == "log s");
  CHECK(plain.logarithm("0.5") == "log(0.5)");
  CHECK(plain.logarithm("Infinity") == "log(Infinity)");
  CHECK(plain.sum_over_j("e_j") == "sum_j e_j");
  CHECK(plain.largest_over_j("x_j") == "max_j x_j");
  CHECK(plain.derivative("p_i") == "dp_i/dx_j");
  CHECK(plain.derivative("log p_i") == "d(log p_i)/dx_j");
  CHECK(plain.words("at ") == "at ");
  CHECK(plain.inline_text("NaN") == "NaN");
}

TEST_CASE("formulas in mathematics") {
  const Syntax math(true);
  CHECK(math.quotient("e_i", "s") == "\\frac{e_i}{s}");
  CHECK(math.product("0.5", "0.25") == "0.5 \\cdot 0.25");
  CHECK(math.difference("1", "-\\infty") == "1 - (-\\infty)");
  CHECK(math.exponential("x_j") == "e^{x_j}");
  CHECK(math.logarithm("0.5") == "\\log 0.5");
  CHECK(math.sum_over_j("e_j") == "\\sum_j e_j");
  CHECK(math.largest_over_j("x_j") == "\\max_j x_j");
  CHECK(math.derivative("p_i") == "\\frac{\\partial p_i}{\\partial x_j}");
  CHECK(math.words("at ") == "\\text{at }");
  CHECK(math.inline_text("\\infty") == "$\\infty$");
}
