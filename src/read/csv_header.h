#pragma once

#include <string>
#include <string_view>

#include "read/csv_cells.h"
#include "read/reader.h"
#include "read/text.h"

namespace softmax::read {

/// Whether the first line is a header: as Options::header says, else whether none of its cells, label columns aside, is
/// a number. `cells` stand at the first line. Throws Error, naming --header, for a line that has numbers and others,
/// and for a header with control bytes, which a file of some other kind has.
bool has_csv_header(const Text& text, const Cells& cells, const Options& options);

/// What the account says of a header: its beginning, on one line.
std::string csv_header_note(std::string_view header);

}  // namespace softmax::read
