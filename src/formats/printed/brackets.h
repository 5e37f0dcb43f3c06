#pragma once

#include <optional>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/printed/text.h"
#include "text/digits.h"

namespace softmax::formats {

/// Numbers in nested brackets, or one bare number, as they stand in a text.
struct BracketedNumbers {
  Shape shape;
  std::vector<NumberToken> numbers;  ///< in row-major order
  bool has_commas = false;
  std::optional<Dtype> dtype;  ///< where the numbers name it: np.float32(0.5)
  const char* end = nullptr;   ///< behind them
};

/// Reads the brackets, or the bare number, that begin at `at`. Numbers and rows may stand apart by commas, blanks, line
/// ends, or both; rows may be in parentheses inside brackets, numbers inside the names of NumPy's scalars. `print` is
/// where the whole print begins (it decides what a '#' at the begin of a line is). Throws Error for what is no number,
/// for a summarised or cut print, for ragged rows and for a rank beyond the largest.
BracketedNumbers read_brackets(const PrintText& text, const char* at, const char* print);

/// Whether the brackets at `at` hold numbers, or nothing, as far as their first element tells.
bool holds_numbers(const PrintText& text, const char* at);

}  // namespace softmax::formats
