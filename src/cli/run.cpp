#include "cli/run.h"

#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "cli/checking.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/process.h"
#include "cli/signals.h"
#include "core/error.h"
#include "core/formatted.h"
#include "io/output.h"
#include "report/message.h"

namespace softmax::cli {
namespace {

/// Standard error is told what can be told; that it can't be written is nothing to stop for.
void tell(std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(STDERR_FILENO, text.data(), text.size());
    if (done <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

/// A standard stream that is closed must not become the number of a file that is opened later: its place is taken by
/// what can't be used, so that using it is the error that it was.
void hold_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    static_cast<void>(::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

ExitCode run_options(const Options& options) {
  if (options.text) {
    Output output = Output::standard_output();
    output.write(*options.text);
    output.finish();
    return done;
  }
  if (!options.has_input && isatty(STDIN_FILENO) == 1) {
    tell(usage());
    return failed;
  }
  if (options.check) return check(options);
  const Processed processed = process(options);
  tell(processed.account);
  return processed.code;
}

}  // namespace

int run(int argc, const char* const* argv) {
  hold_closed_streams();
  settle_signals();
  try {
    return run_options(parse_options(argc, argv));
  } catch (const Error& error) {
    tell(report::error_text(error));
  } catch (const BrokenPipe&) {
    end_by_broken_pipe();
  } catch (const std::bad_alloc&) {
    tell(report::error_text(memory_error("this input")));
  } catch (const std::exception& error) {
    tell(formatted("softmax: unexpected trouble: {}\n", error.what()));
  }
  return failed;
}

}  // namespace softmax::cli
