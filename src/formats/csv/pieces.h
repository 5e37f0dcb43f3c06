#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/dtype.h"
#include "io/pieces.h"

namespace softmax::formats {

/// Rows of numbers, all of the same length.
template <Real T>
struct PlainRows {
  std::size_t columns = 0;
  std::vector<T> values;
};

/// Reads rows of unquoted numbers, without labels and empty cells, piece by piece on several threads. Gives nothing as
/// soon as the text turns out to be anything else, be it right or wrong, and when there is no row: it is then read
/// whole by the Rows of read/csv.cpp, which give the same for what both can read. The pieces end behind line feeds.
template <Real T>
std::optional<PlainRows<T>> read_plain_csv(TextPieces& pieces, char delimiter, Dtype dtype, unsigned threads);

}  // namespace softmax::formats
