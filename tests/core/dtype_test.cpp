#include "core/dtype.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include <doctest/doctest.h>

using namespace softmax;

TEST_CASE("names") {
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
    CHECK(dtype_named(name(dtype)) == dtype);
  }
  CHECK(dtype_named("float8") == std::nullopt);
  CHECK(dtype_names() == "float16, bfloat16, float32, float64");
}

TEST_CASE("every float16 and bfloat16 is its own rounding, and the bits come back") {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const float half = float16_value(pattern);
    if (std::isnan(half)) {
      CHECK(std::isnan(round_to(Dtype::float16, half)));
    } else {
      REQUIRE(round_to(Dtype::float16, half) == half);
      REQUIRE(float16_bits(half) == pattern);
    }
    const float brain = bfloat16_value(pattern);
    REQUIRE(std::bit_cast<std::uint32_t>(brain) == bits << 16);
    if (!std::isnan(brain)) REQUIRE(round_to(Dtype::bfloat16, brain) == brain);
  }
}

TEST_CASE("float16 by IEEE 754's own examples") {
  CHECK(float16_value(0x3c00) == 1);
  CHECK(float16_value(0xc000) == -2);
  CHECK(float16_value(0x7bff) == 65504);
  CHECK(float16_value(0x0400) == 0x1p-14f);
  CHECK(float16_value(0x0001) == 0x1p-24f);
  CHECK(float16_value(0x7c00) == HUGE_VALF);
  CHECK(float16_value(0x3555) == 0x1.554p-2f);
}

TEST_CASE("one rounding to the nearest, ties to even, beyond the largest to infinity") {
  CHECK(round_to(Dtype::float16, 2049) == 2048);
  CHECK(round_to(Dtype::float16, 2051) == 2052);
  CHECK(round_to(Dtype::float16, 2049.0000001) == 2050);
  CHECK(round_to(Dtype::float16, 65519.99) == 65504);
  CHECK(round_to(Dtype::float16, 65520) == HUGE_VAL);
  CHECK(round_to(Dtype::float16, -1e9) == -HUGE_VAL);
  CHECK(round_to(Dtype::float16, 0x1p-25) == 0);
  CHECK(round_to(Dtype::float16, 0x1.8p-25) == 0x1p-24);
  CHECK(std::signbit(round_to(Dtype::float16, -0x1p-26)));
  CHECK(round_to(Dtype::bfloat16, 1 + 0x1p-8) == 1);
  CHECK(round_to(Dtype::bfloat16, 1 + 0x1.8p-8) == 1 + 0x1p-7);
  CHECK(round_to(Dtype::bfloat16, 3.4e38) == HUGE_VAL);
  CHECK(round_to(Dtype::float32, 1 + 0x1p-24) == 1);
  CHECK(round_to(Dtype::float64, 0.1) == 0.1);
  CHECK(std::isnan(round_to(Dtype::float16, NAN)));
}

TEST_CASE("units in the last place") {
  CHECK(ulp(Dtype::float64, 1) == 0x1p-52);
  CHECK(ulp(Dtype::float64, 0) == 5e-324);
  CHECK(ulp(Dtype::float32, 1.5) == 0x1p-23);
  CHECK(ulp(Dtype::float16, 65504) == 32);
  CHECK(ulp(Dtype::bfloat16, 0.75) == 0x1p-8);
}
