#pragma once

#include <algorithm>
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
#include "text/text.h"

namespace softmax::formats {
/// The bytes that some vectors take after another element each: a full one doubles.
template <class... Elements>
double grown_size(const std::vector<Elements>&... gathered) {
  const auto grown = [](const auto& elements, std::size_t size) {
    const bool is_full = elements.size() == elements.capacity();
    return static_cast<double>(elements.capacity() * size) * (is_full ? 2 : 1);
  };
  return (0.0 + ... + grown(gathered, sizeof(Elements)));
}

/// The memory_error when these vectors, which gather the numbers of a text one by one, cannot grow.
template <class... Elements>
Error numbers_error(const std::string& source, const std::vector<Elements>&... gathered) {
  return memory_error(grown_size(gathered...), "the numbers of the text", source);
}

/// Appends the values of a piece of `bytes` bytes to those before. The first call reserves room for the whole text,
/// when its size is known, from the density of the first piece: without copies, the values are in memory once.
template <Real T>
void append_values(const std::vector<T>& piece, std::size_t bytes, const TextPieces& pieces, std::vector<T>& values) {
  double count = static_cast<double>(values.size() + piece.size());
  const bool is_guess = pieces.size() > bytes;  // of the values in the whole text, from this piece
  if (is_guess) {
    const double parts = static_cast<double>(pieces.size()) / static_cast<double>(bytes);
    count = std::max(count, static_cast<double>(piece.size()) * parts);
  }
  constexpr double and_some = 1.0625;
  try {
    if (values.empty() && is_guess) values.reserve(static_cast<std::size_t>(count * and_some));
  } catch (const std::bad_alloc&) {  // a guess too high must not refuse what would fit
  } catch (const std::length_error&) {
  }
  with_memory([&] { values.insert(values.end(), piece.begin(), piece.end()); },
              [&] {
                return memory_error(is_guess ? "about" : "at least", count * sizeof(T), "the numbers of the text",
                                    pieces.name());
              });
}

/// Reports how far a text has been parsed, at intervals of some bytes. Most calls cost one comparison.
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
