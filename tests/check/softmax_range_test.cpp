#include "check/softmax_range.h"

#include <quadmath.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "check/interval.h"
#include "support/exact.h"

using namespace softmax;
using namespace softmax::test;
using namespace softmax::check;

namespace {

SoftmaxRange range_of(const std::vector<Interval>& logits) {
  return {[logits](std::size_t element) { return logits[element]; },
          SliceIndex({logits.size()}, {.all = true, .list = {}})};
}

/// The smallest and largest that an element comes to over all corners of the box, in quadruple precision.
Interval over_corners(const std::vector<Interval>& logits, std::size_t element, Operation operation) {
  Interval found{HUGE_VAL, -HUGE_VAL};
  for (std::size_t corner = 0; corner < (std::size_t{1} << logits.size()); ++corner) {
    std::vector<Quad> x;
    for (std::size_t i = 0; i < logits.size(); ++i) {
      x.push_back((corner >> i & 1U) != 0 ? logits[i].high : logits[i].low);
    }
    const auto y = static_cast<double>(exact_slice(x, operation, Scale{})[element]);
    found = {std::min(found.low, y), std::max(found.high, y)};
  }
  return found;
}

}  // namespace

TEST_CASE("the bounds are those of the corners of the box") {
  std::mt19937_64 random(20261121);
  std::normal_distribution<double> normal;
  for (int run = 0; run < 300; ++run) {
    const double spread = run % 3 == 0 ? 40 : 2;
    std::vector<Interval> logits;
    for (int i = 0; i < 1 + run % 6; ++i) {
      const double x = spread * normal(random);
      const double half = run % 4 == 0 ? 0 : std::abs(normal(random)) / 10;
      logits.push_back({x - half, x + half});
    }
    SoftmaxRange range = range_of(logits);
    for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
      for (std::size_t element = 0; element < logits.size(); ++element) {
        const Interval exact = over_corners(logits, element, operation);
        const Interval found = range.value(element, operation);
        const auto is_near = [](double a, double b) { return std::abs(a - b) <= 1e-13 * std::abs(b) + 1e-300; };
        CHECK(is_near(found.low, exact.low));
        CHECK(is_near(found.high, exact.high));
      }
    }
  }
}

TEST_CASE("the largest logit and the logarithm of the sum") {
  SoftmaxRange range = range_of({{1, 2}, {0, 3}});
  CHECK(range.maximum(0).low == 1);
  CHECK(range.maximum(0).high == 3);
  CHECK(range.log_sum(0).low == doctest::Approx(std::log(std::exp(1.0) + 1)));
  CHECK(range.log_sum(0).high == doctest::Approx(std::log(std::exp(2.0) + std::exp(3.0))));
}

TEST_CASE("NaN, an infinity and nothing but -Infinity make a slice NaN; a mask is 0") {
  CHECK(is_nan(range_of({point(NAN), point(1)}).value(1, Operation::softmax)));
  CHECK(is_nan(range_of({point(HUGE_VAL), point(1)}).value(1, Operation::softmax)));
  CHECK(is_nan(range_of({point(-HUGE_VAL)}).value(0, Operation::softmax)));
  CHECK(is_nan(range_of({point(-HUGE_VAL)}).maximum(0)));
  SoftmaxRange masked = range_of({point(-HUGE_VAL), point(1)});
  CHECK(masked.value(0, Operation::softmax).high == 0);
  CHECK(masked.value(0, Operation::log_softmax).high == -HUGE_VAL);
  CHECK(masked.value(1, Operation::softmax).low == 1);
}

TEST_CASE("numbers whose exponentials overflow without a shift") {
  SoftmaxRange range = range_of({point(1e300), point(-1e300)});
  CHECK(range.value(0, Operation::softmax).low == 1);
  CHECK(range.value(1, Operation::log_softmax).low == doctest::Approx(-2e300));
}
