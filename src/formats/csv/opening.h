#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/cells.h"
#include "formats/csv/columns.h"
#include "formats/format.h"
#include "formats/reader.h"
#include "text/text.h"

namespace softmax::formats {
/// What a line before the first row may be: a comment as numpy.savetxt and Octave write it (`# ` and anything), or
/// Excel's `sep=;`, which names the delimiter.
enum class LineKind { row, comment, delimiter };
LineKind kind_of_line(std::string_view line);

/// Whether lines may be comments: a label can start with `# `, too.
bool may_have_comments(const ReadOptions& options);

/// The part of a text with its header and rows, and what is before and after it.
struct Body {
  std::string_view text;
  std::vector<std::string_view> comments;  ///< lines with their ends
  std::optional<char> delimiter;           ///< that `sep=` names
};

/// Throws Error for what Octave saves as something else than a matrix.
Body body_of(const Text& text, const ReadOptions& options);

/// The byte between the cells of a row: ReadOptions::delimiter; else a tab for tsv; else the first of tab, semicolon
/// and comma, in this order, that line 1 has outside quotes; else ' ' for runs of blanks. Where --header yes takes an
/// empty line, the next line is line 1.
char csv_delimiter(std::string_view text, const ReadOptions& options, Format format);

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

/// What the account says of a header, and of comments: their first bytes, on one line.
std::string csv_header_note(std::string_view header);
std::string comments_note(std::string_view first, std::size_t count);
}  // namespace softmax::formats
