#pragma once

#include <string_view>

#include "io/input.h"

namespace softmax {

/// Throws Error where a text begins as UTF-16 does: texts are UTF-8, and its byte order marks are no part of any.
void refuse_utf16(Input& input);

/// Throws Error where a text begins with a zero, which none does; `expected` is what should stand there. A device that
/// gives zeros gives them for ever: it is not read to its end to be told so.
void refuse_zeros(Input& input, std::string_view expected);

/// Throws Error where the input begins as gzip, zip (.npz and .pt are), zstd, xz or bzip2 do, with the command that
/// unpacks it. No text and no .npy begins so.
void refuse_packed(Input& input);

}  // namespace softmax
