#include "compute/scaling.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/exact.h"

using namespace softmax;
using compute::Scaling;
using compute::scaling;
using test::Quad;

namespace {

/// The scale that a Scaling stands for, and how far it is from the one asked for, relative.
template <Real T>
double relative_error(const Scale& scale) {
  const Scaling<T> s = scaling<T>(scale);
  const Quad asked = scale.is_temperature ? 1 / Quad(scale.value) : Quad(scale.value);
  const Quad is = Quad(s.prescale) * (Quad(s.high) + Quad(s.low)) * Quad(s.first) * Quad(s.second);
  return static_cast<double>(fabsq(is / asked - 1));
}

}  // namespace

TEST_CASE_TEMPLATE("the scale is carried in two parts", T, float, double) {
  const double claimed = sizeof(T) == 4 ? 0x1p-46 : 0x1p-104;
  for (const double value : {0.1, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 1e-5, 1e30, 1e-30, 123456.789}) {
    CAPTURE(value);
    CHECK(relative_error<T>({true, value}) <= claimed);
    CHECK(relative_error<T>({false, value}) <= claimed);
    CHECK(relative_error<T>({false, -value}) <= claimed);
  }
}

TEST_CASE("the ends of the range of float64") {
  for (const double value : {5e-324, 2e-308, 1.7e308}) {
    CHECK(relative_error<double>({true, value}) <= 0x1p-104);
    CHECK(relative_error<double>({false, value}) <= 0x1p-104);
  }
}

TEST_CASE_TEMPLATE("1 is no scale, 0 takes every input to 0", T, float, double) {
  CHECK(scaling<T>({true, 1}).is_one());
  CHECK(scaling<T>({false, 1}).is_one());
  CHECK_FALSE(scaling<T>({false, -1}).is_one());
  CHECK(scaling<T>({false, 0}).prescale == 0);
}

TEST_CASE("inputs are halved where the scale is below 1") {
  CHECK(scaling<double>({true, 2}).prescale == 0.5);
  CHECK(scaling<double>({true, 0.5}).prescale == 1);
  CHECK(scaling<double>({false, -0.25}).prescale == -0.5);
}
