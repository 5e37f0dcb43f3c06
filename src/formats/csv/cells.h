#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/dtype.h"
#include "formats/format.h"
#include "formats/gathering.h"
#include "formats/reader.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {
/// A cell as the text has it, without the blanks around it.
struct Cell {
  const char* begin;
  const char* end;

  /// The bytes without the quotes and the blanks inside them. Doubled quotes stay doubled.
  std::string_view content() const;
};

/// How an error message shows a cell: `"x y"`, "the byte 0x00", "an empty cell".
std::string cell_text(const Cell& cell);

/// Reads a number as CSV files have it: one in the syntax `plain`, after an optional '+'.
template <Real T>
NumberEnd read_cell_number(const char* first, const char* last, Dtype dtype, T& value) {
  if (first < last && *first == '+') {
    if (last - first > 1 && first[1] == '-') return {first, NumberStatus::not_a_number};
    ++first;
  }
  return scan_number(first, last, NumberSyntax::plain, dtype, value);
}

/// Whether a cell, quoted or not, holds a number and nothing else. The number may be beyond the range of float64.
bool is_number(const Cell& cell);

/// Walks over the cells of a text in order, row by row: the whole text, or a piece that ends after a line end. Lines of
/// blanks at the end are not rows. Cheap to copy: a copy looks ahead.
class RowWalker {
 public:
  /// A ' ' as the delimiter stands for runs of blanks; blanks around a row then mean nothing. A NUL must follow the
  /// text, which must outlive the walker.
  RowWalker(std::string_view text, char delimiter);

  /// Whether the text has nothing but blanks.
  bool is_empty() const { return begin_ == end_; }

  /// Whether lines of blanks follow the last row.
  bool ends_with_blank_lines() const;

  /// The position, and the end of the last row.
  const char* at() const { return at_; }
  const char* end() const { return end_; }

  bool at_line_end() const { return is_line_end(at_); }

  /// Moves over blanks; returns the position after them.
  const char* skip_blanks() { return at_ = after_blanks(at_); }

  /// Moves over the next cell if it is an unquoted number that the dtype has room for; otherwise moves over its blanks
  /// at most and returns false.
  template <Real T>
  bool take_number(Dtype dtype, T& value) {
    const char* first = skip_blanks();
    const char* last = read_short_decimal(first, end_, dtype, value);
    if (last == nullptr) {
      const NumberEnd number = read_cell_number(first, end_, dtype, value);
      if (number.status != NumberStatus::valid) return false;
      last = number.end;
    }
    return finish(last);
  }

  /// Moves over the next cell, quoted or not. Throws Error for a quote that is not closed, and for anything between the
  /// closing quote and the delimiter; `text` is the whole text that is walked over.
  Cell take(const Text& text);

  /// Moves from the end of a cell to the next cell of the row. Returns false, and stays, at the end of the row.
  bool next() {
    if (separates_by_blanks_) return !at_line_end();
    if (*at_ != delimiter_) return false;
    ++at_;
    return true;
  }

  /// Moves from the end of a row to the next row. Returns false, and stays, after the last one.
  bool next_row() {
    if (at_ == end_) return false;
    at_ = after_line_end(at_);
    return true;
  }

 private:
  // The byte at end_ is a line end or a NUL, so no check is needed before a comparison with a blank or a delimiter.
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }
  bool is_line_end(const char* p) const { return p == end_ || *p == '\n' || (*p == '\r' && p[1] == '\n'); }
  static const char* after_line_end(const char* p) { return p + (*p == '\r' ? 2 : 1); }
  const char* after_blanks(const char* p) const {
    while (is_blank(*p)) ++p;
    return p;
  }

  /// Moves over a cell if nothing but blanks follows `token_end` in it; otherwise returns false.
  bool finish(const char* token_end) {
    const char* after = after_blanks(token_end);
    const bool is_separated = *after == delimiter_ || (separates_by_blanks_ && after > token_end);
    if (!is_separated && !is_line_end(after)) return false;
    at_ = after;
    return true;
  }

  const char* begin_;
  const char* end_;
  const char* text_end_;
  const char* at_;
  char delimiter_;
  bool separates_by_blanks_;
};

/// The end of a message about a cell where a label may be meant instead of a number.
std::string label_hint(std::size_t label_columns);

/// The end of a message about a cell that is nearly a number: the line ends with a delimiter (only when the cell
/// `may_be_surplus`, because no other row says that a number belongs there), a carriage return alone does not end a
/// line, or a comma is not a decimal point. Empty for any other cell. `text_end` is the end of the text.
std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus);

/// The byte between the cells of a row: ReadOptions::delimiter; else a tab for tsv; else the first of tab, semicolon
/// and comma, in this order, that line 1 has outside quotes; else ' ' for runs of blanks.
char csv_delimiter(std::string_view text, const ReadOptions& options, Format format);

/// Whether the first line, where `walker` is, is a header: as ReadOptions::header says, else whether none of its cells
/// after the label columns is a number. Throws Error for a line of numbers and other cells, which names --header, and
/// for a header with control bytes, which show that the file is of another kind.
bool has_csv_header(const Text& text, const RowWalker& walker, const ReadOptions& options);

/// What the account says of a header: its first bytes, on one line.
std::string csv_header_note(std::string_view header);
}  // namespace softmax::formats
