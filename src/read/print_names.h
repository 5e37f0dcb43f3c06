#pragma once

#include <optional>
#include <string_view>

#include "core/dtype.h"

// The names that libraries give to what they print.
namespace softmax::read {

/// "softmax" of "F.softmax".
std::string_view last_component(std::string_view name);

/// Whether a call of that name is a tensor: `tensor`, `np.array`, `tf.Tensor`, `DeviceArray`, …
bool is_tensor_name(std::string_view name);

/// Whether a call of a tensor's name is what a library prints, and not the source code that makes one: `tensor`,
/// `array`, `tf.Tensor`; not `torch.tensor`.
bool is_printed_name(std::string_view name);

/// Whether a call of that name is a single number: `np.float64`.
bool is_scalar_name(std::string_view name);

/// Whether numbers in brackets behind that name are sizes or dims and no tensor: `torch.Size`, `shape`, `reshape`.
bool is_size_name(std::string_view name);

/// Whether that keyword's value is a print's data: `numpy`, `data`.
bool is_data_name(std::string_view name);

/// The dtype that a text such as `torch.float16`, `<dtype: 'float32'>` or `torch.cuda.DoubleTensor` names, if it is one
/// of ours.
std::optional<Dtype> dtype_in(std::string_view text);

/// Whether a text names a type whose values are no real numbers: `complex64`, `object`.
bool is_foreign_dtype(std::string_view text);

}  // namespace softmax::read
