#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include <doctest/doctest.h>

#include "cli/run.h"
#include "io/new_file.h"
#include "support/temporary_directory.h"
#include "support/without_nameless_files.h"

namespace softmax::test {

TEST_CASE("an interrupted program removes its unfinished files and ends by the signal") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const TemporaryDirectory directory;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      std::signal(signal, SIG_DFL);  // not that of the test program
      cli::settle_signals();
      refuse_nameless_files();
      const auto file = NewFile::create(directory / "target", "target", 0644);
      const bool is_there = directory.names().size() == 1;
      if (is_there) std::raise(signal);
      ::_exit(1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    CHECK(directory.names().empty());
  }
}

}  // namespace softmax::test
