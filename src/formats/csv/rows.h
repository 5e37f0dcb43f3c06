#pragma once

#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/csv/columns.h"
#include "formats/csv/opening.h"
#include "formats/csv/spelling.h"
#include "formats/gathering.h"
#include "io/pieces.h"
#include "text/decimal.h"
#include "text/number.h"
#include "text/text.h"
#include "text/utf8.h"

namespace softmax::formats {
/// Gathers the cells that pass through of one row after another, as CsvFrame::labels has them.
class LabelGatherer {
 public:
  LabelGatherer(std::vector<std::string>& labels, char delimiter) : labels_(labels), delimiter_(delimiter) {}

  /// A cell passes through that starts at `begin`, with the blanks before it.
  void pass(const char* begin) {
    if (begin_ == nullptr) begin_ = begin;
  }

  /// A number follows at `at`.
  void end_before_number(const char* at) {
    if (begin_ != nullptr) labels_.emplace_back(std::exchange(begin_, nullptr), at);
  }

  /// The row ends at `at`.
  void end_row(const char* at) {
    if (begin_ != nullptr) labels_.push_back(delimiter_ + std::string(std::exchange(begin_, nullptr), at));
  }

 private:
  std::vector<std::string>& labels_;
  char delimiter_;
  const char* begin_ = nullptr;  ///< of the first of the cells
};

/// The numbers of rows, one row after another, and what passes through.
template <Real T>
struct PlainRows {
  std::size_t columns = 0;  ///< cells of each row
  std::vector<T> values;
  std::vector<std::string> labels;
};

/// The memory_error when what is gathered of the rows cannot grow.
template <Real T>
Error rows_error(const std::vector<T>& values, const std::vector<std::string>& labels, const std::string& source,
                 const std::vector<NumberToken>& tokens = {}) {
  double bytes = grown_size(values, tokens, labels);
  for (const std::string& label : labels) bytes += static_cast<double>(label.size());
  return memory_error(bytes, labels.empty() ? "the numbers of the text" : "the numbers and labels of the text", source);
}

/// Reads a row of numbers, or of numbers and other cells, all without quotes. Returns the number of cells; 0 for a row
/// that has anything else.
template <Real T>
std::size_t read_plain_row(RowWalker& walker, const Columns* columns, Dtype dtype, PlainRows<T>& rows) {
  std::size_t column = 0;
  if (columns == nullptr) {
    do {
      T value;
      if (!walker.take_number(dtype, value)) return 0;
      rows.values.push_back(value);
      ++column;
    } while (walker.next());
    return column;
  }
  LabelGatherer labels(rows.labels, walker.delimiter());
  do {
    if (column == columns->width()) return 0;
    const char* begin = walker.at();
    if (columns->are_numbers[column++]) {
      labels.end_before_number(begin);
      T value;
      if (!walker.take_number(dtype, value)) return 0;
      rows.values.push_back(value);
    } else {
      labels.pass(begin);
      if (!walker.take_unquoted()) return 0;
    }
  } while (walker.next());
  labels.end_row(walker.at());
  return column;
}

/// Reads rows of unquoted cells piece by piece on several threads: numbers, or numbers in these columns and anything in
/// others. Returns nothing when there is no row, and as soon as the text has anything else, valid or not: Rows then
/// reads it whole, with the same result for texts that both can read. The pieces end after line feeds.
template <Real T>
std::optional<PlainRows<T>> read_plain_rows(TextPieces& pieces, char delimiter, Dtype dtype, unsigned threads,
                                            const Columns* columns = nullptr) {
  struct Piece : PlainRows<T> {
    std::size_t bytes = 0;
    bool is_last = false;  ///< only blanks may follow
  };
  const auto parse = [&](std::string_view text, Piece& piece) {
    RowWalker walker(text, delimiter);
    piece.bytes = text.size();
    piece.is_last = walker.ends_with_blank_lines();
    piece.columns = 0;
    piece.values.clear();
    piece.labels.clear();
    if (walker.is_empty()) return true;
    do {
      const std::size_t cells = read_plain_row(walker, columns, dtype, piece);
      if (piece.columns == 0) piece.columns = cells;
      if (cells == 0 || piece.columns != cells) return false;
    } while (walker.next_row());
    return true;
  };

  PlainRows<T> rows;
  bool is_last = false;
  const auto append = [&](Piece& piece) {
    if (piece.columns > 0) {
      if (is_last || (rows.columns > 0 && rows.columns != piece.columns)) return false;
      rows.columns = piece.columns;
      append_values(piece.values, piece.bytes, pieces, rows.values);
      std::move(piece.labels.begin(), piece.labels.end(), std::back_inserter(rows.labels));
    }
    is_last = piece.is_last;
    return true;
  };
  const bool are_plain = with_memory([&] { return read_pieces<Piece>(pieces, threads, parse, append); },
                                     [&] { return rows_error(rows.values, rows.labels, pieces.name()); });
  if (!are_plain || rows.columns == 0) return std::nullopt;
  return rows;
}

/// Reads the rows of a whole text, with cells that pass through, missing numbers and quotes. Throws Error, with the
/// place, for anything that is not a number in its place. The numbers are in one vector, row by row.
template <Real T>
class Rows {
 public:
  /// `walker` is at the first row. With ReadOptions::digits, the numbers are also kept as the text has them.
  Rows(const Text& text, RowWalker walker, const Opening& opening, Dtype dtype, const ReadOptions& options)
      : text_(text), walker_(walker), opening_(opening), dtype_(dtype), options_(options) {}

  void read(ParsingProgress& parsing) {
    const auto read_all = [&] {
      do {
        read_row();
        is_first_row_ = false;
        parsing.reach(walker_.at());
      } while (walker_.next_row());
    };
    with_memory(read_all, [this] { return rows_error(values_, labels_, text_.name(), tokens_); });
    if (last_number_ == nullptr) fail_last_column();
    parsing.reach(text_.end());
  }

  std::vector<T>& values() { return values_; }
  std::vector<std::string>& labels() { return labels_; }
  std::vector<NumberToken>& tokens() { return tokens_; }

 private:
  std::size_t width() const { return opening_.columns.width(); }

  void read_row() {
    const char* begin = row_ = walker_.at();
    walker_.skip_blanks();
    if (walker_.at_line_end()) text_.fail_expecting(walker_.at(), "a number");
    LabelGatherer labels(labels_, walker_.delimiter());
    std::size_t column = 0;
    do {
      if (column == width()) fail_too_many();
      if (are_all_numbers_ || opening_.columns.are_numbers[column]) {
        if (!are_all_numbers_) labels.end_before_number(begin);
        T value;
        const bool is_plain = !options_.digits && walker_.take_number(dtype_, value);
        values_.push_back(is_plain ? value : number_of_cell(column));
        if (is_plain && column + 1 == width()) last_number_ = begin;
      } else {
        labels.pass(begin);
        walker_.take(text_);
        if (column + 1 == width()) last_number_ = begin;
      }
      ++column;
    } while (walker_.next() && ((begin = walker_.at()) != nullptr));
    if (!are_all_numbers_) labels.end_row(walker_.at());
    if (column < width()) text_.fail(walker_.at(), width_message(column));
  }

  /// Reads any cell, or says what is wrong with it.
  T number_of_cell(std::size_t column) {
    T value;
    const Cell cell = walker_.take(text_);
    const std::string_view content = cell.content();
    const char* last = content.data() + content.size();
    const NumberEnd number = read_cell_number(content.data(), last, dtype_, value);
    const bool is_number = number.status != NumberStatus::not_a_number && number.end == last;
    const bool is_missing_number = !is_number && options_.missing == Missing::nan && is_missing(content);
    if (!is_number && !is_missing_number) fail_not_a_number(cell, column);
    if (is_number && number.status == NumberStatus::beyond_range) {
      text_.fail(cell.begin, beyond_range_text(content, dtype_));
    }
    if (column + 1 == width() && cell.begin != cell.end) last_number_ = cell.begin;
    if (options_.digits) tokens_.push_back({is_number ? content : "nan", 0});
    return is_number ? value : std::numeric_limits<T>::quiet_NaN();
  }

  [[noreturn]] void fail_not_a_number(const Cell& cell, std::size_t column) const {
    const bool is_row_of_unknown_width = is_first_row_ && !opening_.has_header;
    const std::string found = formatted("expected a number, found {}", cell_text(cell));
    const std::string_view content = cell.content();
    if (column == 0 && content.starts_with('#') && spelling_hint(content).empty()) {
      text_.fail(cell.begin, formatted("{}{}", found, comment_hint));
    }
    const std::string hint = cell_hint(cell, walker_.end(), is_row_of_unknown_width || !opening_.header_hint.empty());
    if (!hint.empty()) text_.fail(cell.begin, found + hint);
    constexpr std::size_t longest_label = 1000;
    const bool is_text =
        content.size() <= longest_label && printable(content) == content && (column == 0 || !is_nearly_number(content));
    const std::string other_hint = is_text ? column_hint(column) : "";
    text_.fail(cell.begin, other_hint.empty() ? found : formatted("{}: {}", found, other_hint));
  }

  /// What to do about a word at a number's place.
  std::string column_hint(std::size_t column) const {
    if (is_first_row_ && opening_.has_header && !has_number_in_row()) {
      return "the line after the header has no numbers; a file has one header line";
    }
    const std::size_t labels = options_.label_columns.value_or(0);
    if (column == labels && !options_.columns) return label_hint(labels);
    return is_first_row_ && !opening_.has_header ? "" : "--columns LIST says which columns are numbers";
  }

  bool has_number_in_row() const {
    RowWalker row = walker_;
    row.move_to(row_);
    do {
      if (is_number(row.take(text_))) return true;
    } while (row.next());
    return false;
  }

  /// The walker is at the first cell that is too many.
  [[noreturn]] void fail_too_many() {
    const char* first = walker_.skip_blanks();
    std::size_t count = width();
    do {
      walker_.take(text_);
      ++count;
    } while (walker_.next());
    text_.fail(first, width_message(count));
  }

  /// Missing numbers are read as NaN, and the last column has nothing else.
  [[noreturn]] void fail_last_column() const {
    text_.fail(walker_.at(),
               "expected a number, found an empty cell at the end of every line: remove the delimiter before it");
  }

  std::string width_message(std::size_t count) const {
    const bool is_as_header = opening_.has_header && !opening_.lacks_cell;
    return formatted("the row has {}, the {} has {}{}", cells_text(count), is_as_header ? "header" : "first", width(),
                     count < width() ? opening_.header_hint : "");
  }

  const Text& text_;
  RowWalker walker_;
  const Opening& opening_;
  Dtype dtype_;
  const ReadOptions& options_;
  const bool are_all_numbers_ = opening_.columns.are_all();
  bool is_first_row_ = true;
  const char* row_ = nullptr;          ///< the start of the row
  const char* last_number_ = nullptr;  ///< a last cell of a row that is not empty
  std::vector<T> values_;
  std::vector<std::string> labels_;
  std::vector<NumberToken> tokens_;
};
}  // namespace softmax::formats
