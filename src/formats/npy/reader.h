#pragma once

#include <memory>

#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {

/// Reads .npy arrays, one after another; format version 1, 2 or 3
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Values of a regular file are read when
/// they are asked for, but sizes, what follows the array, and values that --dtype can't hold are checked before
/// next() returns it. The values of anything else stream by. A document's source must not outlive the reader.
std::unique_ptr<Reader> npy_reader(Input input, const ReadOptions& options, Format format);

}  // namespace softmax::formats
