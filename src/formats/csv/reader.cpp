#include "formats/csv/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/csv/header.h"
#include "formats/csv/pieces.h"
#include "formats/gathering.h"
#include "io/pieces.h"
#include "text/digits.h"
#include "text/number.h"
#include "text/text.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {

std::string cells_text(std::size_t count) { return formatted("{} cell{}", count, count == 1 ? "" : "s"); }

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
    Cell last = cells_.take();
    for (; cells_.next(); last = cells_.take()) ++count;
    if (last.begin == last.end) header_hint_ = ", the last one empty";
    if (count <= label_columns_) fail_no_numbers(count);
    width_ = count;
    has_header_ = true;
    std::string header(line, cells_.at());
    has_more_ = cells_.next_line();
    return header;
  }

  void rows(ParsingProgress& parsing) {
    with_memory([&] { all_rows(parsing); }, [this] { return refused(); });
  }

  std::vector<T>& values() { return values_; }
  std::vector<std::string>& labels() { return labels_; }
  std::vector<NumberToken>& tokens() { return tokens_; }

  /// Cells of each row, with its labels.
  std::size_t width() const { return width_; }

 private:
  Error refused() const {
    double bytes = grown_size(values_, tokens_, labels_);
    for (const std::string& label : labels_) bytes += static_cast<double>(label.size());
    return memory_error(bytes, label_columns_ > 0 ? "the numbers and labels of the text" : "the numbers of the text",
                        text_.name());
  }

  void all_rows(ParsingProgress& parsing) {
    while (has_more_) {
      row();
      parsing.reach(cells_.at());
      has_more_ = cells_.next_line();
    }
    parsing.reach(text_.end());
  }

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
    const bool is_row_of_unknown_width = width_ == 0 || !header_hint_.empty();
    std::string hint = cell_hint(cell, cells_.end(), is_row_of_unknown_width);
    constexpr std::size_t longest_label = 1000;  // that somebody would want to pass through
    const std::string_view content = cell.content();
    const bool is_text = !content.empty() && content.size() <= longest_label && printable(content) == content;
    const bool may_be_label = column == label_columns_ && is_text;
    if (hint.empty() && may_be_label) hint = ": " + label_hint(label_columns_);
    text_.fail(cell.begin, formatted("expected a number, found {}{}", cell_text(cell), hint));
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
    text_.fail(cells_.at(), formatted("expected a number behind the labels: the row has {}, and --label-columns is {}",
                                      cells_text(count), label_columns_));
  }

  std::string width_message(std::size_t count) const {
    return formatted("the row has {}, the {} has {}{}", cells_text(count), has_header_ ? "header" : "first", width_,
                     count < width_ ? header_hint_ : "");
  }

  const Text& text_;
  Cells cells_;
  Dtype dtype_;
  std::size_t label_columns_;
  bool keeps_tokens_;
  std::size_t width_ = 0;  ///< cells of each row with its labels; 0 before the first
  bool has_header_ = false;
  std::string header_hint_;  ///< what may explain that it is longer than the rows
  bool has_more_ = true;
  std::vector<T> values_;
  std::vector<std::string> labels_;
  std::vector<NumberToken> tokens_;
};

/// The shape of a table whose rows have so many cells, labels among them.
Shape csv_shape(std::size_t elements, std::size_t width, std::size_t label_columns) {
  if (width == 1) return {elements};
  const std::size_t columns = width - label_columns;
  return {elements / columns, columns};
}

/// Elements in another shape have neither the rows that the labels name nor the columns that the header names.
void drop_names(CsvFrame& frame, std::vector<std::string>& notes) {
  const bool has_labels = !frame.labels.empty();
  if (!frame.has_header && !has_labels) return;
  notes.push_back(formatted("--shape changes the shape: {}{}{} left out", frame.has_header ? "the header" : "",
                            frame.has_header && has_labels ? " and " : "", has_labels ? "the labels" : ""));
  frame = CsvFrame{frame.delimiter, false, {}, {}};
}

class CsvReader : public Reader {
 public:
  CsvReader(Input input, const ReadOptions& options, Format format)
      : Reader(format), input_(std::move(input)), options_(options) {}

  std::optional<Document> next() override {
    if (was_read_) return std::nullopt;
    was_read_ = true;
    return options_.dtype.value_or(Dtype::float64) == Dtype::float64 ? document<double>() : document<float>();
  }

  bool is_sequence() const override { return false; }

 private:
  /// What a file is about, apart from where its numbers come from.
  template <Real T>
  struct Table {
    CsvFrame frame;
    std::vector<std::string> notes;
    Shape shape;
    std::vector<T> values;
    std::vector<NumberToken> tokens;
  };

  template <Real T>
  Document document() {
    TextPieces pieces(input_, '\n', options_.piece_size);
    std::optional<Table<T>> plain = plain_table<T>(pieces);
    if (plain) return document(std::move(*plain));
    const Text text(input_.name(), pieces.whole());
    return document(table<T>(text));
  }

  /// The document of a table, whose tokens stand in a text that is still there.
  template <Real T>
  Document document(Table<T> table) const {
    Document document;
    document.dtype = dtype();
    document.shape = std::move(table.shape);
    document.notes = std::move(table.notes);
    if (options_.shape) {
      Shape shape = reshaped(*options_.shape, table.values.size());
      if (shape != document.shape) drop_names(table.frame, document.notes);
      document.shape = std::move(shape);
    }
    document.values = memory_source(std::move(table.values));
    if (options_.digits) document.print.emplace().numbers = printed_numbers(table.tokens, WholeNumbers::exact);
    document.frame = std::move(table.frame);
    return document;
  }

  /// Reads a text of many rows of nothing but numbers, below a header or not. Nothing for any other.
  template <Real T>
  std::optional<Table<T>> plain_table(TextPieces& pieces) const {
    if (options_.label_columns > 0 || options_.digits || pieces.is_short()) return std::nullopt;
    const Text line(input_.name(), std::string(pieces.first_line()));
    if (!line.bytes().ends_with('\n') || line.bytes().find('"') != std::string_view::npos) return std::nullopt;
    Table<T> table;
    table.frame.delimiter = csv_delimiter(line, options_, format());
    const Cells cells(line, table.frame.delimiter);
    if (cells.is_empty()) return std::nullopt;

    std::size_t width = 0;
    try {
      if (has_csv_header(line, cells, options_)) {
        Rows<T> header(line, cells, dtype(), 0, false);
        take_header(header, table);
        width = header.width();
        pieces.skip(pieces.first_line().size());
      }
    } catch (const Error&) {
      return std::nullopt;  // read whole, it is met again
    }
    std::optional<PlainRows<T>> rows = read_plain_csv<T>(pieces, table.frame.delimiter, dtype(), options_.threads);
    if (!rows || (width > 0 && width != rows->columns)) return std::nullopt;
    table.shape = csv_shape(rows->values.size(), rows->columns, 0);
    table.values = std::move(rows->values);
    return table;
  }

  template <Real T>
  Table<T> table(const Text& text) const {
    Table<T> table;
    table.frame.delimiter = csv_delimiter(text, options_, format());
    const Cells cells(text, table.frame.delimiter);
    if (cells.is_empty()) fail("no tensor: the input is empty");

    Rows<T> rows(text, cells, dtype(), options_.label_columns, options_.digits);
    if (has_csv_header(text, cells, options_)) take_header(rows, table);
    ParsingProgress parsing(*options_.progress, text);
    rows.rows(parsing);
    if (rows.values().empty())
      fail(
          "no tensor: the first line is taken for a header, and no row follows; --header no shows what is no number in "
          "it");

    table.frame.labels = std::move(rows.labels());
    table.shape = csv_shape(rows.values().size(), rows.width(), options_.label_columns);
    table.values = std::move(rows.values());
    table.tokens = std::move(rows.tokens());
    return table;
  }

  template <Real T>
  static void take_header(Rows<T>& rows, Table<T>& table) {
    table.frame.has_header = true;
    table.frame.header = rows.header();
    table.notes.push_back(csv_header_note(table.frame.header));
  }

  Dtype dtype() const { return options_.dtype.value_or(Dtype::float64); }

  [[noreturn]] void fail(const std::string& message) const {
    Place place;
    place.source = input_.name();
    throw Error(std::move(place), message);
  }

  Input input_;
  ReadOptions options_;
  bool was_read_ = false;
};

}  // namespace

std::unique_ptr<Reader> csv_reader(Input input, const ReadOptions& options, Format format) {
  return std::make_unique<CsvReader>(std::move(input), options, format);
}

}  // namespace softmax::formats
