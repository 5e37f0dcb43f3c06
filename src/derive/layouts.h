#pragma once

#include <string>

#include "derive/page.h"

namespace softmax::derive {

/// A page as plain text for a terminal: the points of a column's numbers stand below one another, > marks the
/// element's row, and an equation of more than 80 columns is broken before equals signs. The page is in plain syntax.
std::string text(const Page& page, const Numbers& numbers);

/// A page as Markdown: headings, tables with bars, formulas between dollar signs. The page is in the syntax of
/// mathematics; `numbers` are those of tables, plain, so that they can be copied.
std::string markdown(const Page& page, const Numbers& numbers);

/// A page as a LaTeX document, which needs amsmath alone. Page and `numbers` are in the syntax of mathematics.
std::string latex(const Page& page, const Numbers& numbers);

}  // namespace softmax::derive
