#pragma once

#include <string>
#include <vector>

#include "core/memory.h"

namespace softmax::read {

/// The memory_error of a text's numbers that are gathered one by one: what these vectors would need to grow.
template <class... Elements>
Error numbers_error(const std::string& source, const std::vector<Elements>&... gathered) {
  const double bytes = (0.0 + ... + (2.0 * static_cast<double>(gathered.capacity() * sizeof(Elements))));
  return memory_error(bytes, "the numbers of the text", source);
}

}  // namespace softmax::read
