#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/slices.h"

namespace softmax::explain {

/// The element that --explain names: one coordinate for each dim, negative ones count from the end. Throws Error that
/// names the shape and what is valid.
Index resolve(const std::vector<long>& coordinates, const Shape& shape);

/// The elements of the slice that an element stands in, as places in the tensor's row-major order, in that order.
/// `dims` are those normalised, sorted, none negative.
std::vector<std::size_t> slice_places(const Shape& shape, const std::vector<std::size_t>& dims, const Index& index);

/// "[:,0,0]": the index with a colon for each dim that is normalised.
std::string slice_text(const std::vector<std::size_t>& dims, const Index& index);

}  // namespace softmax::explain
