#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Rows of numbers, for Format::csv and Format::tsv; a tensor of rank 1 has one number on each line. The header and the
/// labels of a CsvFrame are written byte for byte, or cell by cell where the delimiter changes; labels only if there is
/// one for each row. The file holds one tensor, of rank 1 or 2 and with elements (no text means no elements): begin
/// throws Error for any other and for a second one.
std::unique_ptr<Sink> csv_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
