#pragma once

#include <memory>

#include "formats/format.h"
#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {

/// Reads rows of numbers as one tensor: 1-D when every row is a single cell, else 2-D. The document always has a
/// CsvFrame, in which header and labels pass through. `format` is csv or tsv.
std::unique_ptr<Reader> csv_reader(Input input, const ReadOptions& options, Format format);

}  // namespace softmax::formats
