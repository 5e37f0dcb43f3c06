#pragma once

#include <string>
#include <vector>

#include "core/memory.h"

namespace softmax::read {

/// The bytes of all elements of some vectors.
template <class... Elements>
double gathered_size(const std::vector<Elements>&... gathered) {
  return (0.0 + ... + static_cast<double>(gathered.size() * sizeof(Elements)));
}

/// The memory_error of a text's numbers that are gathered one by one in these vectors: at least what they hold by now.
template <class... Elements>
Error numbers_error(const std::string& source, const std::vector<Elements>&... gathered) {
  return memory_error(gathered_size(gathered...), "the numbers of the text", source);
}

}  // namespace softmax::read
