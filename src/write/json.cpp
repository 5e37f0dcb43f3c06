#include "write/json.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "write/number.h"

namespace softmax::write {
namespace {

NonfiniteWords words(Nonfinite nonfinite) {
  switch (nonfinite) {
    case Nonfinite::null:
      return {"null", "null", "null"};
    case Nonfinite::text:
      return {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""};
    case Nonfinite::literal:
      break;
  }
  return {"NaN", "Infinity", "-Infinity"};
}

/// A piece of a JSON document on one line. JSON has line ends only between tokens, where a blank is as good.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

/// The rows of a tensor: what stands before the first, between two, and after the last. In a tensor with an empty dim,
/// the arrays of that dim are the rows.
class Rows {
 public:
  Rows() = default;

  Rows(const Shape& shape, bool on_lines) {
    const auto empty = std::find(shape.begin(), shape.end(), 0U);
    const auto row = empty == shape.end() && !shape.empty() ? empty - 1 : empty;
    outer_.assign(shape.begin(), row);
    index_.assign(outer_.size(), 0);
    if (!shape.empty()) length_ = *row;

    const std::size_t depth = shape.empty() ? 0 : outer_.size() + 1;
    opening_.assign(depth, '[');
    closing_.assign(depth, ']');
    for (std::size_t ended = 1; ended < depth; ++ended) {
      std::string text = std::string(ended, ']') + ',';
      if (on_lines && length_ > 0) text += '\n' + std::string(depth - ended, ' ');
      between_.push_back(text + std::string(ended, '['));
    }
  }

  std::size_t length() const { return length_; }
  std::size_t count() const { return element_count(outer_); }

  const std::string& opening() const { return opening_; }

  /// Passes the end of a row: what stands between it and the next one, or after the last.
  const std::string& end_row() {
    std::size_t ended = 1;
    for (std::size_t dim = outer_.size(); dim > 0; --dim, ++ended) {
      if (++index_[dim - 1] < outer_[dim - 1]) return between_[ended - 1];
      index_[dim - 1] = 0;
    }
    return closing_;
  }

 private:
  Shape outer_;  ///< how many rows there are, as the dims around them
  Index index_;  ///< the row where we are
  std::size_t length_ = 1;
  std::string opening_;
  std::string closing_;
  std::vector<std::string> between_;  ///< by the number of arrays that end with the row, less one
};

class JsonWriter final : public Sink {
 public:
  JsonWriter(Output& output, const Options& options) : output_(output), options_(options) {}

  void begin(const TensorHeader& header) override;
  void write(std::span<const float> values) override { append(values); }
  void write(std::span<const double> values) override { append(values); }
  void end() override;

 private:
  template <Real T>
  void append(std::span<const T> values);

  bool on_one_line_only() const { return options_.format == Format::jsonl; }

  Output& output_;
  Options options_;
  std::optional<NumberText> number_;
  Rows rows_;
  std::size_t column_ = 0;  ///< elements written of the row
  const JsonFrame* frame_ = nullptr;
};

void JsonWriter::begin(const TensorHeader& header) {
  if (!number_ || number_->dtype() != header.dtype) {
    number_.emplace(header.dtype, options_.precision, words(options_.nonfinite));
  }
  frame_ = options_.keep ? std::get_if<JsonFrame>(header.frame) : nullptr;
  const bool is_flat = frame_ != nullptr && frame_->flat;
  rows_ = Rows(is_flat ? Shape{element_count(header.shape)} : header.shape, !on_one_line_only());

  if (frame_ != nullptr) output_.write(on_one_line_only() ? on_one_line(frame_->before) : frame_->before);
  output_.write(rows_.opening());
  if (rows_.length() > 0) return;
  for (std::size_t rows = rows_.count(); rows > 0; --rows) output_.write(rows_.end_row());
}

template <Real T>
void JsonWriter::append(std::span<const T> values) {
  while (!values.empty()) {
    const std::span<const T> part = values.first(std::min(values.size(), rows_.length() - column_));
    for (const T value : part) {
      if (column_++ > 0) output_.write(",");
      output_.write((*number_)(value));
    }
    values = values.subspan(part.size());
    if (column_ < rows_.length()) continue;
    output_.write(rows_.end_row());
    column_ = 0;
  }
}

void JsonWriter::end() {
  if (frame_ != nullptr) output_.write(on_one_line_only() ? on_one_line(frame_->after) : frame_->after);
  output_.write("\n");
  output_.flush();
}

}  // namespace

std::unique_ptr<Sink> json_writer(Output& output, const Options& options) {
  return std::make_unique<JsonWriter>(output, options);
}

}  // namespace softmax::write
