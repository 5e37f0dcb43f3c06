#include <doctest/doctest.h>

#include "check/interval.h"

using namespace softmax;
using check::round_numbers;
using Numbers = std::vector<double>;

TEST_CASE("the numbers with N digits in an interval, both ends included") {
  CHECK(round_numbers({1.5, 4}, 1, 10) == Numbers{2, 3, 4});
  CHECK(round_numbers({0.68, 0.73}, 2, 10) == Numbers{0.68, 0.69, 0.71, 0.72, 0.73});  // 0.7 has one digit
  CHECK(round_numbers({0.694, 0.706}, 1, 10) == Numbers{0.7});
  CHECK(round_numbers({1.4426, 1.4428}, 4, 10).empty());
  CHECK(round_numbers({1.44265, 1.44272}, 5, 10) == Numbers{1.4427});
  CHECK(round_numbers({80, 300}, 1, 10) == Numbers{80, 90, 100, 200, 300});
}

TEST_CASE("below zero, across zero, no more than asked for, and none") {
  CHECK(round_numbers({-4, -1.5}, 1, 10) == Numbers{-2, -3, -4});
  CHECK(round_numbers({1, 9}, 1, 3) == Numbers{1, 2, 3});
  const Numbers across = round_numbers({-0.5, 0.5}, 1, 4);
  CHECK(across.size() == 8);
  CHECK(across.front() > 0);
  CHECK(across.back() < 0);
  CHECK(round_numbers({3, 2}, 1, 10).empty());
  CHECK(round_numbers({0, 0}, 1, 10).empty());
}
