#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// NumPy's file format, one array after another: version 1.0, or 2.0 for a header beyond 65535 bytes; little-endian, C
/// order, values from a multiple of 64 bytes on. bfloat16, which NumPy lacks, is written as float32. Throws Error for
/// an output that is a terminal.
std::unique_ptr<Sink> npy_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
