#pragma once

#include <memory>

#include "core/format.h"
#include "read/input.h"
#include "read/reader.h"

namespace softmax::read {

/// Reads rows of numbers as one tensor: 1-D when every row is a single cell, else 2-D. The input is read whole. Header
/// and labels pass through in the document's CsvFrame, which is there always. `format` is csv or tsv.
std::unique_ptr<Reader> csv_reader(Input input, const Options& options, Format format);

}  // namespace softmax::read
