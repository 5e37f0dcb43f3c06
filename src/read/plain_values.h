#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <new>
#include <stdexcept>
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

/// Room for so many values, if there is: a guess that is refused must not refuse what would fit.
template <Real T>
void try_to_reserve(std::size_t room, std::vector<T>& values) {
  try {
    values.reserve(room);
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {
  }
}

/// Appends the values of a piece of `bytes` bytes to those before. At first makes room for all that are to come, when
/// the size of the whole text is known and it goes on as it begins: without copies, memory holds them once.
template <Real T>
void append_values(const std::vector<T>& piece, std::size_t bytes, const TextPieces& pieces, std::vector<T>& values) {
  double count = static_cast<double>(values.size() + piece.size());
  const bool is_guess = pieces.size() > bytes;  // from this piece on what the whole text holds
  if (is_guess) {
    const double parts = static_cast<double>(pieces.size()) / static_cast<double>(bytes);
    count = std::max(count, static_cast<double>(piece.size()) * parts);
  }
  constexpr double and_some = 1.0625;
  if (values.empty() && is_guess) try_to_reserve(static_cast<std::size_t>(count * and_some), values);
  with_memory([&] { values.insert(values.end(), piece.begin(), piece.end()); },
              [&] {
                return memory_error(is_guess ? "about" : "at least", count * sizeof(T), "the numbers of the text",
                                    pieces.name());
              });
}

}  // namespace softmax::read
