#include "check/interval.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace softmax;
using namespace softmax::check;

namespace {

bool is(const Interval& a, double low, double high) { return a.low == low && a.high == high; }

}  // namespace

TEST_CASE("sums, differences, products and quotients hold what their parts can give") {
  const Interval a{1, 2};
  const Interval b{-3, 4};
  CHECK(is(-b, -4, 3));
  CHECK(is(a + b, -2, 6));
  CHECK(is(a - b, -3, 5));
  CHECK(is(b * 2, -6, 8));
  CHECK(is(b * -2, -8, 6));
  CHECK(is(b / a, -3, 4));
  CHECK(is(a / Interval{-4, -2}, -1, -0.25));
  CHECK(is(a / b, -HUGE_VAL, HUGE_VAL));
  CHECK(is_nan(a / point(NAN)));
  CHECK(is(exp(Interval{-HUGE_VAL, 0}), 0, 1));
  CHECK(middle(b) == 0.5);
  CHECK(middle(point(HUGE_VAL)) == HUGE_VAL);
}

TEST_CASE("intervals meet in a single number, NaN in NaN alone") {
  CHECK(meet({1, 2}, {2, 3}));
  CHECK_FALSE(meet({1, 2}, {std::nextafter(2.0, 3.0), 3}));
  CHECK(meet(point(NAN), point(NAN)));
  CHECK_FALSE(meet(point(NAN), {-HUGE_VAL, HUGE_VAL}));
}

TEST_CASE("an infinity is not widened") {
  CHECK(is(widened({1, 2}, 0.5), 0.5, 2.5));
  CHECK(is(widened(point(-HUGE_VAL), 1), -HUGE_VAL, -HUGE_VAL));
}
