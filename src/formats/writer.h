#pragma once

#include "core/sink.h"
#include "formats/format.h"
#include "io/output.h"

namespace softmax::formats {
/// How NaN, Infinity and -Infinity are written in JSON: by the names of Python's json, as null, or as strings.
enum class Nonfinite { literal, null, text };

/// How results are to be written.
struct WriteOptions {
  Format format = Format::json;
  std::optional<int> precision = {};  ///< digits after the point, >= 0; else as many as the format has; npy has none
  Nonfinite nonfinite = Nonfinite::literal;
  bool keep = false;                   ///< JSON: with what was around the tensor in its document
  std::optional<char> delimiter = {};  ///< of csv and tsv; else tab for tsv, and for csv the input's or a comma
};

/// A writer of the format onto the output, for any number of tensors; it leaves Output::finish() to the caller. The
/// output, and the frame of each tensor until its end, must outlive it. Throws Error when the format can't go there:
/// npy to a terminal. A writer throws Error for a tensor that its format can't hold, at its begin.
std::unique_ptr<Sink> open_writer(Output& output, const WriteOptions& options);
}  // namespace softmax::formats
