#pragma once

#include <cstddef>
#include <string>
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
  Brackets(Output& output, const Shape& shape, std::string_view before, std::size_t words_per_line)
      : output_(output),
        shape_(shape),
        index_(shape.size(), 0),
        indent_(before.size()),
        words_per_line_(words_per_line) {
    put(before);
    put(std::string(shape.size(), '['));
  }

  /// The next element, in row-major order.
  void write(std::string_view word) {
    if (shape_.empty()) {
      put(word);
      return;
    }
    std::size_t& in_row = index_.back();
    if (in_row > 0 && in_row % words_per_line_ == 0) {
      put(",");
      put_line_ends(1, indent_ + shape_.size());
    } else if (in_row > 0) {
      put(", ");
    }
    put(word);
    if (++in_row == shape_.back()) end_row();
  }

  /// The number of characters in the last line so far.
  std::size_t column() const { return column_; }

 private:
  void put(std::string_view text) {
    output_.write(text);
    column_ += text.size();
  }

  void put_line_ends(std::size_t count, std::size_t indent) {
    output_.write(std::string(count, '\n'));
    column_ = 0;
    put(std::string(indent, ' '));
  }

  void end_row() {
    std::size_t ended = 0;
    for (std::size_t dim = shape_.size(); dim > 0; --dim) {
      if (ended > 0) ++index_[dim - 1];
      if (index_[dim - 1] < shape_[dim - 1]) break;
      index_[dim - 1] = 0;
      ++ended;
    }
    put(std::string(ended, ']'));
    if (ended == shape_.size()) return;
    put(",");
    put_line_ends(ended, indent_ + shape_.size() - ended);
    put(std::string(ended, '['));
  }

  Output& output_;
  Shape shape_;
  Index index_;  ///< of the next element
  std::size_t indent_;
  std::size_t words_per_line_;
  std::size_t column_ = 0;
};
}  // namespace softmax::formats
