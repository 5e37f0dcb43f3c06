#pragma once

#include "core/format.h"
#include "read/reader.h"
#include "read/text.h"

namespace softmax::read {

/// What stands between the cells of a row: Options::delimiter; else a tab for tsv; else the first of tab, semicolon and
/// comma, in this order, that line 1 has outside quotes; else ' ', which stands for runs of blanks. Throws Error for a
/// delimiter that could be part of a number or of the quoting.
char csv_delimiter(const Text& text, const Options& options, Format format);

}  // namespace softmax::read
