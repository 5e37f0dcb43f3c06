#pragma once

#include "formats/printed/forms.h"

namespace softmax::formats {
/// The form "list": numbers in brackets without a name, as NumPy's str() and Python's lists print them, and as MXNet
/// does with a line `<NDArray 2x2 @cpu(0)>` after them.
bool may_start_list(const PrintPlace& place);
PrintFound read_list(const PrintPlace& place);

/// The form "scalar": a number in the name of its type, `np.float64(0.5)`.
bool may_start_scalar(const PrintPlace& place);
PrintFound read_scalar(const PrintPlace& place);
}  // namespace softmax::formats
