#pragma once

#include "formats/printed/forms.h"

namespace softmax::formats {
/// The form "call": a call of a tensor's name, `tensor([1., 2.], dtype=torch.float64)` or
/// `Tensor(shape=[2], …, [1., 2.])`, or what some libraries put into angles,
/// `<tf.Tensor: shape=(2,), dtype=float32, numpy=array(…)>` (the place is the name). A call without numbers of its own
/// is no tensor: source code with variables, a symbolic tensor.
bool may_start_call(const PrintPlace& place);
PrintFound read_call(const PrintPlace& place);
}  // namespace softmax::formats
