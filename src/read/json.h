#pragma once

#include <memory>

#include "core/format.h"
#include "read/input.h"
#include "read/reader.h"

namespace softmax::read {

/// Reads tensors from JSON documents: json, one document after another, or jsonl, one on each line that is not blank.
/// json is read whole first, jsonl line by line as it comes. With Options::keep, documents carry their JsonFrame.
/// `format` is json or jsonl. Throws Error for a malformed Options::pointer, or when the input can't be read.
std::unique_ptr<Reader> json_reader(Input input, const Options& options, Format format);

}  // namespace softmax::read
