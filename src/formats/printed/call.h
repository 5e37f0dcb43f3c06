#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/printed/text.h"
#include "text/digits.h"

namespace softmax::formats {

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

/// A tensor and where it ends.
struct PrintedCall {
  PrintedTensor tensor;
  const char* end;
};

/// Reads a call of a tensor's name, `tensor([1., 2.], dtype=torch.float64)` or `Tensor(shape=[2], …, [1., 2.])`, or
/// what some libraries put into angles, `<tf.Tensor: shape=(2,), dtype=float32, numpy=array(…)>`. `name` is the name in
/// the text, and the parenthesis or what the angle holds next stands at `at`. Nothing when the call holds no numbers as
/// they are: source code with variables, a symbolic tensor. Throws Error for numbers that can't be read, for a cut
/// print and for a shape that the print names and the numbers don't have.
std::optional<PrintedCall> read_call(const PrintText& text, std::string_view name, const char* at);

/// Throws Error at `at` when the numbers don't have the shape that stands beside them; numbers that are none take it.
void give_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor);

}  // namespace softmax::formats
