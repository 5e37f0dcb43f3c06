#pragma once

#include <string>
#include <vector>

#include "derive/derivation.h"
#include "derive/page.h"

namespace softmax::derive {

// Every sentence of an explanation. Words only, and numbers in the spelling that they are handed: no character means
// anything to Markdown or LaTeX but those in formulas.

/// "softmax along dim 0, stable, float64, shape (2, 2, 2)".
std::string headline(const Derivation& derivation);

/// What is to be known beside the numbers: why everything is NaN, masks, slices of one element, …
std::vector<std::string> remarks(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

/// Whether the naive form fails and at which step.
std::string verdict(const Derivation& derivation, const Numbers& numbers, const Syntax& syntax);

/// The step of the naive form that fails, for programs: "exponential"; empty where none does.
std::string_view name(Failure failure);

}  // namespace softmax::derive
