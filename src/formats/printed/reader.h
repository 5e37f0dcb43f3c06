#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {
/// Reads the tensors of a printed text, one after another, whatever is around them: prompts, names, comments, source
/// code. docs/formats.md lists the forms. The whole text is read and checked first. Throws Error for a text without any
/// tensor, for summarised, cut and ragged prints, and if the input can't be read.
std::unique_ptr<Reader> printed_reader(Input input, const ReadOptions& options, Format format);

/// The same for a text in memory, which errors call `name`.
std::unique_ptr<Reader> printed_reader(std::string name, std::string text, const ReadOptions& options);

/// Whether the first bytes of a text look like a print (`[1 2]`, `tensor([1, 2])`, `x = [1, 2]`, `>>> x`, …), and not
/// like JSON or CSV.
bool looks_printed(std::string_view beginning);
}  // namespace softmax::formats
