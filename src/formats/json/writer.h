#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Nested arrays, each tensor with a line end after it. Format::json puts every innermost row on a line of its own,
/// indented by its depth; Format::jsonl puts each tensor on one line without blanks. A tensor of rank 0 is a bare
/// number, one without elements is on one line: [[],[]]. With WriteOptions::keep, a tensor that came with a
/// JsonFrame is written in it; in jsonl the line ends of the frame become blanks.
std::unique_ptr<Sink> json_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
