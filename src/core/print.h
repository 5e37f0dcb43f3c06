#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"

namespace softmax {
/// How a program shortens the numbers that it prints.
enum class Rounding {
  fixed,     ///< always as many decimals
  trimmed,   ///< the fewest decimals that show the values, at most `digits`; zeros at the end are dropped or padded
  figures,   ///< significant figures, at most `digits`; zeros at the end are dropped
  common,    ///< significant figures of the number that needs most, then as many decimals for all of a column
  own,       ///< each number to a last place of its own
  shortest,  ///< as many digits as identify the value in its type
  by_hand,   ///< nothing is known
};

/// A program or library that prints tensors.
struct Printer {
  std::string_view name;
  Rounding rounding;
  int digits;                  ///< decimals (fixed, trimmed) or figures (figures, common) by default; else 0
  std::optional<Dtype> dtype;  ///< of its numbers, if it has only one
};

/// Lists with commas in prose, JSON and CSV; also source code.
inline constexpr Printer by_hand{"hand", Rounding::by_hand, 0, {}};

/// A number of a text with its digits.
struct PrintedNumber {
  std::string text;  ///< the digits as printed
  double value = 0;  ///< the double nearest to the digits times the common factor
  long power = 0;    ///< the common factor is 10^power
};

/// The digits of a tensor that was read from a text, next to its values.
struct Print {
  std::vector<PrintedNumber> numbers;  ///< in row-major order
  const Printer* printer = &by_hand;
  /// The number of columns that each have decimals of their own: element i is in column i % columns. 1: the decimals
  /// are those of the whole print.
  std::size_t columns = 1;
  std::optional<Dtype> dtype;  ///< where the text names one
  bool says_tensor = false;    ///< the text has the word `tensor`, as PyTorch prints it
  bool shows_rank = true;      ///< false: rows of bare numbers look the same for (n,), (1, n) and (n, 1)
};
}  // namespace softmax
