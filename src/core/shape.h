#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace softmax {
/// The sizes of a tensor's dims, outermost first; empty for a 0-d tensor.
using Shape = std::vector<std::size_t>;

/// The maximum number of dims, the same as in NumPy.
inline constexpr std::size_t largest_rank = 32;

/// One coordinate for each dim.
using Index = std::vector<std::size_t>;

/// The maximum number of brackets in a tensor without elements. The product of the sizes other than 0, times the rank,
/// is about what a writer of brackets has to write, and a few bytes of input must not become gigabytes of output.
inline constexpr std::size_t maximum_empty_brackets = std::size_t{1} << 20;

/// The product of the sizes; 1 for rank 0. Throws Error when memory can't address that many, or when a tensor without
/// elements has more than maximum_empty_brackets brackets.
std::size_t element_count(const Shape& shape);

/// The coordinates of an element by its place in row-major order; place < element_count(shape).
Index index_of(std::size_t place, const Shape& shape);

/// The place of an element by its coordinates, each within its dim.
std::size_t place_of(const Index& index, const Shape& shape);

/// "(2, 3)", "(3,)", "()": as in Python.
std::string shape_text(const Shape& shape);

/// "[1,2]".
std::string index_text(const Index& index);
}  // namespace softmax
