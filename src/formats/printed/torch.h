#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Tensors as `print(tensor)` of PyTorch shows them on the CPU with its default options, except that the threshold is
/// infinite; with a precision, as after `torch.set_printoptions(precision=N, sci_mode=False)`. The text is
/// that of PyTorch 1.13, character for character. Holds a tensor until its end, because the width of a number depends
/// on all of them.
std::unique_ptr<Sink> torch_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
