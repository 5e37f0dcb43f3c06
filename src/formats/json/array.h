#pragma once

#include <vector>

#include "core/block.h"
#include "core/dtype.h"
#include "core/shape.h"
#include "formats/gathering.h"
#include "formats/json/syntax.h"
#include "text/digits.h"

namespace softmax::formats {

/// The tensor that nested arrays of numbers, or a bare number, stand for.
struct JsonTensor {
  Shape shape;
  Values values;    ///< of the type that holds the dtype
  const char* end;  ///< behind it in the text
};

/// How an array is to be read.
struct JsonArrayOptions {
  Dtype dtype = Dtype::float64;
  bool allows_strings = false;  ///< "0.50" is a number, too: its digits stay whatever rewrites the document
  std::vector<NumberToken>* tokens = nullptr;  ///< where the numbers go as they stand in the text
  ParsingProgress* parsing = nullptr;          ///< is told of the numbers that have been read
};

/// Reads the nested arrays, or the number, that begin at `at`. Throws Error at the first token that cannot stand where
/// it does: what is no number, a number beyond the dtype, arrays nested deeper than the largest rank; and for ragged or
/// mixed nesting, which it names by its path: "[2][1] has 3 elements, its siblings have 4".
JsonTensor read_json_array(const JsonScanner& scanner, const char* at, const JsonArrayOptions& options);

}  // namespace softmax::formats
