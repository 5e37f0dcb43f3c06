#pragma once

#include "cli/exit_code.h"
#include "cli/options.h"

namespace softmax::cli {

/// Reads, computes, writes and accounts for what the options ask. `account` is set to what standard error should be
/// told at the end. Throws Error and write::BrokenPipe.
ExitCode process(const Options& options, std::string& account);

}  // namespace softmax::cli
