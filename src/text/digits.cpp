#include <algorithm>
#include <optional>

#include "core/error.h"
#include "core/formatted.h"
#include "text/decimal.h"
#include "text/number.h"

namespace softmax {
namespace {
/// No double distinguishes a number with a finer place from an exact one.
constexpr long finest_place = -400;

/// What a token looks like.
struct Spelling {
  bool is_finite = false;
  bool is_scientific = false;
  long decimals = 0;  ///< digits after the point
  long figures = 0;   ///< digits from the first one that is not 0
};

Spelling spelling(std::string_view token) {
  Spelling spelling;
  bool is_after_point = false;
  for (const char c : token) {
    if (c == 'e' || c == 'E') {
      spelling.is_scientific = spelling.is_finite;
      break;
    }
    if (c == '.') is_after_point = true;
    if (!is_digit(c)) continue;
    spelling.is_finite = true;
    if (is_after_point) ++spelling.decimals;
    if (c != '0' || spelling.figures > 0) ++spelling.figures;
  }
  return spelling;
}

/// The place of the last digit that a number in scientific notation shows, as an exponent of ten.
long last_place(const Decimal& number, const Spelling& look, std::string_view token) {
  if (!number.is_zero()) return number.magnitude() - look.figures + 1;
  const long exponent = Decimal(formatted("1{}", token.substr(token.find_first_of("eE")))).magnitude();
  return std::clamp(exponent, 2 * finest_place, -2 * finest_place) - look.decimals;
}

PrintedNumber exact(std::string_view token, double value) {
  return {std::string(token), value, 0, {value, value}, {value, value}};
}

PrintedNumber with_unit(std::string_view token, const Decimal& number, long place) {
  PrintedNumber printed;
  printed.text = token;
  printed.value = number.nearest();
  printed.unit = Decimal(formatted("1e{}", place)).nearest();
  printed.half = {number.plus(-5, place - 1).up(), number.plus(5, place - 1).down()};
  printed.whole = {number.plus(-1, place).up(), number.plus(1, place).down()};
  return printed;
}

double nonfinite_value(std::string_view token) {
  double value = 0;
  scan_number(token.data(), token.data() + token.size(), NumberSyntax::with_plus, Dtype::float64, value);
  return value;
}
}  // namespace

std::vector<PrintedNumber> printed_numbers(const std::vector<NumberToken>& tokens, WholeNumbers whole) {
  long decimals = 0;
  long figures = 0;
  for (const NumberToken& token : tokens) {
    const Spelling look = spelling(token.text);
    if (look.is_scientific) continue;
    decimals = std::max(decimals, look.decimals);
    figures = std::max(figures, look.figures);
  }

  std::vector<PrintedNumber> numbers;
  with_memory([&] { numbers.reserve(tokens.size()); },
              [&] {
                return memory_error(static_cast<double>(tokens.size() * sizeof(PrintedNumber)),
                                    formatted("the digits of {} numbers", tokens.size()));
              });
  for (const NumberToken& token : tokens) {
    const Spelling look = spelling(token.text);
    if (!look.is_finite) {
      numbers.push_back(exact(token.text, nonfinite_value(token.text)));
      continue;
    }
    const Decimal number(token.text, token.power);
    std::optional<long> place;
    if (look.is_scientific) {
      place = last_place(number, look, token.text) + (number.is_zero() ? token.power : 0);
    } else if (decimals > 0) {
      const long by_figures = number.is_zero() ? -decimals : number.magnitude() - token.power + 1 - figures;
      place = std::max(-decimals, by_figures) + token.power;
    } else if (whole == WholeNumbers::to_eight_places) {
      place = -8 + token.power;
    }
    if (!place || *place < finest_place) {
      numbers.push_back(exact(token.text, number.nearest()));
    } else {
      numbers.push_back(with_unit(token.text, number, *place));
    }
  }
  return numbers;
}
}  // namespace softmax
