#pragma once

namespace softmax::cli {
/// What the command's exit status says.
enum ExitCode : int {
  done = 0,
  check_failed = 1,  ///< a check that was asked for says no; the output is written nevertheless
  failed = 2,        ///< wrong usage, unreadable or malformed input, failed output
};

/// Settles for the whole program what signals do:
/// - SIGINT, SIGTERM and SIGHUP end it as they do by default, but first remove unfinished files and the line of
///   progress; where they are ignored, as under nohup, they stay ignored;
/// - SIGPIPE and SIGXFSZ (a file beyond `ulimit -f`) are ignored: the write that fails is the error.
void settle_signals();

/// The whole program: understands the command line, reads, computes, writes, and reports. Returns the exit status; no
/// exception leaves it.
int run(int argc, const char* const* argv);
}  // namespace softmax::cli
