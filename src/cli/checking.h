#pragma once

#include "cli/options.h"
#include "cli/run.h"

namespace softmax::cli {

/// --check: runs the case files and writes what becomes of each case. All files are read before the first case runs.
/// Throws Error for a malformed one.
ExitCode check(const Options& options);

}  // namespace softmax::cli
