#include "formats/writer.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "formats/text_sink.h"
#include "text/shortest.h"

namespace softmax::formats {
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

/// A part of a JSON document on one line. JSON has line ends only between tokens, where a blank means the same.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

/// The rows of a tensor: the text before the first, between two, and after the last. In a tensor with an empty dim,
/// the arrays of that dim are the rows.
class Rows {
 public:
  Rows() = default;

  Rows(const Shape& shape, bool on_lines) {
    const auto empty = std::find(shape.begin(), shape.end(), 0U);
    const auto row = empty == shape.end() && !shape.empty() ? empty - 1 : empty;
    outer_.assign(shape.begin(), row);
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

  const std::string& closing() const { return closing_; }

  /// The text between a row, which is not the first, and the row before it.
  const std::string& before(std::size_t row) const {
    std::size_t ended = 1;
    for (std::size_t dim = outer_.size(); row % outer_[dim - 1] == 0; --dim, ++ended) row /= outer_[dim - 1];
    return between_[ended - 1];
  }

 private:
  Shape outer_;  ///< the dims around the rows
  std::size_t length_ = 1;
  std::string opening_;
  std::string closing_;
  std::vector<std::string> between_;  ///< by the number of arrays that end with the row, less one
};

class JsonWriter final : public TextSink {
 public:
  JsonWriter(Output& output, const WriteOptions& options) : TextSink(output), options_(options) {}

  void begin(const TensorHeader& header) override {
    start();
    if (!number_ || number_->dtype() != header.dtype) {
      number_.emplace(header.dtype, options_.precision, words(options_.nonfinite));
    }
    frame_ = options_.keep ? std::get_if<JsonFrame>(header.frame) : nullptr;
    const bool is_flat = frame_ != nullptr && frame_->flat;
    rows_ = Rows(is_flat ? Shape{element_count(header.shape)} : header.shape, !on_one_line_only());

    if (frame_ != nullptr) output().write(on_one_line_only() ? on_one_line(frame_->before) : frame_->before);
    output().write(rows_.opening());
    if (rows_.length() > 0) return;
    for (std::size_t row = 1; row < rows_.count(); ++row) output().write(rows_.before(row));
  }

  void end() override {
    output().write(rows_.closing());
    if (frame_ != nullptr) output().write(on_one_line_only() ? on_one_line(frame_->after) : frame_->after);
    output().write("\n");
    output().flush();
  }

 protected:
  void format(std::size_t first, const Block& values, Prepared& text) const override {
    values.visit([&](const auto& numbers) { append_elements(first, numbers, text); });
  }

 private:
  template <Real T>
  void append_elements(std::size_t first, std::span<const T> values, Prepared& text) const {
    std::size_t row = first / rows_.length();
    std::size_t column = first % rows_.length();
    for (; !values.empty(); ++row, column = 0) {
      const std::span<const T> part = values.first(std::min(values.size(), rows_.length() - column));
      if (column > 0) {
        text.push_back(',');
      } else if (row > 0) {
        append(rows_.before(row), text);
      }
      append_numbers(*number_, part, ',', text);
      values = values.subspan(part.size());
    }
  }

  bool on_one_line_only() const { return options_.format == Format::jsonl; }

  WriteOptions options_;
  std::optional<NumberText> number_;
  Rows rows_;
  const JsonFrame* frame_ = nullptr;
};
}  // namespace

/// Nested arrays, each tensor with a line end after it. Format::json puts every innermost row on a line of its own,
/// indented by its depth; Format::jsonl puts each tensor on one line without blanks. A tensor of rank 0 is a bare
/// number, one without elements is on one line: [[],[]]. With WriteOptions::keep, a tensor that came with a
/// JsonFrame is written in it; in jsonl the line ends of the frame become blanks.
std::unique_ptr<Sink> json_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<JsonWriter>(output, options);
}
}  // namespace softmax::formats
