#pragma once

#include <memory>

#include "formats/format.h"
#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {

/// Reads rows of numbers as one tensor: 1-D when every row is a single cell, else 2-D. The input is read whole. Header
/// and labels pass through in the document's CsvFrame, which is there always. `format` is csv or tsv.
std::unique_ptr<Reader> csv_reader(Input input, const ReadOptions& options, Format format);

}  // namespace softmax::formats
