#include "derive/element.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

#include "core/slices.h"
#include "support/invariants.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::derive;

TEST_CASE("an element is named by a coordinate for each dim, from either end") {
  CHECK(resolve({0, 1, 2}, {2, 2, 3}) == Index{0, 1, 2});
  CHECK(resolve({-1, -2, -3}, {2, 2, 3}) == Index{1, 0, 0});
  CHECK(resolve({}, {}).empty());
}

TEST_CASE("what is no element is refused with the shape and what is valid") {
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

TEST_CASE("a slice holds the same elements, in the same order, as found by coordinates") {
  const Shape shape = {2, 3, 1, 4};
  const std::vector<Dims> all_dims = {{.all = true, .list = {}},     {.all = false, .list = {0}},
                                      {.all = false, .list = {1}},   {.all = false, .list = {2}},
                                      {.all = false, .list = {-1}},  {.all = false, .list = {0, 3}},
                                      {.all = false, .list = {1, 2}}};
  for (const Dims& dims : all_dims) {
    const Slices slices(shape, dims);
    const auto expected = test::slices_by_coordinates(shape, slices);
    for (std::size_t place = 0; place < element_count(shape); ++place) {
      const Index index = index_of(place, shape);
      CHECK(place_of(index, shape) == place);
      const auto own = std::find_if(expected.begin(), expected.end(), [&](const std::vector<std::size_t>& slice) {
        return std::find(slice.begin(), slice.end(), place) != slice.end();
      });
      REQUIRE(own != expected.end());
      CHECK(slice_places(shape, slices.dims(), index) == *own);
    }
  }
  CHECK(slice_places({}, {}, {}) == std::vector<std::size_t>{0});
}

TEST_CASE("a slice is named by its index with a colon for each dim that is normalised") {
  CHECK(slice_text({0}, {1, 2, 3}) == "[:,2,3]");
  CHECK(slice_text({0, 2}, {1, 2, 3}) == "[:,2,:]");
  CHECK(slice_text({}, {}) == "[]");
}
