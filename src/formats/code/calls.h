#pragma once

#include <vector>

#include "formats/code/functions.h"

// The functions of the table in functions.cpp that need more than a line.

namespace softmax::formats {
/// The first argument as an array: what a method is called on.
CodeValue subject(CodeCall& call);

/// The value with the dtype of the argument "dtype", if the call has one.
CodeValue with_dtype_argument(CodeCall& call, CodeValue value);

// Arrays from numbers (array_functions.cpp).

/// All elements of those sizes are the number.
CodeValue filled(CodeCall& call, const std::vector<long>& sizes, CodeValue number);

/// Sizes by place: PyTorch takes several numbers, NumPy one number or one tuple.
std::vector<long> sizes_of(CodeCall& call);

CodeValue array(CodeCall& call);
/// `Array(0.3, 0.9)`, R's `c(1, 2)`, Maxima's `matrix([1, 2], [3, 4])`: each argument is an element.
CodeValue array_of_arguments(CodeCall& call);
CodeValue full(CodeCall& call);
CodeValue eye(CodeCall& call);
CodeValue arange(CodeCall& call);
CodeValue linspace(CodeCall& call);
CodeValue python_float(CodeCall& call);

// Other shapes (shape_functions.cpp).

CodeValue same(CodeCall& call);
CodeValue reshape(CodeCall& call);
/// `np.reshape(x, (2, 2))`; without a module and with several sizes, as in Octave, MATLAB and Julia, the first index
/// runs fastest.
CodeValue reshape_call(CodeCall& call);
CodeValue view(CodeCall& call);
CodeValue flattened(CodeCall& call);
CodeValue all_transposed(CodeCall& call);
CodeValue matrix_transposed(CodeCall& call);
CodeValue permute(CodeCall& call);
CodeValue swapped(CodeCall& call);
CodeValue transpose(CodeCall& call);
CodeValue unsqueezed(CodeCall& call);
CodeValue squeezed(CodeCall& call);
CodeValue concatenate(CodeCall& call);
CodeValue stack(CodeCall& call);
}  // namespace softmax::formats
