#pragma once

#include <memory>

#include "core/sink.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::formats {

/// Tensors as `print(repr(array))` of NumPy shows them with its default options, except that the threshold is
/// infinite; with a precision, as after `numpy.set_printoptions(precision=N, floatmode='fixed', suppress=True)`.
/// The text is that of NumPy 1.24, character for character. bfloat16, which NumPy lacks, is shown as float32. Holds a
/// tensor until its end, because the width of a number depends on all of them.
std::unique_ptr<Sink> numpy_writer(Output& output, const WriteOptions& options);

}  // namespace softmax::formats
