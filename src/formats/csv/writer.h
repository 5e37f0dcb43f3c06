#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Rows of numbers, for Format::csv and Format::tsv; a tensor of rank 1 as one number a line. The header and the labels
/// of a CsvFrame go out byte for byte, or, where the delimiter changes, cell for cell; labels only when there is one
/// for each row. The file holds one tensor, of rank 1 or 2 and with elements (no text stands for none): begin throws
/// Error for any other and for a second one.
std::unique_ptr<Sink> csv_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
