#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Tensors as `print(tensor)` of PyTorch shows them on the CPU with its default options, but for the threshold, which
/// is infinite; with a precision, as after `torch.set_printoptions(precision=N, sci_mode=False)`. Character for
/// character that of PyTorch 1.13. Holds a tensor until its end, for the width of a number depends on all of them.
std::unique_ptr<Sink> torch_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
