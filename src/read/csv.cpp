#include "read/csv.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/error.h"
#include "read/csv_cells.h"
#include "read/csv_dialect.h"
#include "read/csv_header.h"
#include "read/csv_number.h"
#include "read/digits.h"
#include "read/number.h"
#include "read/parsing_progress.h"
#include "read/text.h"

namespace softmax::read {
namespace {

std::string cells_text(std::size_t count) { return fmt::format("{} cell{}", count, count == 1 ? "" : "s"); }

/// Reads the rows from the header on; numbers go into one vector, row by row.
template <Real T>
class Rows {
 public:
  /// The numbers as they stand in the text are kept, too, when `keeps_tokens`.
  Rows(const Text& text, Cells cells, Dtype dtype, std::size_t label_columns, bool keeps_tokens)
      : text_(text), cells_(cells), dtype_(dtype), label_columns_(label_columns), keeps_tokens_(keeps_tokens) {}

  /// The header line, without its end; it sets the number of cells of every row.
  std::string header() {
    const char* line = cells_.at();
    std::size_t count = 1;
    cells_.take();
    for (; cells_.next(); cells_.take()) ++count;
    if (count <= label_columns_) fail_no_numbers(count);
    width_ = count;
    has_header_ = true;
    std::string header(line, cells_.at());
    has_more_ = cells_.next_line();
    return header;
  }

  void rows(ParsingProgress& parsing) {
    while (has_more_) {
      row();
      parsing.reach(cells_.at());
      has_more_ = cells_.next_line();
    }
    parsing.reach(text_.end());
  }

  std::vector<T>& values() { return values_; }
  std::vector<std::string>& labels() { return labels_; }
  const std::vector<NumberToken>& tokens() const { return tokens_; }

  Shape shape() const {
    if (width_ == 1) return {values_.size()};
    const std::size_t columns = width_ - label_columns_;
    return {values_.size() / columns, columns};
  }

 private:
  void row() {
    const char* line = cells_.at();
    cells_.skip_blanks();
    if (cells_.at_line_end()) text_.fail_expecting(cells_.at(), "a number");
    if (label_columns_ > 0) take_labels(line);
    std::size_t column = label_columns_;
    do {
      if (width_ != 0 && column == width_) fail_too_many();
      values_.push_back(number(column));
      ++column;
    } while (cells_.next());
    if (width_ == 0) width_ = column;
    if (column < width_) fail_width(column);
  }

  void take_labels(const char* line) {
    for (std::size_t column = 0; column < label_columns_; ++column) {
      cells_.take();
      if (cells_.next()) continue;
      if (width_ == 0) fail_no_numbers(column + 1);
      fail_width(column + 1);
    }
    labels_.emplace_back(line, cells_.at());
  }

  T number(std::size_t column) {
    T value;
    const char* first = cells_.skip_blanks();
    const NumberEnd number = read_cell_number(first, cells_.end(), dtype_, value);
    if (number.status == NumberStatus::valid && cells_.finish(number.end)) {
      if (keeps_tokens_) tokens_.push_back({{first, number.end}, 0});
      return value;
    }
    return number_of_cell(column);
  }

  /// For quoted cells and for those that can't stand.
  T number_of_cell(std::size_t column) {
    T value;
    const Cell cell = cells_.take();
    const std::string_view content = cell.content();
    const char* last = content.data() + content.size();
    const NumberEnd number = read_cell_number(content.data(), last, dtype_, value);
    if (number.status == NumberStatus::not_a_number || number.end != last) fail_not_a_number(cell, column);
    if (number.status == NumberStatus::beyond_range) text_.fail(cell.begin, beyond_range_text(content, dtype_));
    if (keeps_tokens_) tokens_.push_back({content, 0});
    return value;
  }

  [[noreturn]] void fail_not_a_number(const Cell& cell, std::size_t column) const {
    const bool may_be_label = column == label_columns_ && !cell.content().empty();
    text_.fail(cell.begin, fmt::format("expected a number, found {}{}", cell_text(cell),
                                       may_be_label ? ": " + label_hint(label_columns_) : ""));
  }

  /// The first cell too many stands here.
  [[noreturn]] void fail_too_many() {
    const char* first = cells_.skip_blanks();
    std::size_t count = width_;
    do {
      cells_.take();
      ++count;
    } while (cells_.next());
    text_.fail(first, width_message(count));
  }

  /// A cell is missing here.
  [[noreturn]] void fail_width(std::size_t count) const { text_.fail(cells_.at(), width_message(count)); }

  [[noreturn]] void fail_no_numbers(std::size_t count) const {
    text_.fail(cells_.at(),
               fmt::format("expected a number behind the labels: the row has {}, and --label-columns is {}",
                           cells_text(count), label_columns_));
  }

  std::string width_message(std::size_t count) const {
    return fmt::format("the row has {}, the {} has {}", cells_text(count), has_header_ ? "header" : "first", width_);
  }

  const Text& text_;
  Cells cells_;
  Dtype dtype_;
  std::size_t label_columns_;
  bool keeps_tokens_;
  std::size_t width_ = 0;  ///< cells of each row with its labels; 0 before the first
  bool has_header_ = false;
  bool has_more_ = true;
  std::vector<T> values_;
  std::vector<std::string> labels_;
  std::vector<NumberToken> tokens_;
};

/// Elements in another shape have neither the rows that the labels name nor the columns that the header names.
void drop_names(CsvFrame& frame, std::vector<std::string>& notes) {
  const bool has_labels = !frame.labels.empty();
  if (!frame.has_header && !has_labels) return;
  notes.push_back(fmt::format("--shape changes the shape: {}{}{} left out", frame.has_header ? "the header" : "",
                              frame.has_header && has_labels ? " and " : "", has_labels ? "the labels" : ""));
  frame = CsvFrame{frame.delimiter, false, {}, {}};
}

class CsvReader : public Reader {
 public:
  CsvReader(Input input, const Options& options, Format format)
      : Reader(format), input_(std::move(input)), options_(options) {}

  std::optional<Document> next() override {
    if (was_read_) return std::nullopt;
    was_read_ = true;
    const Text text(input_.name(), input_.read_rest());
    return options_.dtype.value_or(Dtype::float64) == Dtype::float64 ? document<double>(text) : document<float>(text);
  }

  bool is_sequence() const override { return false; }

 private:
  template <Real T>
  Document document(const Text& text) const {
    CsvFrame frame;
    frame.delimiter = csv_delimiter(text, options_, format());
    const Cells cells(text, frame.delimiter);
    if (cells.is_empty()) fail("no tensor: the input is empty");

    Document document;
    document.dtype = options_.dtype.value_or(Dtype::float64);
    Rows<T> rows(text, cells, document.dtype, options_.label_columns, options_.digits);
    frame.has_header = has_csv_header(text, cells, options_);
    if (frame.has_header) {
      frame.header = rows.header();
      document.notes.push_back(csv_header_note(frame.header));
    }
    ParsingProgress parsing(*options_.progress, text);
    rows.rows(parsing);
    if (rows.values().empty())
      fail(
          "no tensor: the first line is taken for a header, and no row follows; --header no shows what is no number in "
          "it");

    frame.labels = std::move(rows.labels());
    document.shape = rows.shape();
    if (options_.shape) {
      Shape shape = reshaped(*options_.shape, rows.values().size());
      if (shape != document.shape) drop_names(frame, document.notes);
      document.shape = std::move(shape);
    }
    document.values = memory_source(std::move(rows.values()));
    if (options_.digits) document.print.emplace().numbers = printed_numbers(rows.tokens(), WholeNumbers::exact);
    document.frame = std::move(frame);
    return document;
  }

  [[noreturn]] void fail(const std::string& message) const {
    Place place;
    place.source = input_.name();
    throw Error(std::move(place), message);
  }

  Input input_;
  Options options_;
  bool was_read_ = false;
};

}  // namespace

std::unique_ptr<Reader> csv_reader(Input input, const Options& options, Format format) {
  return std::make_unique<CsvReader>(std::move(input), options, format);
}

}  // namespace softmax::read
