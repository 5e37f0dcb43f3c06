#pragma once

#include <string>
#include <vector>

namespace softmax::cli {
struct Options;

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

/// The whole program, from the command line to the exit status. No exception leaves it.
int run(int argc, const char* const* argv);

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
