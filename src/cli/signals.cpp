#include "cli/signals.h"

#include <csignal>

#include "cli/progress.h"
#include "io/new_file.h"

namespace softmax::cli {
namespace {

/// Runs as a signal handler, and with the signal's default action restored.
void clean_up_and_end(int signal) {
  remove_unfinished();
  erase_progress();
  std::raise(signal);
}

}  // namespace

void settle_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  struct sigaction cleaning {};
  cleaning.sa_handler = clean_up_and_end;
  cleaning.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction present {};
    if (sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_DFL) {
      sigaction(signal, &cleaning, nullptr);
    }
  }
}

void end_by_broken_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

}  // namespace softmax::cli
