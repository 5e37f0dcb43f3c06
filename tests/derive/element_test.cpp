#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

#include "derive/derivation.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::derive;

TEST_CASE("an element is named by a coordinate for each dim, from either end") {
  CHECK(resolve({0, 1, 2}, {2, 2, 3}) == Index{0, 1, 2});
  CHECK(resolve({-1, -2, -3}, {2, 2, 3}) == Index{1, 0, 0});
  CHECK(resolve({}, {}).empty());
}

TEST_CASE("an element that does not exist is refused with the shape and what is valid") {
  const auto refused = [](const std::vector<long>& coordinates, const Shape& shape) {
    return test::refusal([&] { resolve(coordinates, shape); });
  };
  CHECK(refused({0, 0, 2}, {2, 2, 2}) ==
        "--explain 0,0,2: 2 is out of range for dim 2 of a tensor of shape (2, 2, 2): expected -2 to 1");
  CHECK(refused({-4}, {3}) == "--explain -4: -4 is out of range for dim 0 of a tensor of shape (3,): expected -3 to 2");
  CHECK(refused({0, 0}, {2, 2, 2}) == "--explain 0,0: expected 3 coordinates for a tensor of shape (2, 2, 2), found 2");
  CHECK(refused({0, 0}, {2}) == "--explain 0,0: expected 1 coordinate for a tensor of shape (2,), found 2");
  CHECK(refused({}, {2}) == "--explain '': expected 1 coordinate for a tensor of shape (2,), found 0");
  CHECK(refused({0}, {}) ==
        "--explain 0: expected 0 coordinates for a tensor of shape (), as in --explain '', found 1");
  CHECK(refused({0, 0}, {2, 0}) == "--explain 0,0: a tensor of shape (2, 0) has no elements");
}

TEST_CASE("a slice is named by its index with a colon for each dim that is normalised") {
  CHECK(slice_text({0}, {1, 2, 3}) == "[:,2,3]");
  CHECK(slice_text({0, 2}, {1, 2, 3}) == "[:,2,:]");
  CHECK(slice_text({}, {}) == "[]");
}
