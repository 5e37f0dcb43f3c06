#pragma once

#include <memory>
#include <string>

#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {

/// Reads the tensors of a printed text, one after another, whatever stands around them: prompts, names, comments,
/// source code. docs/formats.md lists the forms. The text is read and checked whole first. Throws Error for a text
/// without any tensor, for summarised, cut and ragged prints, and when the input can't be read.
std::unique_ptr<Reader> printed_reader(Input input, const ReadOptions& options, Format format);

/// The same for a text in memory; errors name it so.
std::unique_ptr<Reader> printed_reader(std::string name, std::string text, const ReadOptions& options);

}  // namespace softmax::formats
