#pragma once

namespace softmax::cli {

/// What the command's exit status says.
enum ExitCode : int {
  done = 0,
  check_failed = 1,  ///< a check that was asked for says no; the output is written all the same
  failed = 2,        ///< wrong usage, unreadable or malformed input, failed output
};

/// The whole program: understands the command line, reads, computes, writes, and tells. Returns the exit status; no
/// exception leaves it.
int run(int argc, const char* const* argv);

}  // namespace softmax::cli
