#pragma once

#include <string>

#include <fmt/format.h>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/printed/forms.h"

namespace softmax::test {

/// "(2,) tensor rounded float64: 1.0000 2.5000": the shape, what the text says, and the numbers as they stand in it;
/// those under a common factor as 1.5@-2.
inline std::string shown(const formats::PrintedTensor& tensor) {
  std::string text = shape_text(tensor.shape);
  if (tensor.says_tensor) text += " tensor";
  if (tensor.is_print()) text += fmt::format(" by {}", tensor.printer->name);
  if (tensor.dtype) text += fmt::format(" {}", name(*tensor.dtype));
  text += ':';
  for (const NumberToken& number : tensor.numbers) {
    text += fmt::format(" {}", number.text);
    if (number.power != 0) text += fmt::format("@{}", number.power);
  }
  return text;
}

}  // namespace softmax::test
