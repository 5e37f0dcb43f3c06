#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "check/command.h"
#include "check/subject.h"
#include "core/outcome.h"

namespace softmax::check {

/// Looks for what was computed instead: fills in the explanations of a verdict that disagrees, every one of the
/// catalogue that agrees with the print on all elements at digits, inputs or dtype, or within the tolerance, simplest
/// first. A large tensor is looked at by a sample of its slices, and the verdict says so.
void explain(const Subject& subject, const Expected& expected, const Command& command,
             const std::optional<Tolerance>& tolerance, Verdict& verdict);

/// The same for single elements of a print; the others were not printed, and their numbers are not looked at.
void explain_elements(const Subject& subject, const Expected& expected, const Command& command,
                      const std::vector<std::size_t>& places, Verdict& verdict);

/// The same for sums along the dims of the run: of which numbers they are the sums.
void explain_sums(const Subject& subject, const Expected& sums, const Command& command, Verdict& verdict);

}  // namespace softmax::check
