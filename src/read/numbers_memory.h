#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/memory.h"

namespace softmax::read {

/// The bytes that some vectors take with another element each: one that is full takes twice as many then.
template <class... Elements>
double grown_size(const std::vector<Elements>&... gathered) {
  const auto grown = [](const auto& elements, std::size_t size) {
    const bool is_full = elements.size() == elements.capacity();
    return static_cast<double>(elements.capacity() * size) * (is_full ? 2 : 1);
  };
  return (0.0 + ... + grown(gathered, sizeof(Elements)));
}

/// The memory_error of a text's numbers that are gathered one by one in these vectors: what they need to go on.
template <class... Elements>
Error numbers_error(const std::string& source, const std::vector<Elements>&... gathered) {
  return memory_error(grown_size(gathered...), "the numbers of the text", source);
}

}  // namespace softmax::read
