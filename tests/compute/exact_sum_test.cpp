#include "compute/exact_sum.h"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace softmax;
using compute::ExactSum;

namespace {

double sum_of(const std::vector<double>& values, Dtype dtype = Dtype::float64) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.rounded(dtype);
}

}  // namespace

TEST_CASE("what additions one by one would lose is kept") {
  CHECK(sum_of({}) == 0);
  CHECK(sum_of({1e16, 1, 1}) == 1e16 + 2);
  CHECK(sum_of({1, 0x1p-60, 0x1p-60}) == 1);
  CHECK(sum_of(std::vector<double>(10, 0.1)) == 1);  // 0.1 is above a tenth by 5.6e-18: the exact sum rounds to 1
  std::vector<double> many(1 << 20, 0x1p-60);
  many.insert(many.begin(), 1);
  CHECK(sum_of(many) == 1 + 0x1p-40);
}

TEST_CASE("one rounding at the end, ties to even, what is far below tips a tie") {
  CHECK(sum_of({1, 0x1p-53}) == 1);
  CHECK(sum_of({1, 0x1p-53, 0x1p-200}) == 1 + 0x1p-52);
  CHECK(sum_of({1, 0x1p-53, std::numeric_limits<double>::denorm_min()}) == 1 + 0x1p-52);
  CHECK(sum_of({1, 0x1p-53, 0x1p-110, 0}) == 1 + 0x1p-52);  // also when more comes after it
  CHECK(sum_of({1 + 0x1p-52, 0x1p-53}) == 1 + 0x1p-51);
  // To float32: the sum as a double is the middle of two floats, its rest decides.
  CHECK(sum_of({1, 0x1p-24}, Dtype::float32) == 1);
  CHECK(sum_of({1, 0x1p-24, 0x1p-80}, Dtype::float32) == 1 + 0x1p-23);
  CHECK(sum_of({1 + 0x1p-23, 0x1p-24, 0x1p-80}, Dtype::float32) == 1 + 0x1p-22);
  CHECK(sum_of({0x1.fffffep0, 0x1p-24 - 0x1p-50, 0x1p-120}, Dtype::float32) == 0x1.fffffep0);
  CHECK(sum_of({2048, 1}, Dtype::float16) == 2048);
  CHECK(sum_of({2048, 1, 0x1p-24}, Dtype::float16) == 2050);
}

TEST_CASE("infinities and NaN, and sums beyond the dtype") {
  CHECK(sum_of({1, HUGE_VAL, 2}) == HUGE_VAL);
  CHECK(std::isnan(sum_of({1, NAN, 2})));
  CHECK(sum_of({1.7e308, 1.7e308}) == HUGE_VAL);
  CHECK(sum_of({65504, 15}, Dtype::float16) == 65504);
  CHECK(sum_of({65504, 16}, Dtype::float16) == HUGE_VAL);
}
