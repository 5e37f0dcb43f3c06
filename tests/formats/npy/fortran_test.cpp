#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "formats/npy/source.h"

using namespace softmax;
using namespace softmax::formats;

namespace {

/// The meaning of Fortran order: the element at an index is at the sum of index times the product of the sizes before.
std::size_t place_in_fortran_order(const Index& index, const Shape& shape) {
  std::size_t place = 0;
  std::size_t stride = 1;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    place += index[dim] * stride;
    stride *= shape[dim];
  }
  return place;
}

}  // namespace

TEST_CASE("every element moves from its place in Fortran order to its place in row-major order") {
  const Shape shapes[] = {{},        {5},          {2, 3},       {33, 70},        {64, 32}, {2, 3, 4}, {40, 2, 35},
                          {3, 1, 4}, {2, 3, 4, 5}, {1, 7, 1, 3}, {2, 2, 2, 2, 2}, {0, 3},   {3, 0, 2}};
  for (const Shape& shape : shapes) {
    CAPTURE(shape_text(shape));
    std::vector<double> values(element_count(shape));
    std::iota(values.begin(), values.end(), 0.0);
    const std::vector<double> moved = from_fortran_order(values, shape);
    REQUIRE(moved.size() == values.size());
    for (std::size_t place = 0; place < moved.size(); ++place) {
      CHECK(moved[place] == static_cast<double>(place_in_fortran_order(index_of(place, shape), shape)));
    }
  }
}

TEST_CASE("arrays that stand in one line have no order") {
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{1, 5}, Shape{1, 1, 5, 1}, Shape{1, 1}}) {
    CHECK(is_order_free(shape));
  }
  for (const Shape& shape : {Shape{2, 5}, Shape{2, 1, 5}, Shape{0, 5}}) CHECK_FALSE(is_order_free(shape));
}
