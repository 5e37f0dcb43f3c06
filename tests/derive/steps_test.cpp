#include <cmath>
#include <initializer_list>
#include <random>

#include <doctest/doctest.h>

#include "compute/elementary.h"
#include "derive/derivation.h"
#include "support/exact.h"

using namespace softmax;
using namespace softmax::derive;
using test::Quad;

namespace {

compute::Scaling scaling(bool is_temperature, double value) {
  return compute::scaling({.is_temperature = is_temperature, .value = value});
}

}  // namespace

TEST_CASE("differences and their exponentials are within their bounds of exact ones") {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  double worst_difference = 0;
  double worst_exponential = 0;
  for (const double scale : {1.0, 2.0, 0.1, 3.3, 1e-5, 700.0}) {
    for (const bool is_temperature : {true, false}) {
      const compute::Scaling parts = scaling(is_temperature, scale);
      for (int i = 0; i < 20000; ++i) {
        const double x = 1000 + 10 * normal(random);
        const double other = 1000 + 10 * normal(random);
        const double larger = std::max(x, other);
        const double smaller = std::min(x, other);
        const Quad unscaled = Quad(smaller) - Quad(larger);
        const Quad exact = is_temperature ? unscaled / Quad(scale) : unscaled * Quad(scale);
        const Parts difference = scaled_difference(parts, smaller, larger);
        worst_difference = std::max(worst_difference, test::distance_in_ulp(difference.high, exact, Dtype::float64));
        if (exact < -700) continue;
        worst_exponential =
            std::max(worst_exponential, test::distance_in_ulp(exponential(difference), expq(exact), Dtype::float64));
      }
    }
  }
  CHECK(worst_difference <= 0.5001);
  CHECK(worst_exponential <= 1.5);
}

TEST_CASE("differences are taken before the scale, so they overflow only where they are too large themselves") {
  CHECK(scaled_difference(scaling(true, 2.2), -1.7e308, 1.7e308).high == doctest::Approx(-1.5454545454545454e308));
  CHECK(scaled_difference(scaling(true, 1e-5), 1e308, 1e308).high == 0);
  CHECK(scaled_difference(scaling(true, 1e-5), 1e307, 1e308).high == -HUGE_VAL);
  CHECK(scaled_difference(scaling(false, -1e300), 2e300, 1e300).high == -HUGE_VAL);
  CHECK(scaled_difference(scaling(false, 0), 2, 1).high == 0);
  CHECK(scaled_difference(scaling(true, 1), -HUGE_VAL, 1).high == -HUGE_VAL);
  CHECK(std::isnan(scaled_difference(scaling(true, 1), HUGE_VAL, HUGE_VAL).high));
  CHECK(std::isnan(scaled_difference(scaling(true, 1), 1, NAN).high));
  CHECK(exponential({-HUGE_VAL, 0}) == 0);
  CHECK(exponential({0, 0}) == 1);
  CHECK(std::isnan(exponential({NAN, 0})));
}

TEST_CASE("products neither overflow nor underflow on the way") {
  CHECK(product(Dtype::float64, 0.25, -0.5, 2, true) == -0.0625);
  CHECK(product(Dtype::float64, 0.25, -0.5, -2, false) == 0.25);
  CHECK(product(Dtype::float64, 0x1p-600, 0x1p-600, 0x1p-1000, true) == 0x1p-200);
  CHECK(product(Dtype::float64, 0x1p-600, 0x1p-600, 0x1p1000, false) == 0x1p-200);
  CHECK(product(Dtype::float32, 0.1, 1, 1, true) == static_cast<double>(0.1F));
  CHECK(std::isinf(product(Dtype::float16, 1, 60000, 0.5, true)));
  CHECK(std::isnan(product(Dtype::float64, NAN, 1, 2, true)));
  CHECK_FALSE(std::signbit(product(Dtype::float64, 1, -0.0, 2, true)));
}
