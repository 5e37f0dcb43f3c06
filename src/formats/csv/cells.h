#pragma once

#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/formatted.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {

/// A cell as it stands in the text, without the blanks around it.
struct Cell {
  const char* begin;
  const char* end;

  /// What is in it: without its quotes and the blanks inside them. Doubled quotes stay doubled.
  std::string_view content() const;
};

/// How an error message shows a cell: `"x y"`, "the byte 0x00", "an empty cell".
std::string cell_text(const Cell& cell);

/// Walks over the cells of a text from the first to the last, line by line. Lines of blanks at the end of the text are
/// left out. Cheap to copy: a copy looks ahead.
class Cells {
 public:
  /// A ' ' as the delimiter stands for runs of blanks, and blanks around a line then mean nothing. The text must
  /// outlive the walk.
  Cells(const Text& text, char delimiter);

  /// Nothing but blanks in the whole text.
  bool is_empty() const { return begin_ == end_; }

  /// Where the walk stands, and where its text ends.
  const char* at() const { return at_; }
  const char* end() const { return end_; }

  /// Moves over blanks; gives the first byte behind them.
  const char* skip_blanks() { return at_ = behind_blanks(at_); }

  /// Whether the line ends here.
  bool at_line_end() const { return is_line_end(at_); }

  /// Moves behind the cell if it ends, but for blanks, at `token_end`; else stays. For callers that have read it.
  bool finish(const char* token_end) {
    const char* behind = behind_blanks(token_end);
    const bool is_separated = separates_by_blanks_ ? behind > token_end : *behind == delimiter_;
    if (!is_line_end(behind) && !(is_separated && behind < end_)) return false;
    at_ = behind;
    return true;
  }

  /// The cell that begins here, quoted or not; moves behind it. Throws Error for a quote that is not closed, and for
  /// anything between the closing quote and the delimiter.
  Cell take();

  /// From behind a cell to the next one of the line; false, without a move, at the end of the line.
  bool next() {
    if (at_line_end()) return false;
    if (!separates_by_blanks_) ++at_;
    return true;
  }

  /// From the end of a line to the next line; false at the end of the text.
  bool next_line();

 private:
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }
  bool is_line_end(const char* p) const { return p == end_ || *p == '\n' || (*p == '\r' && p[1] == '\n'); }
  const char* behind_blanks(const char* p) const {
    while (p < end_ && is_blank(*p)) ++p;
    return p;
  }
  const char* closing_quote(const char* opening) const;

  const Text* text_;
  char delimiter_;
  bool separates_by_blanks_;
  const char* begin_;
  const char* end_;
  const char* at_;
};

/// Reads a number as CSV files have it: one of read_number's, and a '+' may stand before it.
template <Real T>
NumberEnd read_cell_number(const char* first, const char* last, Dtype dtype, T& value) {
  if (first < last && *first == '+') {
    if (last - first > 1 && first[1] == '-') return {first, NumberStatus::not_a_number};
    ++first;
  }
  return read_number(first, last, dtype, value);
}

/// Whether a cell, quoted or not, holds a number and nothing else.
inline bool is_number(const Cell& cell) {
  const std::string_view content = cell.content();
  const char* last = content.data() + content.size();
  double value;
  const NumberEnd number = read_cell_number(content.data(), last, Dtype::float64, value);
  return number.status != NumberStatus::not_a_number && number.end == last;
}

/// What an error says where a label may have been met for a number.
inline std::string label_hint(std::size_t label_columns) {
  return formatted("--label-columns N passes the first N columns through (N is {} now)", label_columns);
}

/// What an error adds on a cell that is nearly a number: that the line ends with a delimiter, for the empty cell behind
/// it when no other line says that a cell belongs there (`may_be_surplus`), that a carriage return alone ends no line,
/// and that a comma is no decimal point. Empty where nothing is known. `text_end` is the end of the text.
std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus);

}  // namespace softmax::formats
