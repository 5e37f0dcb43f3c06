#include "explain/syntax.h"

#include <fmt/format.h>

namespace softmax::explain {

std::string Syntax::quotient(std::string_view above, std::string_view below) const {
  return is_math_ ? fmt::format("\\frac{{{}}}{{{}}}", above, below) : fmt::format("{} / {}", above, below);
}

std::string Syntax::product(std::string_view a, std::string_view b) const {
  return fmt::format("{} {} {}", a, is_math_ ? "\\cdot" : "*", b);
}

std::string Syntax::difference(std::string_view a, std::string_view b) const {
  return b.starts_with('-') ? fmt::format("{} - ({})", a, b) : fmt::format("{} - {}", a, b);
}

std::string Syntax::exponential(std::string_view exponent) const {
  return is_math_ ? fmt::format("e^{{{}}}", exponent) : fmt::format("exp({})", exponent);
}

std::string Syntax::logarithm(std::string_view of) const {
  if (is_math_) return fmt::format("\\log {}", of);
  const bool is_symbol = of.front() >= 'a' && of.front() <= 'z';
  return is_symbol ? fmt::format("log {}", of) : fmt::format("log({})", of);
}

std::string Syntax::sum_over_j(std::string_view of) const {
  return fmt::format("{} {}", is_math_ ? "\\sum_j" : "sum_j", of);
}

std::string Syntax::largest_over_j(std::string_view of) const {
  return fmt::format("{} {}", is_math_ ? "\\max_j" : "max_j", of);
}

std::string Syntax::derivative(std::string_view of) const {
  if (is_math_) return fmt::format("\\frac{{\\partial {}}}{{\\partial x_j}}", of);
  const bool is_one_word = of.find(' ') == std::string_view::npos;
  return is_one_word ? fmt::format("d{}/dx_j", of) : fmt::format("d({})/dx_j", of);
}

std::string Syntax::words(std::string_view text) const {
  return is_math_ ? fmt::format("\\text{{{}}}", text) : std::string(text);
}

std::string Syntax::inline_text(std::string_view formula) const {
  return is_math_ ? fmt::format("${}$", formula) : std::string(formula);
}

}  // namespace softmax::explain
