#pragma once

#include <cstddef>
#include <vector>

#include "check/subject.h"
#include "core/shape.h"

namespace softmax::check {
/// Which of the tensors of a text is the result of a single input: a session shows more than that. Tensors of another
/// shape, the input itself, and code next to a print are passed over, as long as any is left; of several the last is
/// taken. `prints` is not empty. Returns the place in it.
std::size_t chosen_print(const std::vector<Expected>& prints, const Shape& shape, const std::vector<double>& input);
}  // namespace softmax::check
