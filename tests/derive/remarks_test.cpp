#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "derive/page.h"
#include "support/derived.h"

using namespace softmax;
using namespace softmax::derive;
using test::derived;
using test::vector_of;

namespace {

struct Asked {
  Operation operation = Operation::softmax;
  Mode mode = Mode::stable;
  Scale scale = {};
  Dtype dtype = Dtype::float64;
};

Derivation derivation(const std::vector<double>& x, std::size_t i, const Asked& asked = {}) {
  Request request;
  request.operation = asked.operation;
  request.mode = asked.mode;
  request.scale = asked.scale;
  return derived(vector_of(x, asked.dtype), request, {i});
}

Numbers plain(const Derivation& d) { return {d.dtype, std::nullopt, Spelling::plain}; }

std::string remark(const Derivation& d) {
  std::string all;
  for (const std::string& line : remarks(d, plain(d), Syntax(false))) all += line + "\n";
  return all;
}

std::string naive_remark_on(const Derivation& d) { return naive_remark(d, plain(d), Syntax(false)); }

constexpr Scale theta(double value) { return {.is_temperature = false, .value = value}; }

}  // namespace

TEST_CASE("the headline names what was asked for") {
  CHECK(headline(derived(test::tensor222(), {}, {0, 0, 0})) == "softmax along dim 2, stable, float64, shape (2, 2, 2)");
  Request request;
  request.operation = Operation::log_softmax;
  request.mode = Mode::naive;
  request.dims.list = {0, 2};
  request.scale.value = 2.5;
  CHECK(headline(derived(test::tensor222(), request, {0, 0, 0})) ==
        "log-softmax along dims 0,2, naive, float64, shape (2, 2, 2), temperature 2.5");
  request.scale = theta(-1);
  request.dims.all = true;
  CHECK(headline(derived(test::tensor222(), request, {0, 0, 0})) ==
        "log-softmax along dims 0,1,2, naive, float64, shape (2, 2, 2), theta -1");
  CHECK(headline(derived(test::tensor_of({}, Dtype::float64, {1}), {}, {})) ==
        "softmax along dim 0, stable, float64, shape ()");
}

TEST_CASE("remarks say why a slice has no result") {
  CHECK(remark(derivation({1, 2}, 0)).empty());
  CHECK(remark(derivation({1, NAN}, 0)) ==
        "The input at [1] is NaN. Everything computed with it is NaN, and so is every result of this slice.\n");
  CHECK(remark(derivation({1, HUGE_VAL}, 0)) ==
        "The input at [1] is Infinity. Its difference from itself is NaN, so the sum is NaN, and so is every result of "
        "this slice.\n");
  CHECK(remark(derivation({1, HUGE_VAL}, 0, {.mode = Mode::naive})) ==
        "The input at [1] is Infinity, and so is the sum. The result there is NaN, as it is infinity divided by "
        "infinity.\n");
  CHECK(remark(derivation({1, -HUGE_VAL}, 0, {.scale = theta(-2)})) ==
        "The logit at [1] is Infinity. Its difference from itself is NaN, so the sum is NaN, and so is every result of "
        "this slice.\n");
  CHECK(remark(derivation({-HUGE_VAL, -HUGE_VAL}, 0)) ==
        "Every input of this slice is -Infinity. Their differences are NaN: nothing is left to normalise.\n");
  CHECK(remark(derivation({1, -HUGE_VAL}, 0, {.scale = theta(0)})) ==
        "The input at [1] is -Infinity, and 0 times it is NaN, and so is every result of this slice.\n");
}

TEST_CASE("remarks on results that surprise") {
  CHECK(remark(derivation({1, -HUGE_VAL}, 1)) == "The input at [1] is -Infinity, a mask: its exponential is 0.\n");
  CHECK(remark(derivation({3}, 0)) == "The slice has one element: its exponential is the sum, whatever the input.\n");
  CHECK(remark(derivation({1e308, 0}, 0, {.scale = {.is_temperature = true, .value = 0.1}})) ==
        "A logit is beyond float64. The stable form takes the differences first and then applies the temperature.\n");
  CHECK(remark(derivation({1000, 0}, 1)) ==
        "The softmax of this element is too small for float64 and becomes 0; log-softmax still has its logarithm.\n");
  CHECK(remark(derivation({1000, 0}, 1, {.operation = Operation::log_softmax})).empty());
}

TEST_CASE("the remark on the naive form names the step, the place and the threshold") {
  CHECK(naive_remark_on(derivation({1, 2}, 0)) == "The naive form does not fail here.");
  CHECK(naive_remark_on(derivation({1, 1000}, 0)) ==
        "The naive form fails at the exponential of 1000 at [1]: above 709.7827 it overflows float64 and is Infinity.");
  CHECK(naive_remark_on(derivation({1, 12}, 0, {.dtype = Dtype::float16})) ==
        "The naive form fails at the exponential of 12 at [1]: above 11.0899 it overflows float16 and is Infinity.");
  CHECK(
      naive_remark_on(derivation({709.7, 709.7}, 0)) ==
      "The naive form fails at the sum: no exponential is infinite, but their sum overflows float64 and is Infinity.");
  CHECK(naive_remark_on(derivation({-1000, -1001}, 0)) ==
        "The naive form fails at the quotient: below -745.1332 every exponential underflows float64 and is 0, so "
        "their sum is 0, and 0/0 is NaN.");
  CHECK(naive_remark_on(derivation({0, -800}, 1, {.operation = Operation::log_softmax})) ==
        "The naive form fails at the quotient, which underflows float64 and is 0: its logarithm is -Infinity.");
  CHECK(naive_remark_on(derivation({-740, -746}, 1)) ==
        "The naive form fails at the quotient, which underflows float64 and is 0.");
  CHECK(naive_remark_on(derivation({1e308, 0}, 0, {.scale = theta(10)})) ==
        "The naive form fails at the logit at [0], which is beyond float64.");
  CHECK(naive_remark_on(derivation({1, NAN}, 0)) == "In the naive form, too, the result is NaN.");
  CHECK(naive_remark_on(derivation({1, HUGE_VAL}, 0)) ==
        "The naive form divides by Infinity here, where the stable form has NaN.");
}

TEST_CASE("in mathematics, numbers in sentences are formulas") {
  const Derivation d = derivation({1, NAN}, 0);
  const Numbers math(d.dtype, std::nullopt, Spelling::math);
  CHECK(
      remarks(d, math, Syntax(true)).front() ==
      "The input at [1] is $\\mathrm{NaN}$. Everything computed with it is $\\mathrm{NaN}$, and so is every result of "
      "this slice.");
  CHECK(naive_remark(derivation({1, 1000}, 0), math, Syntax(true)) ==
        "The naive form fails at the exponential of $1000$ at [1]: above $709.7827$ it overflows float64 and is "
        "$\\infty$.");
}
