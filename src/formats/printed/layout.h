#pragma once

#include <cstddef>
#include <string_view>

#include "core/shape.h"
#include "io/output.h"

namespace softmax::formats {
/// The layout that PyTorch and NumPy share: a pair of brackets for each array, `, ` between the words of a row, rows on
/// lines of at most `words_per_line` words, and one more line end for each dim that ends between two rows.
class Brackets {
 public:
  /// For a shape with elements; `before` (`tensor(`) is written before the first bracket, and all lines are indented by
  /// its width. The output must outlive the object.
  Brackets(Output& output, const Shape& shape, std::string_view before, std::size_t words_per_line);

  /// The next element, in row-major order.
  void write(std::string_view word);

  /// The number of characters in the last line so far.
  std::size_t column() const { return column_; }

 private:
  void put(std::string_view text);
  void put_line_ends(std::size_t count, std::size_t indent);
  void end_row();

  Output& output_;
  Shape shape_;
  Index index_;  ///< of the next element
  std::size_t indent_;
  std::size_t words_per_line_;
  std::size_t column_ = 0;
};
}  // namespace softmax::formats
