#include "formats/printed/layout.h"

namespace softmax::formats {
Brackets::Brackets(Output& output, const Shape& shape, std::string_view before, std::size_t words_per_line)
    : output_(output), shape_(shape), index_(shape.size(), 0), indent_(before.size()), words_per_line_(words_per_line) {
  put(before);
  put(std::string(shape.size(), '['));
}

void Brackets::write(std::string_view word) {
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

void Brackets::end_row() {
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

void Brackets::put(std::string_view text) {
  output_.write(text);
  column_ += text.size();
}

void Brackets::put_line_ends(std::size_t count, std::size_t indent) {
  output_.write(std::string(count, '\n'));
  column_ = 0;
  put(std::string(indent, ' '));
}
}  // namespace softmax::formats
