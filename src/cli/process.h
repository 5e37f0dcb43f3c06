#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/run.h"

namespace softmax::cli {
/// How a run ended that met no Error.
struct Processed {
  ExitCode code;
  std::string account;  ///< for standard error; empty when none was asked for
};

/// Reads, computes, writes and accounts for what the options ask. Throws Error and BrokenPipe.
Processed process(const Options& options);

/// --check: runs the case files and writes the result of each case to the output, a path or "-". All files are read
/// before the first case runs. Throws Error for a malformed one.
ExitCode check_case_files(const std::vector<std::string>& paths, const std::string& output, unsigned threads);
}  // namespace softmax::cli
