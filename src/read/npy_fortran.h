#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax::read {

/// The elements of a tensor in row-major order, from the same elements with the first index running fastest. `values`
/// holds element_count(shape) of them.
///
/// For each combination of the middle indices, the first and the last index span a matrix to be transposed. It is done
/// in square tiles, so that the lines of both sides that a tile touches stay in the cache.
template <Real T>
std::vector<T> from_fortran_order(const std::vector<T>& values, const Shape& shape) {
  if (shape.size() < 2 || values.empty()) return values;
  constexpr std::size_t tile = 32;
  const std::size_t rows = shape.front();
  const std::size_t columns = shape.back();
  const std::size_t row_stride = values.size() / rows;        // of the result
  const std::size_t column_stride = values.size() / columns;  // of `values`

  std::vector<T> result(values.size());
  const Shape middle(shape.begin() + 1, shape.end() - 1);
  const std::size_t matrices = element_count(middle);
  for (std::size_t matrix = 0; matrix < matrices; ++matrix) {
    const Index index = index_of(matrix, middle);
    std::size_t reversed = 0;  // the matrix's number when the first middle index runs fastest
    for (std::size_t dim = middle.size(); dim-- > 0;) reversed = reversed * middle[dim] + index[dim];
    const T* from = values.data() + reversed * rows;
    T* to = result.data() + matrix * columns;
    for (std::size_t row_tile = 0; row_tile < rows; row_tile += tile) {
      const std::size_t row_end = std::min(row_tile + tile, rows);
      for (std::size_t column_tile = 0; column_tile < columns; column_tile += tile) {
        const std::size_t column_end = std::min(column_tile + tile, columns);
        for (std::size_t row = row_tile; row < row_end; ++row) {
          for (std::size_t column = column_tile; column < column_end; ++column) {
            to[row * row_stride + column] = from[column * column_stride + row];
          }
        }
      }
    }
  }
  return result;
}

/// Whether the elements stand in one line whatever the order: at most one dim is longer than 1.
inline bool is_order_free(const Shape& shape) {
  return std::count_if(shape.begin(), shape.end(), [](std::size_t size) { return size != 1; }) <= 1;
}

}  // namespace softmax::read
