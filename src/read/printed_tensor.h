#pragma once

#include <optional>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "read/digits.h"

namespace softmax::read {

/// A tensor as it stands in a text.
struct PrintedTensor {
  Shape shape;
  std::vector<NumberToken> numbers;  ///< in row-major order
  std::optional<Dtype> dtype;        ///< where the text names one
  bool says_tensor = false;          ///< it says `tensor`, as PyTorch does
  bool is_rounded = false;           ///< a library printed it; else it is source code or a list with commas: exact
  bool is_eight_places = false;      ///< printed as NumPy does, to eight places
  const char* begin = nullptr;       ///< where errors about the whole of it point
};

}  // namespace softmax::read
