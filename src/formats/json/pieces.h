#pragma once

#include <optional>

#include "core/block.h"
#include "core/dtype.h"
#include "io/pieces.h"

namespace softmax::formats {

/// Reads a JSON document that is nothing but nested arrays of numbers, of one rank and without an empty one, piece by
/// piece on several threads. Gives nothing as soon as the text turns out to be anything else, be it right or wrong: it
/// is then read whole by read_json_array, which gives the same for what both can read. The pieces end behind commas.
std::optional<Tensor> read_plain_json(TextPieces& pieces, Dtype dtype, unsigned threads);

}  // namespace softmax::formats
