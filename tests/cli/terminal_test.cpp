#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include <doctest/doctest.h>

#include "cli/progress.h"
#include "cli/run.h"
#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

/// What a terminal is sent by a process that has it as standard input, output and error, and the status of its end.
template <class Action>
std::string shown_on_terminal(const Action& action, int& status) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr unsigned most_seconds = 60;
    ::alarm(most_seconds);
    action();
    ::_exit(127);
  }
  std::string shown;
  std::array<char, 4096> block;
  for (ssize_t got = 0; (got = ::read(terminal, block.data(), block.size())) > 0;) {
    shown.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(terminal);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return shown;
}

/// The same of a command of `sh`, which has to succeed.
std::string shown_by_command(const std::string& script, const std::filesystem::path& directory) {
  const std::string search_path = program().parent_path().string() + ":" + std::getenv("PATH");
  int status = 0;
  const std::string shown = shown_on_terminal(
      [&] {
        ::setenv("PATH", search_path.c_str(), 1);
        if (::chdir(directory.c_str()) == 0) ::execlp("sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
      },
      status);
  CHECK(status == 0);
  return shown;
}

/// What is left to be seen of that, without blanks at the ends of lines: a carriage return goes back to the first
/// column, where the next character takes the place of what stands there.
std::string screen(const std::string& shown) {
  std::string all;
  std::string line;
  std::size_t column = 0;
  for (const char c : shown) {
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      all += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
      line.clear();
    } else {
      line.resize(std::max(line.size(), column + 1));
      line[column++] = c;
    }
  }
  return all + line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

TEST_CASE("the account is all that is left on a terminal, whether or not there was time to show progress") {
  if (!has_terminals()) return;
  const TemporaryDirectory directory;
  CHECK(screen(shown_by_command("echo 0 0 | softmax -o out.csv", directory.path())) ==
        "softmax along dim 1, stable, float64, shape (1, 2)\n"
        "sums along dim 1: 1\n"
        "the naive form would not have failed on this input\n");
  CHECK(bytes_of(directory.path() / "out.csv") == "0.5 0.5\n");
}

TEST_CASE("progress that was shown leaves an empty line") {
  double now = 0;
  std::string shown = "$ softmax\r\n";
  {
    cli::ProgressLine line([&now] { return now; }, [&shown](std::string_view text) { shown += text; });
    line.begin(Stage::computing, 1000);
    for (now = 2; now < 6; ++now) line.advance(Stage::computing, 200);
    CHECK(screen(shown) == "$ softmax\ncomputing: 80%, 160 B/s, 0:02 left");
  }
  CHECK(screen(shown + "an error\r\n") == "$ softmax\nan error\n");
}

TEST_CASE("an interruption empties the line of progress and ends by the signal") {
  if (!has_terminals()) return;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    int status = 0;
    const std::string shown = shown_on_terminal(
        [signal] {
          std::signal(signal, SIG_DFL);  // not that of the test program
          cli::settle_signals();
          double now = 0;
          const std::unique_ptr<Progress> progress =
              cli::progress_for(false, "in.npy", "out.npy", [&now] { return now; });
          progress->begin(Stage::computing, 1000);
          now = 5;
          progress->advance(Stage::computing, 200);
          std::raise(signal);
        },
        status);
    CHECK(shown.find("computing: 20%") != std::string::npos);
    CHECK(screen(shown).empty());
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
  }
}

TEST_CASE("only where it is in nobody's way is a line of progress shown") {
  if (!has_terminals()) return;
  int terminal = -1;
  int end = -1;
  std::array<char, 64> name{};
  REQUIRE(::openpty(&terminal, &end, name.data(), nullptr, nullptr) == 0);
  const int errors = ::dup(STDERR_FILENO);
  const auto shows_line = [](const std::string& output, bool quiet = false) {
    const std::unique_ptr<Progress> progress = cli::progress_for(quiet, "in.npy", output);
    const Progress& shown = *progress;
    return typeid(shown) != typeid(Progress);
  };

  CHECK(::dup2(end, STDERR_FILENO) >= 0);
  const std::vector<bool> on_terminal = {shows_line("out.npy"), shows_line(name.data()), shows_line("out.npy", true)};
  const int file = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  CHECK(::dup2(file, STDERR_FILENO) >= 0);
  const bool elsewhere = shows_line("out.npy");
  CHECK(::dup2(errors, STDERR_FILENO) >= 0);
  for (const int descriptor : {terminal, end, errors, file}) ::close(descriptor);

  CHECK(on_terminal == std::vector<bool>{true, false, false});
  CHECK_FALSE(elsewhere);
}

}  // namespace softmax::test
