#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/progress.h"
#include "io/pieces.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {

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

/// Behind the short decimal (text/number.h) that begins at `at`; nullptr when read_number has to read it.
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

/// Tells how far a text has been parsed, every so many bytes. Asking it costs a comparison.
class ParsingProgress {
 public:
  /// Nothing has been parsed. Both must outlive the object.
  ParsingProgress(Progress& progress, const Text& text)
      : progress_(progress), told_(text.begin()), due_(text.begin()), end_(text.end()) {
    progress.begin(Stage::parsing, text.bytes().size());
    schedule();
  }

  /// The text has been parsed up to here.
  void reach(const char* at) {
    if (at < due_) return;
    progress_.advance(Stage::parsing, static_cast<std::uint64_t>(at - told_));
    told_ = at;
    schedule();
  }

 private:
  void schedule() {
    constexpr std::ptrdiff_t stride = std::ptrdiff_t{1} << 18;
    due_ = told_ + std::min(stride, end_ - told_);
  }

  Progress& progress_;
  const char* told_;
  const char* due_;
  const char* end_;
};

}  // namespace softmax::formats
