#pragma once

#include <string_view>

#include "formats/format.h"
#include "formats/reader.h"
#include "io/input.h"

namespace softmax::formats {
/// The format to read an input in: ReadOptions::format; else npy when it begins as such a file does; else what the
/// ending of its name says; else what its first bytes look like. Takes nothing from the input. Throws Error when it
/// can't be read.
Format detect(Input& input, const ReadOptions& options);

/// What the first bytes of a text look like, a byte order mark and blanks aside: json for an array or object, text for
/// what libraries print (`[1 2]`, `tensor([1, 2])`, `x = [1, 2]`, `>>> x`, …), csv for everything else.
Format format_of_content(std::string_view beginning);
}  // namespace softmax::formats
