#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/outcome.h"
#include "core/verdict.h"
#include "verify/case_file.h"

namespace softmax::verify {

/// A diagnostic that a case gives another count of.
struct WrongCount {
  Trouble trouble;
  std::size_t expected;
  std::size_t found;
};

/// What became of a case.
struct CaseResult {
  bool passed = true;
  std::string part;                ///< "expect", "sums" or "elements": the one that the verdict is about
  std::optional<Verdict> verdict;  ///< of what disagrees first, or of what is known to be wrong
  std::vector<WrongCount> counts;
  bool agrees_though_wrong = false;  ///< the case says "wrong", and nothing disagrees
};

/// Computes what a case asks for and compares. A case with "wrong" passes when it disagrees and that explanation is
/// among those found, or, with "unexplained", when none is.
CaseResult run_case(const Case& which, unsigned threads);

}  // namespace softmax::verify
