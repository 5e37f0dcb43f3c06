#pragma once

#include <string>

#include "explain/numbers.h"
#include "explain/page.h"

namespace softmax::explain {

/// A page as plain text for a terminal: the points of a column's numbers stand below one another, > marks the
/// element's row, and an equation of more than 80 columns is broken before equals signs. The page is in plain syntax.
std::string text(const Page& page, const Numbers& numbers);

}  // namespace softmax::explain
