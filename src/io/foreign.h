#pragma once

#include "io/input.h"

namespace softmax {
/// What an input should be: INPUT, another file with a tensor, or a case file. It decides what a message advises.
enum class Wanted { input, tensor_file, case_file };

/// Throws Error when the input starts as a file of another program does (gzip, .npz, HDF5, an HTML page), with the
/// command that converts it. No text that is read and no .npy starts like that.
void refuse_foreign(Input& input, Wanted wanted);
}  // namespace softmax
