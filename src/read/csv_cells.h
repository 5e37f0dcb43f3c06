#pragma once

#include <string>
#include <string_view>

#include "read/text.h"

namespace softmax::read {

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

}  // namespace softmax::read
