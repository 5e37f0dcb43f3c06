#pragma once

#include "core/verdict.h"
#include "verify/command.h"
#include "verify/subject.h"

namespace softmax::verify {

/// Looks for what was computed instead: fills in the explanations of a verdict that disagrees, every one of the
/// catalogue that agrees with the print on all elements at digits, inputs or dtype, simplest first. A large tensor is
/// looked at by a sample of its slices, and the verdict says so.
void explain(const Subject& subject, const Expected& expected, const Command& command, Verdict& verdict);

}  // namespace softmax::verify
