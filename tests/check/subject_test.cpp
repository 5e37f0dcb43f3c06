#include "check/subject.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/judged.h"

using namespace softmax;
using namespace softmax::test;
using namespace softmax::check;

TEST_CASE("only a library's print with decimals has half units") {
  const auto halves = [](const std::string& text) { return half_units(printed_document(text).print); };
  CHECK(halves("tensor([0.1250, 2.0000])") == std::vector<double>{0.0001 / 2, 0.0001 / 2});
  CHECK(halves("tensor([1.0000e-05, 2.0000e+01])") == std::vector<double>{1e-9 / 2, 1e-3 / 2});
  CHECK(halves("[0.5 0.25]").size() == 2);
  CHECK(halves("tensor([1., 2.])").empty());
  CHECK(halves("tensor([1, 2])").empty());
  CHECK(halves("[0.1250, 2.0000]").empty());
  CHECK(half_units(std::nullopt).empty());
}

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
  CHECK(std::isnan(unknown_number().half.low));
  CHECK(unknown_number().unit == 0);
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
