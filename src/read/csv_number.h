#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/dtype.h"
#include "read/csv_cells.h"
#include "read/number.h"

namespace softmax::read {

/// Reads a number as CSV files have it: one of read_number's, and a '+' may stand before it.
template <Real T>
NumberEnd read_cell_number(const char* first, const char* last, Dtype dtype, T& value) {
  if (first < last && *first == '+') {
    if (last - first > 1 && first[1] == '-') return {first, NumberStatus::not_a_number};
    ++first;
  }
  return read_number(first, last, dtype, value);
}

/// Whether a cell, quoted or not, holds a number and nothing else.
inline bool is_number(const Cell& cell) {
  const std::string_view content = cell.content();
  const char* last = content.data() + content.size();
  double value;
  const NumberEnd number = read_cell_number(content.data(), last, Dtype::float64, value);
  return number.status != NumberStatus::not_a_number && number.end == last;
}

/// What an error says where a label may have been met for a number.
inline std::string label_hint(std::size_t label_columns) {
  return fmt::format("--label-columns N passes the first N columns through (N is {} now)", label_columns);
}

}  // namespace softmax::read
