#pragma once

#include <string>
#include <string_view>

#include "formats/csv/cells.h"
#include "formats/format.h"
#include "formats/reader.h"
#include "text/text.h"

namespace softmax::formats {

/// What stands between the cells of a row: ReadOptions::delimiter; else a tab for tsv; else the first of tab, semicolon
/// and comma, in this order, that line 1 has outside quotes; else ' ', which stands for runs of blanks. Throws Error
/// for a delimiter that could be part of a number or of the quoting.
char csv_delimiter(const Text& text, const ReadOptions& options, Format format);

/// Whether the first line is a header: as ReadOptions::header says, else whether none of its cells, label columns
/// aside, is a number. `cells` stand at the first line. Throws Error, naming --header, for a line that has numbers and
/// others, and for a header with control bytes, which a file of some other kind has.
bool has_csv_header(const Text& text, const Cells& cells, const ReadOptions& options);

/// What the account says of a header: its beginning, on one line.
std::string csv_header_note(std::string_view header);

}  // namespace softmax::formats
