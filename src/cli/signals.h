#pragma once

namespace softmax::cli {

/// Settles for the whole program what signals do:
/// - SIGINT, SIGTERM and SIGHUP end it as they do by default, but first remove unfinished files and the line of
///   progress; where they are ignored, as under nohup, they stay so;
/// - SIGPIPE and SIGXFSZ (a file beyond `ulimit -f`) are left to the write that fails.
void settle_signals();

/// Ends the program as cat ends when nobody reads its pipe any more. Returns where the signal is blocked.
void end_by_broken_pipe();

}  // namespace softmax::cli
