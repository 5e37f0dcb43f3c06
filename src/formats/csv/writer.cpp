#include "formats/writer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/formatted.h"
#include "core/sink.h"
#include "formats/text_sink.h"
#include "io/output.h"
#include "text/shortest.h"

namespace softmax::formats {
namespace {
constexpr std::string_view what_else = "json, jsonl and npy hold";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool separates(char c, char delimiter) { return delimiter == ' ' ? is_blank(c) : c == delimiter; }

/// The cells of a line with their quotes and without the blanks around them. With the delimiter ' ', any run
/// of blanks separates.
std::vector<std::string> split(std::string_view line, char delimiter) {
  std::vector<std::string> cells;
  std::string cell;
  bool in_quotes = false;
  const auto end_cell = [&] {
    while (!cell.empty() && is_blank(cell.back())) cell.pop_back();
    if (delimiter != ' ' || !cell.empty()) cells.push_back(std::exchange(cell, {}));
  };
  for (const char c : line) {
    if (!in_quotes && separates(c, delimiter)) {
      end_cell();
    } else if (!cell.empty() || !is_blank(c)) {
      cell += c;
      if (c == '"' && cell.front() == '"') in_quotes = !in_quotes;
    }
  }
  end_cell();
  return cells;
}

/// The cell, in quotes if it would otherwise not be one cell.
std::string quoted_if_needed(const std::string& cell, char delimiter) {
  if (cell.starts_with('"')) return cell;
  bool needs_quotes = cell.empty() && delimiter == ' ';
  std::string quoted = "\"";
  for (const char c : cell) {
    needs_quotes = needs_quotes || separates(c, delimiter);
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return needs_quotes ? quoted + '"' : cell;
}

/// A line of text cells with another delimiter between them.
std::string redelimited(std::string_view line, char from, char to) {
  std::string text;
  for (const std::string& cell : split(line, from)) text += quoted_if_needed(cell, to) + to;
  if (!text.empty()) text.pop_back();
  return text;
}

class CsvWriter final : public TextSink {
 public:
  CsvWriter(Output& output, const WriteOptions& options) : TextSink(output), options_(options) {}

  void begin(const TensorHeader& header) override;
  void end() override { output().flush(); }

 protected:
  void format(std::size_t first, const Block& values, Prepared& text) const override {
    values.visit([&](const auto& numbers) { append_elements(first, numbers, text); });
  }

 private:
  void check(const Shape& shape) const;
  void append_labels(std::size_t row, std::size_t column, Prepared& text) const;
  std::size_t run_length(std::size_t column) const;

  template <Real T>
  void append_elements(std::size_t first, std::span<const T> values, Prepared& text) const;

  WriteOptions options_;
  bool has_tensor_ = false;
  std::optional<NumberText> number_;
  char delimiter_ = ',';
  const CsvFrame* labels_ = nullptr;  ///< the frame, when it has labels for each row
  std::size_t columns_ = 1;
};

void CsvWriter::check(const Shape& shape) const {
  const std::string_view format = name(options_.format);
  if (has_tensor_) throw Error(formatted("{} holds one tensor; {} a sequence", format, what_else));
  if (shape.size() != 1 && shape.size() != 2) {
    throw Error(formatted("{} holds tensors of rank 1 and 2, this one has shape {}; {} it", format, shape_text(shape),
                          what_else));
  }
  if (element_count(shape) == 0) {
    throw Error(formatted("{} holds no tensor without elements, this one has shape {}; {} it", format,
                          shape_text(shape), what_else));
  }
}

void CsvWriter::begin(const TensorHeader& header) {
  check(header.shape);
  start();
  has_tensor_ = true;
  number_.emplace(header.dtype, options_.precision, NonfiniteWords{"nan", "inf", "-inf"});
  columns_ = header.shape.size() == 1 ? 1 : header.shape.back();

  const auto* frame = std::get_if<CsvFrame>(header.frame);
  const char usual = options_.format == Format::tsv ? '\t' : frame != nullptr ? frame->delimiter : ',';
  delimiter_ = options_.delimiter.value_or(usual);
  if (frame == nullptr) return;
  const std::size_t labels = header.shape.front() * frame->label_places.size();
  if (!frame->labels.empty() && frame->labels.size() == labels) labels_ = frame;
  if (!frame->has_header) return;
  output().write(frame->delimiter == delimiter_ ? frame->header
                                                : redelimited(frame->header, frame->delimiter, delimiter_));
  output().write("\n");
}

/// Appends what passes through of a row before its number `column`, or after its last one.
void CsvWriter::append_labels(std::size_t row, std::size_t column, Prepared& text) const {
  const std::vector<std::size_t>& places = labels_->label_places;
  const auto place = std::lower_bound(places.begin(), places.end(), column);
  if (place == places.end() || *place != column) return;
  std::string_view label = labels_->labels[row * places.size() + static_cast<std::size_t>(place - places.begin())];
  if (labels_->delimiter == delimiter_) {
    append(label, text);
    return;
  }
  const bool is_last = column == columns_;
  if (is_last) {
    label.remove_prefix(1);
    text.push_back(delimiter_);
  } else if (label.ends_with(labels_->delimiter)) {
    label.remove_suffix(1);
  }
  append(redelimited(label, labels_->delimiter, delimiter_), text);
  if (!is_last) text.push_back(delimiter_);
}

/// The numbers of a row from `column` on that have nothing else between them.
std::size_t CsvWriter::run_length(std::size_t column) const {
  if (labels_ == nullptr) return columns_ - column;
  const std::vector<std::size_t>& places = labels_->label_places;
  const auto place = std::upper_bound(places.begin(), places.end(), column);
  return (place == places.end() ? columns_ : *place) - column;
}

template <Real T>
void CsvWriter::append_elements(std::size_t first, std::span<const T> values, Prepared& text) const {
  std::size_t row = first / columns_;
  std::size_t column = first % columns_;
  while (!values.empty()) {
    const std::span<const T> part = values.first(std::min(values.size(), run_length(column)));
    if (column > 0) text.push_back(delimiter_);
    if (labels_ != nullptr) append_labels(row, column, text);
    append_numbers(*number_, part, delimiter_, text);
    column += part.size();
    values = values.subspan(part.size());
    if (column < columns_) continue;
    if (labels_ != nullptr) append_labels(row, column, text);
    text.push_back('\n');
    column = 0;
    ++row;
  }
}
}  // namespace

/// Rows of numbers, for Format::csv and Format::tsv; a tensor of rank 1 has one number on each line. The header and the
/// labels of a CsvFrame are written byte for byte, or cell by cell where the delimiter changes; labels only if there is
/// one for each row. The file holds one tensor, of rank 1 or 2 and with elements (no text means no elements): begin
/// throws Error for any other and for a second one.
std::unique_ptr<Sink> csv_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<CsvWriter>(output, options);
}
}  // namespace softmax::formats
