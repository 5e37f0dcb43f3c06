#pragma once

#include <string>
#include <vector>

#include "core/dtype.h"
#include "core/error.h"
#include "core/outcome.h"
#include "core/slices.h"

// Every sentence about errors and results. No other file words one (readers and writers word what they expected).
namespace softmax::report {

/// "softmax: input.json:3:17: expected a number, found "x"", then the line and a caret where there is a line; ends with
/// a line end.
std::string error_text(const Error& error);

/// "softmax along dim 1, stable, float64, shape (2, 3)".
std::string headline(const Outcome& outcome);

/// "sums along dim 1: 1, 1"; beyond ten slices their number, range and worst.
std::string sums_line(const Outcome& outcome);

/// "overflow: 1 element, first at [1,2], value 1000, threshold 709.7827: …"; for a tensor of a sequence `where` names it.
std::string trouble_line(const Outcome& outcome, Trouble trouble, const Diagnostic& diagnostic,
                         const std::string& where = {});

/// Whether the naive form would have failed, and how: nothing in naive mode.
std::vector<std::string> forecast_lines(const Outcome& outcome);

/// What people should know beside the numbers: one-element slices, a distribution as input, masked slices, …
std::vector<std::string> notes(const Outcome& outcome);

/// "dim 1", "dims 0,2".
std::string dims_text(const Outcome& outcome);

/// The largest exponent of e that the dtype survives, and so on: "709.7827".
std::string threshold_text(const Outcome& outcome, Trouble trouble);

/// A double as the account shows it: the shortest digits that read back, NaN, Infinity.
std::string number_text(double value);

}  // namespace softmax::report
