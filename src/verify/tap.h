#pragma once

#include <cstddef>
#include <string>

#include "verify/case_file.h"
#include "verify/case_run.h"

// TAP version 13, the Test Anything Protocol, which Debian's prove reads.
namespace softmax::verify {

/// The version and the plan.
std::string tap_header(std::size_t cases);

/// A comment that names a case file.
std::string tap_file(const CaseFile& file);

/// "ok 3 - dim 0", or "not ok 3 - dim 0" with a YAML block that says what disagrees: the element, the two numbers, the
/// distance in units, what explains it. `number` counts from 1 over all files.
std::string tap_case(std::size_t number, const CaseFile& file, const Case& which, const CaseResult& result);

}  // namespace softmax::verify
