#pragma once

#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax {

/// The bytes that values of this shape take in memory: 8 each in float64, 4 in float32 and in what is narrower. As a
/// double, since shapes may promise more than any size_t.
double memory_size(const Shape& shape, Dtype dtype);

/// A number of bytes with three digits and a decimal unit: "1.24 GB".
std::string bytes_text(double bytes);

/// "the tensor of shape (2, 3) in float64"; `noun` in the place of "tensor".
std::string tensor_text(std::string_view noun, const Shape& shape, Dtype dtype);

}  // namespace softmax
