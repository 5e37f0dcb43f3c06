#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/cells.h"
#include "formats/csv/columns.h"
#include "formats/reader.h"
#include "text/text.h"

namespace softmax::formats {
/// The first lines of a table: the header, if there is one, and which cells of the rows are numbers.
struct Opening {
  bool has_header = false;
  std::string header;       ///< the first line, without its end
  std::string header_hint;  ///< why the header may be longer than the rows, for a message
  bool lacks_cell = false;  ///< the header is one cell shorter than the rows
  bool has_rows = true;
  Columns columns;
  std::vector<std::string> notes;
};

/// Understands the first line, where `walker` is, and looks at the rows as far as their meaning depends on them. A
/// header is what ReadOptions::header says, else a first line of names. Throws Error for a first line that could be
/// either or is neither, and for a column that could be an index or numbers; the messages name the options that decide.
/// Afterwards `walker` is at the first row, if there is one.
Opening opening_of(const Text& text, RowWalker& walker, const ReadOptions& options);

/// The opening of a table whose rows are not at hand; `line` has its first line. Returns nothing when the rows are
/// needed to understand it.
std::optional<Opening> opening_of_line(const Text& line, RowWalker& walker, const ReadOptions& options);

/// What the account says of a header: its first bytes, on one line.
std::string csv_header_note(std::string_view header);
}  // namespace softmax::formats
