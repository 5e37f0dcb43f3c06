#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/outcome.h"
#include "core/slices.h"

namespace softmax::report {
// Every sentence about errors, results and verdicts. (Only readers and writers say what they expected.)

/// "softmax: input.json:3:17: expected a number, found "x"", then the line and a caret where there is a line. It ends
/// with a line end.
std::string error_text(const Error& error);

/// "softmax along dim 1, stable, float64, shape (2, 3)".
std::string headline(const Outcome& outcome);

/// "sums along dim 1: 1, 1"; of more than ten slices the number, the range and the worst.
std::string sums_line(const Outcome& outcome);

/// "overflow: 1 element, first at [1,2], value 1000, threshold 709.7827: …". In a sequence `tensor` is the number, from
/// 1, of the tensor that has `first`: "[1,2] of tensor 3".
std::string trouble_line(const Outcome& outcome, Trouble trouble, const Diagnostic& diagnostic, std::size_t tensor = 0);

/// "3 tensors: softmax along dim 1, …".
std::string sequence_headline(std::size_t tensors, const Outcome& first, bool is_one_kind);

/// "sums: 40 slices, farthest from 1 by 1e-16 at [3] of tensor 2".
std::string sequence_sums_line(std::size_t slices, double error, const Index& worst, std::size_t tensor);

/// "note: tensor 2 and 3 more: …"; for a single tensor (number 0) "note: …".
std::string note_line(const std::string& note, std::size_t tensor = 0, std::size_t more = 0);

/// "note: and 4 others": notes of a sequence that are not shown.
std::string left_out_line(std::size_t notes);

/// In stable mode, when the naive form would have failed on no slice. Slices that are NaN in any form do not count.
std::string no_failure_line(bool is_sequence, bool is_partly_nan);

/// Where no slice has a second element, so that every result is 1, and is no NaN.
std::optional<std::string> one_element_note(const Outcome& outcome);

/// What a reader should know besides the numbers: one-element slices, a distribution as input, masked slices, …
std::vector<std::string> notes(const Outcome& outcome);

/// "dim 1", "dims 0,2".
std::string dims_text(const Outcome& outcome);

/// A double as the account shows it: the shortest digits that read back, NaN, Infinity.
std::string number_text(double value);

/// Lines, each with its end: whether the print agrees, by which rule, the number of elements at each level, the worst
/// element, and, where it disagrees, what was computed instead.
std::string verdict_lines(const Verdict& verdict);

/// "expect: 3 tensors compared, 1 disagrees, the first of them tensor 2".
std::string sequence_verdict_line(std::size_t compared, std::size_t disagreeing, std::size_t first);
}  // namespace softmax::report
