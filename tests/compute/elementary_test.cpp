#include "compute/elementary.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/choices.h"
#include "support/exact.h"

using namespace softmax;
using compute::rounded_exp;
using compute::rounded_log;
using test::all_dtypes;

TEST_CASE("the exponential is rounded once to the dtype") {
  for (const Dtype dtype : all_dtypes) {
    const DtypeTraits& type = traits(dtype);
    const double claimed = dtype == Dtype::float64 ? 0.65 : 0.501;
    for (double z = std::floor(type.exp_underflow); z < type.exp_overflow; z += 0.0837) {
      const __float128 exact = expq(z);
      const bool is_subnormal = exact < scalbnq(1, type.min_exponent);
      const double error = test::distance_in_ulp(rounded_exp(dtype, z), exact, dtype);
      CAPTURE(z);
      REQUIRE(error <= (is_subnormal ? 1 : claimed));
    }
  }
}

TEST_CASE("the logarithm is rounded once to the dtype") {
  for (const Dtype dtype : all_dtypes) {
    const double claimed = dtype == Dtype::float64 ? 0.65 : 0.501;
    for (double q = 1; q > 1e-7; q *= 0.9973) {
      const double rounded = round_to(dtype, q);
      if (rounded == 1) continue;  // the logarithm is 0 there: it has no ulp to measure by
      CAPTURE(rounded);
      REQUIRE(test::distance_in_ulp(rounded_log(dtype, rounded), logq(rounded), dtype) <= claimed);
    }
    CHECK(rounded_log(dtype, 1) == 0);
  }
  CHECK(test::distance_in_ulp(rounded_log(Dtype::float64, 5e-324), logq(5e-324), Dtype::float64) <= 0.65);
  CHECK(rounded_log(Dtype::float64, 0) == -HUGE_VAL);
  CHECK(rounded_log(Dtype::float64, HUGE_VAL) == HUGE_VAL);
  CHECK(std::isnan(rounded_log(Dtype::float64, NAN)));
}

TEST_CASE("the thresholds of the dtypes stand between the values on either side of the exact bound") {
  // The exact bounds, by mpmath with 300 bits: ln(largest + ulp/2) and ln(smallest/2).
  CHECK(traits(Dtype::float16).exp_overflow == doctest::Approx(11.09011071852695103621902).epsilon(1e-15));
  CHECK(traits(Dtype::bfloat16).exp_overflow == doctest::Approx(88.72088407683719625484808).epsilon(1e-15));
  CHECK(traits(Dtype::float32).exp_overflow == doctest::Approx(88.72283908187067677362118).epsilon(1e-15));
  CHECK(traits(Dtype::float64).exp_overflow == doctest::Approx(709.7827128933839967877345).epsilon(1e-15));
  CHECK(traits(Dtype::float16).exp_underflow == doctest::Approx(-17.3286795139986327354308).epsilon(1e-15));
  CHECK(traits(Dtype::bfloat16).exp_underflow == doctest::Approx(-92.8817221950326714619091).epsilon(1e-15));
  CHECK(traits(Dtype::float32).exp_underflow == doctest::Approx(-103.9720770839917964125848).epsilon(1e-15));
  CHECK(traits(Dtype::float64).exp_underflow == doctest::Approx(-745.1332191019412076235245).epsilon(1e-15));

  CHECK(std::isfinite(rounded_exp(Dtype::float64, 709.782712893384)));
  CHECK(std::isinf(rounded_exp(Dtype::float64, std::nextafter(709.782712893384, 1000.0))));
  CHECK(rounded_exp(Dtype::float64, -745.1332191019411) == 5e-324);
  CHECK(rounded_exp(Dtype::float64, std::nextafter(-745.1332191019411, -1000.0)) == 0);
  CHECK(std::isfinite(rounded_exp(Dtype::float32, double(88.72283172607422f))));
  CHECK(std::isinf(rounded_exp(Dtype::float32, double(std::nextafter(88.72283172607422f, 100.0f)))));
  CHECK(rounded_exp(Dtype::float16, 11.0859375) == 65248);  // e^11.0859375 = 65247.08; float16 counts by 32 there
  CHECK(std::isinf(rounded_exp(Dtype::float16, 11.09375)));
  CHECK(std::isfinite(rounded_exp(Dtype::bfloat16, 88.5)));
  CHECK(std::isinf(rounded_exp(Dtype::bfloat16, 89)));
}
