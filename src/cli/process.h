#pragma once

#include <string>

#include "cli/options.h"
#include "cli/run.h"

namespace softmax::cli {

/// How a run ended that could be ended.
struct Processed {
  ExitCode code;
  std::string account;  ///< what standard error is to be told; empty when none was asked for
};

/// Reads, computes, writes and accounts for what the options ask. Throws Error and BrokenPipe.
Processed process(const Options& options);

}  // namespace softmax::cli
