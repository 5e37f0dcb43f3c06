#include "check/subject.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/judged.h"

using namespace softmax;
using namespace softmax::test;
using namespace softmax::check;

TEST_CASE("temperature and theta as one factor") {
  Subject subject;
  CHECK(subject.factor() == 1);
  subject.request.scale = {.is_temperature = true, .value = 4};
  CHECK(subject.factor() == 0.25);
  subject.request.scale = {.is_temperature = false, .value = -4};
  CHECK(subject.factor() == -4);
}

TEST_CASE("an unknown number is NaN, with NaN in its intervals") {
  CHECK(std::isnan(unknown_number().value));
  CHECK(std::isnan(half(unknown_number()).low));
  CHECK(unknown_number().is_exact());
}

TEST_CASE("one row or column of a form without rank takes the shape of the result") {
  Expected expected;
  const auto fitted = [&](const Shape& shape, const Shape& computed) {
    expected.shape = shape;
    expected.take_rank(computed);
    return expected.shape;
  };
  CHECK(fitted({3}, {1, 3}) == Shape{3});
  expected.shows_rank = false;
  CHECK(fitted({3}, {1, 3}) == Shape{1, 3});
  CHECK(fitted({1, 3}, {3}) == Shape{3});
  CHECK(fitted({1, 3}, {3, 1}) == Shape{3, 1});
  CHECK(fitted({1}, {}) == Shape{});
  CHECK(fitted({3}, {4, 1}) == Shape{3});
  CHECK(fitted({3}, {1, 1, 3}) == Shape{3});
  CHECK(fitted({2, 3}, {3, 2}) == Shape{2, 3});
}
