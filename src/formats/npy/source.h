#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/block.h"
#include "formats/npy/header.h"
#include "io/input.h"

namespace softmax::formats {
/// Returns in row-major order the elements of a tensor that `values` has with the first index running fastest. There
/// are element_count(shape) of them.
///
/// For each combination of the middle indices, the first and the last index span a matrix, which is transposed in
/// square tiles, so that the cache lines of both sides of a tile stay in the cache.
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

/// Whether both orders are the same: at most one dim is longer than 1.
inline bool is_order_free(const Shape& shape) {
  return std::count_if(shape.begin(), shape.end(), [](std::size_t size) { return size != 1; }) <= 1;
}

/// The data of one array in an input, and the dtype that they become.
struct NpyArray {
  std::uint64_t offset = 0;  ///< of the first item in the input
  std::size_t count = 0;     ///< items
  ItemType type;
  Dtype dtype = Dtype::float64;

  std::uint64_t bytes() const { return std::uint64_t{count} * type.size; }
  std::uint64_t end() const { return offset + bytes(); }
};

/// An input that is read in order, with the offset of the next byte.
class NpyStream {
 public:
  explicit NpyStream(Input input) : input_(std::move(input)) {}

  const Input& input() const { return input_; }
  const std::string& name() const { return input_.name(); }
  std::uint64_t offset() const { return offset_; }

  /// The next bytes; fewer only at the end of the input.
  std::size_t read(char* to, std::size_t count);

  /// Moves forward to an offset, or to the end of the input when that comes before it.
  void skip_to(std::uint64_t offset);

 private:
  Input input_;
  std::uint64_t offset_ = 0;
};

/// The values of an array in the order of the file. From a regular file any of them can be read at any time, by several
/// threads at once; from anything else in order, and memory grows only with the bytes that come. Reading throws Error
/// when the input is too short for the array, or a value is beyond the dtype. The stream must outlive the source.
std::unique_ptr<Source> npy_source(NpyStream& stream, const NpyArray& array);

/// Throws the Error for an array with only `available` bytes of data.
[[noreturn]] void fail_truncated(const std::string& source, const NpyArray& array, std::uint64_t available);
}  // namespace softmax::formats
