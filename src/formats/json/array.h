#pragma once

#include <optional>
#include <vector>

#include "core/block.h"
#include "core/dtype.h"
#include "core/shape.h"
#include "formats/gathering.h"
#include "formats/json/syntax.h"
#include "io/pieces.h"
#include "text/decimal.h"

namespace softmax::formats {
/// The tensor that nested arrays of numbers, or a bare number, represent.
struct JsonTensor {
  Shape shape;
  Values values;    ///< of the type that holds the dtype
  const char* end;  ///< after it in the text
};

/// How an array is to be read.
struct JsonArrayOptions {
  Dtype dtype = Dtype::float64;
  bool allows_strings = false;  ///< "0.50" is a number, too: programs that rewrite the document keep its digits
  std::vector<NumberToken>* tokens = nullptr;  ///< receives the numbers as the text spells them
  ParsingProgress* parsing = nullptr;          ///< receives how far the text has been read
};

/// Reads the nested arrays, or the number, that start at `at`. Throws Error at the first token that does not fit: one
/// that is no number, a number beyond the dtype, arrays nested deeper than the largest rank, and ragged or mixed
/// nesting, named by its path: "[2][1] has 3 elements, its siblings have 4".
JsonTensor read_json_array(const JsonScanner& scanner, const char* at, const JsonArrayOptions& options);

/// Reads a JSON document that consists of nested arrays of numbers alone, piece by piece on several threads. Returns
/// nothing as soon as the text turns out to be anything else, right or wrong: it is then read whole by read_json_array,
/// which returns the same for what both can read. The pieces end after commas.
std::optional<Tensor> read_plain_json(TextPieces& pieces, Dtype dtype, unsigned threads);
}  // namespace softmax::formats
