#pragma once

#include <string>

#include "explain/numbers.h"
#include "explain/page.h"

namespace softmax::explain {

/// A page as Markdown: headings, tables with bars, formulas between dollar signs. The page is in the syntax of
/// mathematics; `numbers` are those of tables, plain, so that they can be copied.
std::string markdown(const Page& page, const Numbers& numbers);

}  // namespace softmax::explain
