#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "check/interval.h"
#include "core/print.h"

namespace softmax::check {
/// A number of an expected result, and to which place it is known.
struct ExpectedNumber : PrintedNumber {
  /// The place of an exact number: of a file without digits, a NaN, an infinity, a count.
  static constexpr int exact = std::numeric_limits<int>::min() / 2;

  int place = exact;      ///< its unit is 10^place
  int own_place = exact;  ///< the place of its own last digit, where `own-digits` may hold; else `place`

  bool is_exact() const { return place == exact; }

  /// The unit; 0 for an exact number.
  double unit() const;
};

/// The values within half a unit of a number's digits, to the double: a double is within half a unit if and only if the
/// interval contains it. An exact number has only itself. `whole` is the same for one unit. `own_half` uses own_place.
Interval half(const ExpectedNumber& number);
Interval own_half(const ExpectedNumber& number);
Interval whole(const ExpectedNumber& number);

/// The unit of own_place; 0 for an exact number.
double own_unit(const ExpectedNumber& number);

/// Whether a value of the interval is within half a unit of the digits, or is the double nearest to them:
/// meet(value, half(number)) or meet(value, point(number.value)), decided in doubles where they are sure.
bool meets_half(const ExpectedNumber& number, const Interval& value);
bool meets_own_half(const ExpectedNumber& number, const Interval& value);
bool meets_whole(const ExpectedNumber& number, const Interval& value);

/// The numbers of a result with their units, by the rules of docs/checking.md for the printer.
std::vector<ExpectedNumber> with_result_units(Print print);

/// One number that nobody printed next to others.
ExpectedNumber with_result_unit(PrintedNumber number);

/// How far the numbers of an input may be from the printed ones.
struct InputUnits {
  std::vector<double> half;   ///< as the printer of the input cuts numbers; empty: the inputs are exact
  std::vector<double> shown;  ///< half a unit of the last digit that is shown, whatever printed it; empty: no digits
  int decimals = 0;           ///< that are shown
};

/// The units of an input. How many places the result shows decides what a printer may have cut from its input:
/// `result_decimals`, the largest number of decimals in it; nothing where it has all its digits, as an .npy file has.
InputUnits input_units(const std::optional<Print>& input, std::optional<int> result_decimals);

/// The largest number of decimals in a print, those of mantissas included; 0 for none.
int shown_decimals(const std::vector<PrintedNumber>& numbers);
}  // namespace softmax::check
