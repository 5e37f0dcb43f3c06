#pragma once

#include <cstddef>
#include <vector>

#include "core/print.h"

namespace softmax::check {

/// The numbers in an interval that have just so many significant decimal digits (no fewer), nearest to zero first
/// within each sign; at most `most` of them. digits >= 1.
std::vector<double> round_numbers(const Interval& interval, int digits, std::size_t most);

}  // namespace softmax::check
