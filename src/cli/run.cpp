#include "cli/run.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <string_view>

#include "cli/options.h"
#include "cli/progress.h"
#include "core/error.h"
#include "core/formatted.h"
#include "io/new_file.h"
#include "io/output.h"
#include "report/message.h"

namespace softmax::cli {
namespace {
/// A failure to write standard error is ignored: there is no place to report it.
void print_error(std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(STDERR_FILENO, text.data(), text.size());
    if (done <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

/// A file that is opened later must not get the number of a closed standard stream. The number is given to a descriptor
/// that can't be used, so that using the stream is an error as before.
void hold_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

/// Runs as a signal handler, and with the signal's default action restored.
void clean_up_and_end(int signal) {
  remove_unfinished();
  erase_progress();
  std::raise(signal);
}

/// Ends the program as cat ends when the reader of its pipe has closed it. Returns where the signal is blocked.
void end_by_broken_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

ExitCode run_options(const Options& options) {
  if (options.text) {
    Output output = Output::standard_output();
    output.write(*options.text);
    output.finish();
    return done;
  }
  if (!options.has_input && isatty(STDIN_FILENO) == 1) {
    print_error(usage());
    return failed;
  }
  if (options.check) return check_case_files(options.inputs, options.output.value_or("-"), options.request.threads);
  const Processed processed = process(options);
  print_error(processed.account);
  return processed.code;
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

int run(int argc, const char* const* argv) {
  hold_closed_streams();
  settle_signals();
  try {
    return run_options(parse_options(argc, argv));
  } catch (const Error& error) {
    print_error(report::error_text(error));
  } catch (const BrokenPipe&) {
    end_by_broken_pipe();
  } catch (const std::bad_alloc&) {
    print_error(report::error_text(memory_error("this input")));
  } catch (const std::exception& error) {
    print_error(formatted("softmax: unexpected trouble: {}\n", error.what()));
  }
  return failed;
}
}  // namespace softmax::cli
