#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/gathering.h"
#include "io/pieces.h"
#include "text/decimal.h"
#include "text/number.h"
#include "text/text.h"
#include "text/utf8.h"

namespace softmax::formats {
/// Rows of numbers, all of the same length.
template <Real T>
struct PlainRows {
  std::size_t columns = 0;
  std::vector<T> values;
};

/// Reads rows of unquoted numbers, without labels and empty cells, piece by piece on several threads. Returns nothing
/// when there is no row, and as soon as the text has anything else, valid or not: Rows then reads it whole, with the
/// same result for texts that both can read. The pieces end after line feeds.
template <Real T>
std::optional<PlainRows<T>> read_plain_rows(TextPieces& pieces, char delimiter, Dtype dtype, unsigned threads) {
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
    if (walker.is_empty()) return true;
    do {
      const std::size_t before = piece.values.size();
      do {
        T value;
        if (!walker.take_number(dtype, value)) return false;
        piece.values.push_back(value);
      } while (walker.next());
      const std::size_t columns = piece.values.size() - before;
      if (piece.columns == 0) piece.columns = columns;
      if (piece.columns != columns) return false;
    } while (walker.next_row());
    return true;
  };

  PlainRows<T> rows;
  bool is_last = false;
  const auto append = [&](const Piece& piece) {
    if (piece.columns > 0) {
      if (is_last || (rows.columns > 0 && rows.columns != piece.columns)) return false;
      rows.columns = piece.columns;
      append_values(piece.values, piece.bytes, pieces, rows.values);
    }
    is_last = piece.is_last;
    return true;
  };
  if (!read_pieces<Piece>(pieces, threads, parse, append) || rows.columns == 0) return std::nullopt;
  return rows;
}

/// Reads the rows of a whole text, with a header, label columns and quoted cells. Throws Error, with the place, for
/// anything that is not a number in its place. The numbers are in one vector, row by row.
template <Real T>
class Rows {
 public:
  /// With `keeps_tokens`, the numbers are also kept as the text has them.
  Rows(const Text& text, RowWalker walker, Dtype dtype, std::size_t label_columns, bool keeps_tokens)
      : text_(text), walker_(walker), dtype_(dtype), label_columns_(label_columns), keeps_tokens_(keeps_tokens) {}

  /// Reads the header; returns its line without the end. It determines the number of cells of every row.
  std::string header() {
    const char* line = walker_.at();
    std::size_t count = 1;
    Cell last = walker_.take(text_);
    for (; walker_.next(); last = walker_.take(text_)) ++count;
    if (last.begin == last.end) header_hint_ = ", the last one empty";
    if (count <= label_columns_) fail_no_numbers(count);
    width_ = count;
    has_header_ = true;
    std::string header(line, walker_.at());
    has_more_ = walker_.next_row();
    return header;
  }

  /// Reads the rows that are left.
  void read(ParsingProgress& parsing) {
    const auto read_all = [&] {
      for (; has_more_; has_more_ = walker_.next_row()) {
        read_row();
        parsing.reach(walker_.at());
      }
    };
    with_memory(read_all, [this] { return refused(); });
    parsing.reach(text_.end());
  }

  std::vector<T>& values() { return values_; }
  std::vector<std::string>& labels() { return labels_; }
  std::vector<NumberToken>& tokens() { return tokens_; }

  /// The number of cells of each row, labels included.
  std::size_t width() const { return width_; }

 private:
  Error refused() const {
    double bytes = grown_size(values_, tokens_, labels_);
    for (const std::string& label : labels_) bytes += static_cast<double>(label.size());
    return memory_error(bytes, label_columns_ > 0 ? "the numbers and labels of the text" : "the numbers of the text",
                        text_.name());
  }

  void read_row() {
    const char* line = walker_.at();
    walker_.skip_blanks();
    if (walker_.at_line_end()) text_.fail_expecting(walker_.at(), "a number");
    if (label_columns_ > 0) take_labels(line);
    std::size_t column = label_columns_;
    do {
      if (width_ != 0 && column == width_) fail_too_many();
      T value;
      const bool is_plain = !keeps_tokens_ && walker_.take_number(dtype_, value);
      values_.push_back(is_plain ? value : number_of_cell(column));
      ++column;
    } while (walker_.next());
    if (width_ == 0) width_ = column;
    if (column < width_) fail_width(column);
  }

  void take_labels(const char* line) {
    for (std::size_t column = 0; column < label_columns_; ++column) {
      walker_.take(text_);
      if (walker_.next()) continue;
      if (width_ == 0) fail_no_numbers(column + 1);
      fail_width(column + 1);
    }
    labels_.emplace_back(line, walker_.at());
  }

  /// Reads any cell, or says what is wrong with it.
  T number_of_cell(std::size_t column) {
    T value;
    const Cell cell = walker_.take(text_);
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
    std::string hint = cell_hint(cell, walker_.end(), is_row_of_unknown_width);
    constexpr std::size_t longest_label = 1000;
    const std::string_view content = cell.content();
    const bool is_text = !content.empty() && content.size() <= longest_label && printable(content) == content;
    if (hint.empty() && column == label_columns_ && is_text) hint = ": " + label_hint(label_columns_);
    text_.fail(cell.begin, formatted("expected a number, found {}{}", cell_text(cell), hint));
  }

  /// The walker is at the first cell that is too many.
  [[noreturn]] void fail_too_many() {
    const char* first = walker_.skip_blanks();
    std::size_t count = width_;
    do {
      walker_.take(text_);
      ++count;
    } while (walker_.next());
    text_.fail(first, width_message(count));
  }

  /// The walker is where a cell is missing.
  [[noreturn]] void fail_width(std::size_t count) const { text_.fail(walker_.at(), width_message(count)); }

  [[noreturn]] void fail_no_numbers(std::size_t count) const {
    text_.fail(walker_.at(), formatted("expected a number after the labels: the row has {}, and --label-columns is {}",
                                       cells_text(count), label_columns_));
  }

  std::string width_message(std::size_t count) const {
    return formatted("the row has {}, the {} has {}{}", cells_text(count), has_header_ ? "header" : "first", width_,
                     count < width_ ? header_hint_ : "");
  }

  static std::string cells_text(std::size_t count) { return formatted("{} cell{}", count, count == 1 ? "" : "s"); }

  const Text& text_;
  RowWalker walker_;
  Dtype dtype_;
  std::size_t label_columns_;
  bool keeps_tokens_;
  std::size_t width_ = 0;  ///< the number of cells of each row, labels included; 0 before the first row
  bool has_header_ = false;
  std::string header_hint_;  ///< why the header may be longer than the rows
  bool has_more_ = true;
  std::vector<T> values_;
  std::vector<std::string> labels_;
  std::vector<NumberToken> tokens_;
};
}  // namespace softmax::formats
