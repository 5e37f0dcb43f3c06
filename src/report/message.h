#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/outcome.h"
#include "core/slices.h"

namespace softmax::report {
// Sentences about errors, results and verdicts. Those of sequences are in account.cpp.

/// "softmax: input.json:3:17: expected a number, found "x"", the line and a caret if there is one; all with line ends.
std::string error_text(const Error& error);

/// "softmax along dim 1, stable, float64, shape (2, 3)".
std::string headline(const Outcome& outcome);

/// "sums along dim 1: 1, 1"; of more than ten slices the number, the range and the worst.
std::string sums_line(const Outcome& outcome);

/// "overflow: 1 element, first at [1,2], value 1000, threshold 709.7827: …". In a sequence `tensor` is the number, from
/// 1, of the tensor that has `first`: "[1,2] of tensor 3".
std::string trouble_line(const Outcome& outcome, Trouble trouble, const Diagnostic& diagnostic, std::size_t tensor = 0);

/// What a reader should know besides the numbers: one-element slices, a distribution as input, masked slices, …
std::vector<std::string> notes(const Outcome& outcome);

/// "1 slice", "2 slices".
std::string counted(std::size_t count, std::string_view thing);

/// "[1,2]", or in a sequence "[1,2] of tensor 3"; `tensor` is 0 elsewhere. A slice that is the whole tensor is at [].
std::string where_text(const Index& index, std::size_t tensor);

/// A double as the account shows it: the shortest digits that read back, NaN, Infinity.
std::string number_text(double value);

/// Lines, each with its end: whether the print agrees, by which rule, the number of elements at each level, the worst
/// element, and, where it disagrees, what was computed instead.
std::string verdict_lines(const Verdict& verdict);
}  // namespace softmax::report
