#pragma once

#include <string_view>
#include <vector>

#include "core/print.h"

namespace softmax {
/// A number as a text spells it, times a common factor 10^power.
struct NumberToken {
  std::string_view text;
  long power = 0;
};

/// What an array without decimals holds: exact whole numbers, or numbers that look whole with NumPy's eight places.
enum class WholeNumbers { exact, to_eight_places };

/// The digits of an array of numbers, each of which scan_number can read. Every number has a unit: one in its last
/// printed place. In scientific notation the number itself shows this place. In fixed notation, let d be the maximum
/// number of decimals in the array and s that of significant figures. The unit of v, 10^e <= |v| < 10^(e+1), is the
/// larger of 10^-d and 10^(e+1-s): libraries pad to d decimals, or print s figures.
std::vector<PrintedNumber> printed_numbers(const std::vector<NumberToken>& tokens, WholeNumbers whole);
}  // namespace softmax
