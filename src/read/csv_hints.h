#pragma once

#include <string>

#include "read/csv_cells.h"

namespace softmax::read {

/// What an error adds on a cell that is nearly a number: that the line ends with a delimiter, for the empty cell behind
/// it when no other line says that a cell belongs there (`may_be_surplus`), that a carriage return alone ends no line,
/// and that a comma is no decimal point. Empty where nothing is known. `text_end` is the end of the text.
std::string cell_hint(const Cell& cell, const char* text_end, bool may_be_surplus);

}  // namespace softmax::read
