#pragma once

#include <memory>

#include "formats/format.h"
#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {

/// Reads tensors from JSON documents: json, one document after another, or jsonl, one on each line that is not blank.
/// json is read whole first, jsonl line by line as it arrives. With ReadOptions::keep, documents carry their JsonFrame.
/// `format` is json or jsonl. Throws Error for a malformed ReadOptions::pointer, or when the input cannot be read.
std::unique_ptr<Reader> json_reader(Input input, const ReadOptions& options, Format format);

}  // namespace softmax::formats
