#pragma once

#include <string>
#include <string_view>

namespace softmax::explain {

/// How formulas are written: for a terminal (`exp(x_j) / s`) or in LaTeX's mathematics (`\frac{e^{x_j}}{s}`). What
/// is handed in is such text already.
class Syntax {
 public:
  explicit Syntax(bool is_math) : is_math_(is_math) {}

  bool is_math() const { return is_math_; }

  std::string quotient(std::string_view above, std::string_view below) const;
  std::string product(std::string_view a, std::string_view b) const;
  /// a - b, with b in parentheses where it is negative.
  std::string difference(std::string_view a, std::string_view b) const;
  std::string exponential(std::string_view exponent) const;
  std::string logarithm(std::string_view of) const;
  std::string sum_over_j(std::string_view of) const;
  std::string largest_over_j(std::string_view of) const;

  /// The derivative of `of` with respect to x_j.
  std::string derivative(std::string_view of) const;

  std::string theta() const { return is_math_ ? "\\theta" : "theta"; }
  std::string delta() const { return is_math_ ? "\\delta_{ij}" : "delta_ij"; }
  std::string log_sum_exp() const { return is_math_ ? "\\mathrm{lse}" : "lse"; }

  /// Words beside a formula, as a formula.
  std::string words(std::string_view text) const;

  /// A formula in running text.
  std::string inline_text(std::string_view formula) const;

 private:
  bool is_math_;
};

}  // namespace softmax::explain
