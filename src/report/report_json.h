#pragma once

#include <string>
#include <string_view>

#include "core/outcome.h"

namespace softmax::report {
/// The account of one tensor as a strict JSON object, each member on its line; NaN and infinities are strings.
/// `result`, when not empty, is the result as JSON text and becomes the member "result". The outcome must have all
/// sums.
std::string report_json(const Outcome& outcome, const std::string& input, std::string_view result);
}  // namespace softmax::report
