#pragma once

#include "read/input.h"

namespace softmax::read {

/// Throws Error where the input begins as gzip, zip (.npz and .pt are), zstd, xz or bzip2 do, with the command that
/// unpacks it. No text and no .npy begins so.
void refuse_packed(Input& input);

}  // namespace softmax::read
