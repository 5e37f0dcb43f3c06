#pragma once

#include <cstddef>
#include <string>

#include "core/outcome.h"

namespace softmax::report {

// The sentences about comparing a result with a print.

/// Lines, each with its end: whether the print agrees, by which rule, how many elements reached which level, the worst
/// element, and, where it disagrees, what was computed instead.
std::string verdict_lines(const Verdict& verdict);

/// "expect: 3 tensors compared, 1 disagrees, the first of them tensor 2".
std::string sequence_verdict_line(std::size_t compared, std::size_t disagreeing, std::size_t first);

}  // namespace softmax::report
