#include <doctest/doctest.h>

#include "core/slices.h"
#include "support/invariants.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::test;

TEST_CASE("slices and their members are those that coordinates give") {
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{2, 3}, Shape{3, 1, 2}, Shape{2, 3, 2, 2}, Shape{2, 0, 3}}) {
    for (std::size_t bits = 1; bits < (std::size_t{1} << shape.size()); ++bits) {
      Dims dims{.all = false, .list = {}};
      for (std::size_t dim = 0; dim < shape.size(); ++dim) {
        if ((bits >> dim & 1U) != 0) dims.list.push_back(static_cast<long>(dim));
      }
      CAPTURE(bits);
      CAPTURE(shape_text(shape));
      const SliceIndex index(shape, dims);
      const auto members = slices_by_coordinates(shape, Slices(shape, dims));
      CHECK(index.count() == members.size());
      for (std::size_t slice = 0; slice < members.size(); ++slice) {
        std::vector<std::size_t> visited;
        index.for_each(slice, [&](std::size_t element) { visited.push_back(element); });
        CHECK(visited == members[slice]);
        CHECK(index.length() == members[slice].size());
        for (const std::size_t element : visited) CHECK(index.slice_of(element) == slice);
        if (!visited.empty()) CHECK(index.first_of(slice) == visited.front());
      }
    }
  }
}

TEST_CASE("a tensor of rank 0 is a slice of one; a dim that does not exist is refused") {
  const SliceIndex index({}, {.all = true, .list = {}});
  CHECK(index.count() == 1);
  CHECK(index.length() == 1);
  CHECK(refusal([] { const SliceIndex none({2, 3}, {.all = false, .list = {2}}); }) != "accepted");
}
