#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "check/case_file.h"
#include "core/outcome.h"

namespace softmax::check {
/// A diagnostic for which a case has another count.
struct WrongCount {
  Trouble trouble;
  std::size_t expected;
  std::size_t found;
};

/// The result of a case.
struct CaseResult {
  bool passed = true;
  std::string part;                ///< "expect", "sums" or "elements": what the verdict is about
  std::optional<Verdict> verdict;  ///< on the first part that disagrees, or on the part that is known to be wrong
  std::vector<WrongCount> counts;
  bool agrees_though_wrong = false;  ///< the case says "wrong", and nothing disagrees
};

/// Computes what a case asks for and compares. A case with "wrong" passes when it disagrees and that mistake is among
/// those found, or, with "unexplained", when none is found.
CaseResult run_case(const Case& which, unsigned threads);

// TAP version 13, the Test Anything Protocol, which Debian's prove reads.

/// The version and the plan.
std::string tap_header(std::size_t cases);

/// A comment that names a case file.
std::string tap_file(const CaseFile& file);

/// "ok 3 - dim 0", or "not ok 3 - dim 0" with a YAML block on what disagrees: the element, the two numbers, the
/// distance in units, the mistakes found. `number` counts from 1 over all files.
std::string tap_case(std::size_t number, const CaseFile& file, const Case& which, const CaseResult& result);
}  // namespace softmax::check
