#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/dtype.h"
#include "core/formatted.h"
#include "derive/derivation.h"
#include "text/shortest.h"

namespace softmax::derive {
/// How numbers are written: as in a terminal, in LaTeX's mathematics, or in JSON.
enum class Spelling { plain, math, json };

/// Numbers of a dtype as text: the fewest digits that read back the same, or `precision` digits after the point.
class Numbers {
 public:
  Numbers(Dtype dtype, std::optional<int> precision, Spelling spelling);

  /// `1e-05`, `-Infinity`; `1 \cdot 10^{-5}`, `-\infty`; `1e-05`, `"-Infinity"`. Takes values of the dtype.
  std::string operator()(double value) const;

  /// A finite number of the request, not of the dtype: the fewest digits that read back the same double.
  std::string parameter(double value) const;

 private:
  Dtype dtype_;
  Spelling spelling_;
  NumberText text_;
};

/// Formulas for a terminal (`exp(x_j) / s`) or in LaTeX's mathematics (`\frac{e^{x_j}}{s}`), from parts that are such.
class Syntax {
 public:
  explicit Syntax(bool is_math) : is_math_(is_math) {}

  std::string quotient(std::string_view above, std::string_view below) const {
    return is_math_ ? formatted("\\frac{{{}}}{{{}}}", above, below) : formatted("{} / {}", above, below);
  }
  std::string product(std::string_view a, std::string_view b) const {
    return formatted("{} {} {}", a, is_math_ ? "\\cdot" : "*", b);
  }

  /// a - b, with b in parentheses where it is negative.
  std::string difference(std::string_view a, std::string_view b) const {
    return b.starts_with('-') ? formatted("{} - ({})", a, b) : formatted("{} - {}", a, b);
  }
  std::string exponential(std::string_view exponent) const {
    return is_math_ ? formatted("e^{{{}}}", exponent) : formatted("exp({})", exponent);
  }
  std::string logarithm(std::string_view of) const {
    if (is_math_) return formatted("\\log {}", of);
    const bool is_symbol = of.front() >= 'a' && of.front() <= 'z';
    return is_symbol ? formatted("log {}", of) : formatted("log({})", of);
  }
  std::string sum_over_j(std::string_view of) const { return formatted("{}sum_j {}", is_math_ ? "\\" : "", of); }
  std::string largest_over_j(std::string_view of) const { return formatted("{}max_j {}", is_math_ ? "\\" : "", of); }

  /// The derivative of `of` with respect to x_j.
  std::string derivative(std::string_view of) const {
    if (is_math_) return formatted("\\frac{{\\partial {}}}{{\\partial x_j}}", of);
    const bool is_one_word = of.find(' ') == std::string_view::npos;
    return is_one_word ? formatted("d{}/dx_j", of) : formatted("d({})/dx_j", of);
  }

  std::string theta() const { return is_math_ ? "\\theta" : "theta"; }
  std::string delta() const { return is_math_ ? "\\delta_{ij}" : "delta_ij"; }
  std::string log_sum_exp() const { return is_math_ ? "\\mathrm{lse}" : "lse"; }

  /// Words next to a formula, as part of it.
  std::string words(std::string_view text) const {
    return is_math_ ? formatted("\\text{{{}}}", text) : std::string(text);
  }

  /// A formula in running text.
  std::string inline_text(std::string_view formula) const {
    return is_math_ ? formatted("${}$", formula) : std::string(formula);
  }

 private:
  bool is_math_;
};

/// A sentence or several.
struct Paragraph {
  std::string text;
};

/// Formulas that are equal to one another: first the name of what is computed, last the number.
struct Equation {
  std::vector<std::string> sides;
  std::string aside = {};  ///< follows after a comma; may be empty
};

/// Members of the slice, one in each row, with some of their numbers.
struct Table {
  struct Row {
    bool is_element = false;
    std::size_t left_out = 0;  ///< members between the row before and this one
    Index index;
    std::vector<double> numbers;
  };
  std::vector<std::string> headings;  ///< a formula for each number
  std::vector<Row> rows;
};

struct Section {
  std::string heading;
  std::vector<std::variant<Paragraph, Equation, Table>> blocks;
};

/// A derivation in the order in which it is read, before it is laid out.
struct Page {
  std::string title;
  std::vector<Section> sections;  ///< the first has no heading
};

/// The derivation step by step: the slice, the form that gave the result, the other form, the derivatives.
Page page(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

/// The sections of a page as text: heading(text) and block(block) write their parts, each with its line end.
template <class Heading, class Block>
std::string laid_out(const Page& page, Heading heading, Block block) {
  std::string text;
  for (const Section& section : page.sections) {
    if (!section.heading.empty()) text += '\n' + heading(section.heading);
    for (const auto& each : section.blocks) text += '\n' + std::visit(block, each);
  }
  return text;
}

// The sentences of a derivation . They have only words, and numbers in the given spelling: Markdown and
// LaTeX treat no character outside formulas specially.

/// "softmax along dim 0, stable, float64, shape (2, 2, 2)".
std::string headline(const Derivation& derivation);

/// What a reader has to know besides the numbers: why everything is NaN, masks, slices of one element, …
std::vector<std::string> remarks(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

/// Whether the naive form fails and at which step.
std::string naive_remark(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

/// The step of the naive form that fails, for programs: "exponential"; empty where none does.
std::string_view name(Failure failure);
}  // namespace softmax::derive
