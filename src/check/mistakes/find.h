#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {
/// Finds what was computed instead: fills in the mistakes of a verdict that disagrees. They are all those of the
/// catalogue that agree with the print on every element at digits, inputs or dtype, or within the tolerance, simplest
/// first. Of a large tensor a sample of the slices is looked at, and the verdict says so.
void find_mistakes(const Subject& subject, const Expected& expected, const Command& command,
                   const std::optional<Tolerance>& tolerance, Verdict& verdict);

/// The same for single elements of a print. The others were not printed, and their numbers are not looked at.
void find_mistakes_of_elements(const Subject& subject, const Expected& expected, const Command& command,
                               const std::vector<std::size_t>& places, Verdict& verdict);

/// The same for sums along the dims of the run: which numbers they are the sums of.
void find_mistakes_of_sums(const Subject& subject, const Expected& sums, const Command& command, Verdict& verdict);
}  // namespace softmax::check
