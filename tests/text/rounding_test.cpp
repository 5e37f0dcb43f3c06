#include "text/rounding.h"

#include <limits>

#include <doctest/doctest.h>

using softmax::decimal_to_places;
using softmax::Digits;
using softmax::Dtype;
using softmax::fixed_text;
using softmax::nearest_decimal;
using softmax::places;
using softmax::positional_text;
using softmax::scientific_text;
using softmax::telling_decimal;
using softmax::unique_decimal;

TEST_CASE("a unique decimal has as few digits as the dtype allows") {
  CHECK(unique_decimal(Dtype::float64, 0.1) == Digits{"1", -1});
  CHECK(unique_decimal(Dtype::float32, 0.1f) == Digits{"1", -1});
  CHECK(unique_decimal(Dtype::float64, 0.1f) == Digits{"10000000149011612", -1});
  CHECK(unique_decimal(Dtype::float16, 65504) == Digits{"655", 4});
  CHECK(unique_decimal(Dtype::bfloat16, 0x1.56p-2) == Digits{"33398438", -1});
  CHECK(unique_decimal(Dtype::float64, 5e-324) == Digits{"5", -324});
  CHECK(unique_decimal(Dtype::float64, std::numeric_limits<double>::max()) == Digits{"17976931348623157", 308});
  CHECK(unique_decimal(Dtype::float64, 0) == Digits{"0", 0});
  CHECK(unique_decimal(Dtype::float64, 1200) == Digits{"12", 3});
}

TEST_CASE("of two unique decimals that are as near the one with the even digit counts") {
  // repr(67108865.001953125) in Python
  CHECK(unique_decimal(Dtype::float64, 67108865.001953125) == Digits{"6710886500195312", 7});
}

TEST_CASE("at a power of two the nearest decimal may belong to the neighbour below") {
  // repr(2.0**-1017) in Python; '%.15e' % 2.0**-1017 is 7.120236347223044e-307, which reads back as the neighbour.
  CHECK(unique_decimal(Dtype::float64, 0x1p-1017) == Digits{"7120236347223045", -307});
  CHECK(nearest_decimal(0x1p-1017, 16) == Digits{"7120236347223044", -307});
  CHECK(telling_decimal(Dtype::float64, 0x1p-1017, 16) == Digits{"7120236347223045", -307});
  CHECK(telling_decimal(Dtype::float64, 0x1p-1017, 15) == Digits{"712023634722304", -307});
}

TEST_CASE("with more digits than tell the value from others those of the exact value are given") {
  CHECK(telling_decimal(Dtype::float64, 0.1, 3) == Digits{"100", -1});
  CHECK(telling_decimal(Dtype::float32, 1e-9f, 8) == Digits{"99999997", -10});
  CHECK(telling_decimal(Dtype::float32, 1e-9f, 3) == Digits{"100", -9});
}

TEST_CASE("decimals are rounded to digits or places, ties to even") {
  CHECK(nearest_decimal(0.125, 2) == Digits{"12", -1});
  CHECK(nearest_decimal(0.375, 2) == Digits{"38", -1});
  CHECK(nearest_decimal(9.99, 2) == Digits{"10", 1});
  CHECK(decimal_to_places(0.999, 2) == Digits{"1", 0});
  CHECK(decimal_to_places(0.0625, 3) == Digits{"62", -2});
  CHECK(decimal_to_places(0.0004, 2) == Digits{"0", 0});
  CHECK(decimal_to_places(120.5, 0) == Digits{"12", 2});
}

TEST_CASE("decimals become text with the point in any case") {
  CHECK(positional_text({"12", 3}) == "1200.");
  CHECK(positional_text({"12", 1}) == "12.");
  CHECK(positional_text({"12", 0}) == "1.2");
  CHECK(positional_text({"12", -1}) == "0.12");
  CHECK(positional_text({"12", -3}) == "0.0012");
  CHECK(places({"12", -3}) == 4);
  CHECK(places({"12", 3}) == 0);
  CHECK(scientific_text({"12", -3}, 2) == "1.2e-03");
  CHECK(scientific_text({"1", 100}, 2) == "1.e+100");
  CHECK(scientific_text({"100", 0}, 3) == "1.00e+000");
  CHECK(fixed_text(0.5, 3) == "0.500");
  CHECK(fixed_text(2.5, 0) == "2.");
}
