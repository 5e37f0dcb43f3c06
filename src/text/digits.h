#pragma once

#include <string_view>
#include <vector>

#include "core/print.h"

namespace softmax {

/// A number as it stands in a text, times a common factor 10^power.
struct NumberToken {
  std::string_view text;
  long power = 0;
};

/// What an array without a single decimal holds: whole numbers, exactly, or numbers that NumPy's eight places show so.
enum class WholeNumbers { exact, to_eight_places };

/// The digits of an array of numbers, each of which read_number can read (a '+' may stand before it). Every number has
/// a unit, one in its last printed place. In scientific notation that is its own. In fixed notation, with d the most
/// decimals and s the most significant figures of the array, the unit of v, 10^e <= |v| < 10^(e+1), is the larger of
/// 10^-d and 10^(e+1-s): libraries pad, or print so many figures.
std::vector<PrintedNumber> printed_numbers(const std::vector<NumberToken>& tokens, WholeNumbers whole);

}  // namespace softmax
