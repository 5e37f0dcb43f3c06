#pragma once

#include <optional>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/printed/text.h"
#include "text/digits.h"

namespace softmax::formats {
/// Numbers in nested brackets, or one bare number, as a text spells them.
struct BracketedNumbers {
  Shape shape;
  std::vector<NumberToken> numbers;  ///< in row-major order
  bool has_commas = false;
  std::optional<Dtype> dtype;  ///< where the numbers name it: np.float32(0.5)
  const char* end = nullptr;   ///< after them
};

/// Reads the brackets, or the bare number, that start at `at`. Commas, blanks, line ends, or commas and these, separate
/// numbers and rows. Rows may be in parentheses inside brackets, and numbers inside the names of NumPy's scalars.
/// `print` is the start of the whole print (it decides what a '#' at the start of a line is). Throws Error for what is
/// no number, for a summarised or cut print, for ragged rows and for a rank beyond the largest.
BracketedNumbers read_brackets(const PrintText& text, const char* at, const char* print);

/// Whether the brackets at `at` contain numbers, or nothing, as far as their first element shows.
bool holds_numbers(const PrintText& text, const char* at);
}  // namespace softmax::formats
