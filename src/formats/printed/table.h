#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/printed/lines.h"
#include "formats/printed/text.h"
#include "text/decimal.h"

namespace softmax::formats {
/// A matrix as R prints it, or a frame as R and pandas print it.
struct Table {
  std::vector<std::string_view> labels;  ///< of the rows
  std::vector<NumberToken> numbers;      ///< in row-major order
  std::size_t columns = 0;
  bool is_indexed = false;       ///< R's `[,1]` or `[1,]`
  bool continues = false;        ///< a header ends with a backslash
  bool has_close_words = false;  ///< one blank before a name of a column, or before a number that has no minus sign
  bool has_close_minus = false;  ///< one blank before a number with a minus sign
  const char* begin = nullptr;
  const char* next = nullptr;  ///< the line after the table
};

/// Reads the table at a line with all blocks of its columns. Nothing if no table starts there.
///
/// A header is one cell shorter than the rows, because nothing is above their labels. So it starts to the right of the
/// first row's label; each number of that row ends in the column in which a word of the header ends, the last one with
/// the header; and a word is left before the numbers: the label. Rows of bare numbers fail this, because their first
/// line is as long as the others. A header of numbers alone (pandas counts columns without names) must
/// count 0, 1, 2, or from another number on where two blanks at least are before each number of the row, as pandas
/// leaves them; the label must then be no number or a whole one. R's `[,1] [,2]` needs no alignment, and rows that
/// start with `[1,]` need no header.
///
/// Once the first row is read, the others are read too or refused. Throws Error for a row that does not fit, for an
/// index that is not the next one, for blocks whose rows have other labels, and as take_cells.
std::optional<Table> read_table(const PrintText& text, const char* line);

/// Whether a header and a row with numbers, by the rule of read_table, start at a line.
bool begins_table(const PrintText& text, const char* line);

/// Whether a vector with names, as R prints it with a blank at the end of each line, starts at a line.
bool begins_named_vector(const PrintText& text, const char* line);
}  // namespace softmax::formats
