#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dtype.h"
#include "core/memory.h"
#include "read/short_decimal.h"
#include "read/text_pieces.h"

namespace softmax::read {

/// Behind the short decimal (read/short_decimal.h) that begins at `at`; nullptr when read_number has to read it.
template <Real T>
const char* read_plain_number(const char* at, const char* last, Dtype dtype, T& value) {
  const bool is_rounded_twice = std::same_as<T, float> && dtype != Dtype::float32;
  return is_rounded_twice ? nullptr : read_short_decimal(at, last, value);
}

/// Appends the values of a piece of `bytes` bytes to those before. At first makes room for all that are to come, when
/// the size of the whole text is known and it goes on as it begins: without copies, memory holds them once.
template <Real T>
void append_values(const std::vector<T>& piece, std::size_t bytes, const TextPieces& pieces, std::vector<T>& values) {
  const std::uint64_t whole = pieces.size();
  std::size_t room = std::max(2 * values.capacity(), values.size() + piece.size());
  if (values.empty() && whole > bytes) {
    const double count = static_cast<double>(whole) / static_cast<double>(bytes);
    constexpr double and_some = 1.0625;
    room = static_cast<std::size_t>(static_cast<double>(piece.size()) * count * and_some);
  }
  with_memory(
      [&] {
        if (values.size() + piece.size() > values.capacity()) values.reserve(room);
        values.insert(values.end(), piece.begin(), piece.end());
      },
      [&] { return memory_error(static_cast<double>(room * sizeof(T)), "the numbers of the text", pieces.name()); });
}

}  // namespace softmax::read
