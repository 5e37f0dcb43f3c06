#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/block.h"
#include "core/sink.h"
#include "formats/format.h"
#include "formats/reader.h"

namespace softmax::fuzz {

/// What came of reading some bytes: the tensors, all that is known of them beside their values, and the error that
/// ended it, if one did.
struct Reading {
  std::vector<Tensor> tensors;
  std::vector<Frame> frames;  ///< what stood around each
  formats::Format format = formats::Format::json;
  bool says_tensor = false;
  std::string documents;  ///< all of each document: shape, values, frame, notes, digits
  std::string error;      ///< with line and column; empty when the input ended

  bool operator==(const Reading& other) const { return documents == other.documents && error == other.error; }
};

/// Reads bytes to their end or to an error, from a file or from a pipe.
Reading read_file(std::string_view bytes, const formats::ReadOptions& options);
Reading read_pipe(std::string_view bytes, const formats::ReadOptions& options);

/// Throws Broken unless the text, cut into small pieces, from a file and from a pipe, gives what it gives whole;
/// returns that. The readers of plain text must not be told from those that read everything. Texts of even sizes are
/// shared by two threads: starting one takes longer than all the rest.
Reading read_every_way(std::string_view text, const formats::ReadOptions& options);

}  // namespace softmax::fuzz
