#pragma once

#include <string>

#include "explain/numbers.h"
#include "explain/page.h"

namespace softmax::explain {

/// A page as a LaTeX document, which needs amsmath alone. Page and `numbers` are in the syntax of mathematics.
std::string latex(const Page& page, const Numbers& numbers);

}  // namespace softmax::explain
