#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "explain/derivation.h"
#include "explain/numbers.h"
#include "explain/syntax.h"

namespace softmax::explain {

/// A sentence or several.
struct Paragraph {
  std::string text;
};

/// Formulas that are equal to one another, the name of what is computed first, the number last.
struct Equation {
  std::vector<std::string> sides;
  std::string aside;  ///< what follows behind a comma; may be empty
};

/// Members of the slice, one a row, with some of their numbers.
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

/// An explanation in the order in which it is read, before it is laid out.
struct Page {
  std::string title;
  std::vector<Section> sections;  ///< the first has no heading
};

/// The derivation step by step: the slice, the form that gave the result, the other form beside it, the derivatives.
Page page(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

}  // namespace softmax::explain
