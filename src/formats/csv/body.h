#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// What the account says of comments: the first bytes of the first one, and the number of the others.
std::string comments_note(std::string_view first, std::size_t count);
}  // namespace softmax::formats
