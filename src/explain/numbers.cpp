#include "explain/numbers.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

namespace softmax::explain {
namespace {

write::NonfiniteWords words(Spelling spelling) {
  switch (spelling) {
    case Spelling::math:
      return {"\\mathrm{NaN}", "\\infty", "-\\infty"};
    case Spelling::json:
      return {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""};
    case Spelling::plain:
      break;
  }
  return {"NaN", "Infinity", "-Infinity"};
}

/// "1e-05" as "1 \cdot 10^{-5}".
std::string with_power(std::string_view number) {
  const std::size_t mark = number.find('e');
  if (mark == std::string_view::npos || number.starts_with('\\')) return std::string(number);
  std::string_view exponent = number.substr(mark + 1);
  const bool is_negative = exponent.starts_with('-');
  exponent.remove_prefix(exponent.find_first_not_of("+-0"));
  return fmt::format("{} \\cdot 10^{{{}{}}}", number.substr(0, mark), is_negative ? "-" : "", exponent);
}

}  // namespace

Numbers::Numbers(Dtype dtype, std::optional<int> precision, Spelling spelling)
    : dtype_(dtype), spelling_(spelling), text_(dtype, precision, words(spelling)) {}

std::string Numbers::operator()(double value) const {
  const std::string text = dtype_ == Dtype::float64 ? text_(value) : text_(static_cast<float>(value));
  return spelling_ == Spelling::math ? with_power(text) : text;
}

std::string Numbers::parameter(double value) const {
  const std::string text = fmt::format("{}", value);
  return spelling_ == Spelling::math ? with_power(text) : text;
}

}  // namespace softmax::explain
