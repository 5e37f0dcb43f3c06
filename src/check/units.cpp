#include "check/units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "text/decimal.h"

namespace softmax::check {
namespace {
/// No double distinguishes a number with a finer place from an exact one.
constexpr int finest_place = -400;

/// `own-digits` is not for prints with longer numbers: nobody writes those by hand.
constexpr int maximum_figures_by_hand = 7;

/// Nearly every unit is in this table; std::pow costs more than the rest of a comparison.
double power_of_ten(int place) {
  constexpr std::array<double, 21> powers = {1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14,
                                             1e-13, 1e-12, 1e-11, 1e-10, 1e-9,  1e-8,  1e-7,
                                             1e-6,  1e-5,  1e-4,  1e-3,  1e-2,  1e-1,  1e0};
  constexpr int first = -20;
  return place >= first && place <= 0 ? powers[static_cast<std::size_t>(place - first)] : std::pow(10.0, place);
}

/// What the numbers of a column show together.
struct Shown {
  int decimals = 0;            ///< the largest number of decimals of a number in fixed notation
  int mantissa_decimals = 0;   ///< the same in scientific notation
  int figures = 0;             ///< the largest number of significant figures
  int longest = 0;             ///< the same, with 1.000000 counted
  bool is_scientific = false;  ///< a number is

  /// Whether all are whole numbers in fixed notation.
  bool is_whole() const { return decimals == 0 && !is_scientific; }
};

/// 1, 10, 1.000000: a number that was rounded up to a power of ten may have one figure more than the others.
bool is_rounded_up(std::string_view text) {
  return text.find('1') != std::string_view::npos && text.find_first_of("23456789eE") == std::string_view::npos &&
         text.find('1') == text.rfind('1');
}

void add(Shown& shown, const Spelling& look, std::string_view text) {
  if (!look.is_finite) return;
  shown.longest = std::max(shown.longest, look.figures);
  if (look.figures > shown.figures && !is_rounded_up(text)) shown.figures = look.figures;
  if (look.is_scientific) {
    shown.is_scientific = true;
    shown.mantissa_decimals = std::max(shown.mantissa_decimals, look.decimals);
  } else {
    shown.decimals = std::max(shown.decimals, look.decimals);
  }
}

std::vector<Spelling> spellings_of(const std::vector<PrintedNumber>& numbers) {
  std::vector<Spelling> spellings;
  spellings.reserve(numbers.size());
  for (const PrintedNumber& number : numbers) spellings.push_back(spelling(number.text));
  return spellings;
}

std::vector<Shown> shown_by_columns(const Print& print, const std::vector<Spelling>& spellings) {
  std::vector<Shown> shown(std::max<std::size_t>(print.columns, 1));
  std::size_t column = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    add(shown[column], spellings[i], print.numbers[i].text);
    if (++column == shown.size()) column = 0;
  }
  for (Shown& column_shown : shown) {
    if (column_shown.figures == 0) column_shown.figures = column_shown.longest;
  }
  return shown;
}

/// The place of the last digit that a column shows of a number.
int shown_place(const Spelling& look, const Shown& shown) {
  return look.is_scientific ? look.exponent - shown.mantissa_decimals : -shown.decimals;
}

/// The place of the last of that many figures. A bare 0 is exact; zeros after its point are digits.
std::optional<int> place_of_figures(const Spelling& look, int figures) {
  if (!look.is_zero) return look.first + 1 - figures;
  return look.decimals > 0 || look.is_scientific ? std::optional(look.last()) : std::nullopt;
}

/// The place to which a number of a result is known; nothing for an exact one.
std::optional<int> result_place(const Spelling& look, const Shown& shown, const Printer& printer) {
  switch (printer.rounding) {
    case Rounding::fixed:
      return shown.is_whole() ? std::nullopt : std::optional(shown_place(look, shown));
    case Rounding::trimmed:
      return shown.is_whole() ? -printer.digits : shown_place(look, shown);
    case Rounding::common:
      return shown.is_whole() ? place_of_figures(look, printer.digits) : shown_place(look, shown);
    case Rounding::figures:
      return place_of_figures(look, shown.is_whole() ? printer.digits : shown.figures);
    case Rounding::own:
      return look.decimals > 0 || look.is_scientific ? std::optional(look.last()) : std::nullopt;
    case Rounding::shortest:
    case Rounding::by_hand:
      if (look.is_scientific) return look.last();
      if (shown.is_scientific && look.decimals == 0) return place_of_figures(look, shown.figures);
      return shown.decimals > 0 ? std::optional(-shown.decimals) : std::nullopt;
  }
  return std::nullopt;
}

/// The interval of the values that are at most digit · 10^place away from the digits of a number.
Interval around(const ExpectedNumber& number, int place, int digit) {
  if (number.is_exact()) return point(number.value);
  const Decimal decimal(number.text, number.power);
  return {decimal.plus(-digit, place).up(), decimal.plus(digit, place).down()};
}

/// Whether a value of the interval is at most digit · 10^place away from the digits of a number.
bool meets(const ExpectedNumber& number, int place, int digit, const Interval& value) {
  if (number.is_exact()) return meet(value, point(number.value));
  if (is_nan(value)) return false;
  const double gap = std::max(value.low - number.value, number.value - value.high);
  if (gap <= 0) return true;
  const double allowed = digit * power_of_ten(place);
  // The digits are nearer to number.value than to any other double.
  if (allowed < gap / 2) return false;
  // What doubles can't decide: distances that differ from what is allowed by less than rounding the digits does.
  constexpr double unsure = 0x1p-51;
  const double guard = unsure * (std::abs(number.value) + allowed);
  if (gap < allowed - guard) return true;
  if (gap > allowed + guard) return false;
  return meet(value, around(number, place, digit));
}

/// The place of an input's number that a printer has cut it at.
std::optional<int> input_place(const Spelling& look, const Shown& shown, const Printer& printer, int decimals,
                               std::optional<int> result_decimals) {
  const bool shows_fewer = !result_decimals || decimals < *result_decimals;
  switch (printer.rounding) {
    case Rounding::fixed:
      if (shows_fewer && decimals < printer.digits) return std::nullopt;  // typed
      return shown_place(look, shown);
    case Rounding::trimmed:
      if (!shows_fewer) return shown_place(look, shown);
      return look.exponent - std::max(printer.digits, decimals);
    case Rounding::figures: {
      const int figures = shows_fewer ? std::max(printer.digits, shown.figures) : shown.figures;
      return place_of_figures(look, figures);
    }
    case Rounding::common: {
      const int place = shown_place(look, shown);
      if (!shows_fewer) return place;
      return std::min(place, place_of_figures(look, printer.digits).value_or(place));
    }
    case Rounding::own:
      return look.last();
    case Rounding::shortest:
    case Rounding::by_hand:
      break;
  }
  return std::nullopt;
}

double half_unit_of(std::optional<int> place, long power) {
  return place ? power_of_ten(*place + static_cast<int>(power)) / 2 : 0;
}
}  // namespace

double ExpectedNumber::unit() const { return is_exact() ? 0 : power_of_ten(place); }

double own_unit(const ExpectedNumber& number) { return number.is_exact() ? 0 : power_of_ten(number.own_place); }

Interval half(const ExpectedNumber& number) { return around(number, number.place - 1, 5); }

Interval own_half(const ExpectedNumber& number) { return around(number, number.own_place - 1, 5); }

Interval whole(const ExpectedNumber& number) { return around(number, number.own_place, 1); }

bool meets_half(const ExpectedNumber& number, const Interval& value) {
  return meets(number, number.place - 1, 5, value);
}

bool meets_own_half(const ExpectedNumber& number, const Interval& value) {
  return meets(number, number.own_place - 1, 5, value);
}

bool meets_whole(const ExpectedNumber& number, const Interval& value) {
  return meets(number, number.own_place, 1, value);
}

std::vector<ExpectedNumber> with_result_units(Print print) {
  const std::vector<Spelling> spellings = spellings_of(print.numbers);
  const std::vector<Shown> shown = shown_by_columns(print, spellings);
  const bool may_be_by_hand =
      print.printer->rounding == Rounding::by_hand && shown.front().longest <= maximum_figures_by_hand;
  std::vector<ExpectedNumber> numbers;
  numbers.reserve(print.numbers.size());
  std::size_t column = 0;
  for (std::size_t i = 0; i < print.numbers.size(); ++i) {
    PrintedNumber& printed = print.numbers[i];
    const Spelling& look = spellings[i];
    const auto power = static_cast<int>(printed.power);
    ExpectedNumber number{std::move(printed)};
    const std::optional<int> place = look.is_finite ? result_place(look, shown[column], *print.printer) : std::nullopt;
    if (place && *place + power > finest_place) number.place = *place + power;
    number.own_place = number.place;
    const bool has_own = may_be_by_hand && !number.is_exact() && !look.is_scientific && look.decimals >= 2;
    if (has_own) number.own_place = std::max(number.place, -look.decimals + power);
    numbers.push_back(std::move(number));
    if (++column == shown.size()) column = 0;
  }
  return numbers;
}

ExpectedNumber with_result_unit(PrintedNumber number) {
  Print print;
  print.numbers.push_back(std::move(number));
  return with_result_units(std::move(print)).front();
}

int shown_decimals(const std::vector<PrintedNumber>& numbers) {
  int decimals = 0;
  for (const PrintedNumber& number : numbers) decimals = std::max(decimals, spelling(number.text).decimals);
  return decimals;
}

InputUnits input_units(const std::optional<Print>& input, std::optional<int> result_decimals) {
  InputUnits units;
  if (!input) return units;
  units.decimals = shown_decimals(input->numbers);
  const bool is_print = input->printer->rounding != Rounding::by_hand && input->printer->rounding != Rounding::shortest;
  const std::vector<Spelling> spellings = spellings_of(input->numbers);
  const std::vector<Shown> shown = shown_by_columns(*input, spellings);
  const bool is_whole = std::all_of(shown.begin(), shown.end(), [](const Shown& column) { return column.is_whole(); });
  std::size_t column = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    const PrintedNumber& number = input->numbers[i];
    const Spelling& look = spellings[i];
    const Shown& of_column = shown[column];
    if (++column == shown.size()) column = 0;
    if (!look.is_finite) {
      units.shown.push_back(0);
      if (is_print && !is_whole) units.half.push_back(0);
      continue;
    }
    units.shown.push_back(half_unit_of(look.last(), number.power));
    if (!is_print || is_whole) continue;
    units.half.push_back(
        half_unit_of(input_place(look, of_column, *input->printer, units.decimals, result_decimals), number.power));
  }
  return units;
}
}  // namespace softmax::check
