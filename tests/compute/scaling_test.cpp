#include <cmath>

#include <doctest/doctest.h>

#include "compute/elementary.h"
#include "support/exact.h"

using namespace softmax;
using compute::Scaling;
using compute::scaling;
using test::Quad;

namespace {

/// The scale that a Scaling represents, and its relative distance to the requested one.
double relative_error(const Scale& scale) {
  const Scaling s = scaling(scale);
  const Quad asked = scale.is_temperature ? 1 / Quad(scale.value) : Quad(scale.value);
  const Quad is = Quad(s.prescale) * (Quad(s.high) + Quad(s.low)) * Quad(s.first) * Quad(s.second);
  return static_cast<double>(fabsq(is / asked - 1));
}

}  // namespace

TEST_CASE("the scale is carried in two parts") {
  const double claimed = 0x1p-104;
  for (const double value : {0.1, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 1e-5, 1e30, 1e-30, 123456.789}) {
    CAPTURE(value);
    CHECK(relative_error({true, value}) <= claimed);
    CHECK(relative_error({false, value}) <= claimed);
    CHECK(relative_error({false, -value}) <= claimed);
  }
}

TEST_CASE("the ends of the range of float64") {
  for (const double value : {5e-324, 2e-308, 1.7e308}) {
    CHECK(relative_error({true, value}) <= 0x1p-104);
    CHECK(relative_error({false, value}) <= 0x1p-104);
  }
}

TEST_CASE("1 is no scale, 0 takes every input to 0") {
  CHECK(scaling({true, 1}).is_one());
  CHECK(scaling({false, 1}).is_one());
  CHECK_FALSE(scaling({false, -1}).is_one());
  CHECK(scaling({false, 0}).prescale == 0);
}

TEST_CASE("inputs are halved where the scale is below 1") {
  CHECK(scaling({true, 2}).prescale == 0.5);
  CHECK(scaling({true, 0.5}).prescale == 1);
  CHECK(scaling({false, -0.25}).prescale == -0.5);
}
