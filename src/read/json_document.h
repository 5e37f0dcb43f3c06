#pragma once

#include <optional>

#include "core/shape.h"
#include "read/json_pointer.h"
#include "read/json_syntax.h"

namespace softmax::read {

/// The "shape" that stands beside "data".
struct JsonShape {
  const char* begin;  ///< its bracket in the text
  Shape sizes;
};

/// Where the tensor of a JSON document stands.
struct JsonTensorPlace {
  const char* tensor;        ///< its first byte; what follows has not been checked to be a tensor
  const char* document_end;  ///< nullptr: the tensor is the whole document, and nothing of it has been checked
  std::optional<JsonShape> shape;
};

/// Finds the tensor in the document that begins at `at`: the document itself, or what `pointer` leads to. In an object
/// that is "data" where it has "shape" and "data", else, without a pointer, the one direct member that is an array of
/// numbers, or failing that an array of nothing. Of members with one name the last is meant. Throws Error for malformed
/// JSON around the tensor, and where there is no tensor to choose or more than one.
JsonTensorPlace find_json_tensor(const JsonScanner& scanner, const char* at, const std::optional<JsonPointer>& pointer);

}  // namespace softmax::read
