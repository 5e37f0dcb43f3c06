#include "cli/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/process.h"

namespace softmax::test {
namespace {

/// What a terminal is sent by a command of `sh` that has it as standard input, output and error.
std::string shown_on_terminal(const std::string& script, const std::filesystem::path& directory) {
  const std::string programs = std::filesystem::path(SOFTMAX_PROGRAM).parent_path();
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr unsigned most_seconds = 60;
    ::alarm(most_seconds);
    ::setenv("PATH", (programs + ":" + std::getenv("PATH")).c_str(), 1);
    if (::chdir(directory.c_str()) != 0) ::_exit(127);
    ::execlp("sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  std::string shown;
  std::array<char, 4096> block;
  for (ssize_t got = 0; (got = ::read(terminal, block.data(), block.size())) > 0;) {
    shown.append(block.data(), static_cast<std::size_t>(got));
  }
  ::close(terminal);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  CHECK(status == 0);
  return shown;
}

}  // namespace

TEST_CASE("on a terminal a short run shows its account and no progress") {
  const TemporaryDirectory directory;
  CHECK(shown_on_terminal("echo 0 0 | softmax -o out.csv", directory.path()) ==
        "softmax along dim 1, stable, float64, shape (1, 2)\r\n"
        "sums along dim 1: 1\r\n"
        "the naive form would not have failed on this input\r\n");
  CHECK(bytes_of(directory.path() / "out.csv") == "0.5 0.5\n");
}

TEST_CASE("only where it is in nobody's way is a line of progress shown") {
  int terminal = -1;
  int end = -1;
  std::array<char, 64> name{};
  REQUIRE(::openpty(&terminal, &end, name.data(), nullptr, nullptr) == 0);
  const int errors = ::dup(STDERR_FILENO);
  const auto shows_line = [](const cli::Options& options) {
    const std::unique_ptr<Progress> progress = cli::progress_for(options);
    const Progress& shown = *progress;
    return typeid(shown) != typeid(Progress);
  };
  cli::Options to_file;
  to_file.input = "in.npy";
  to_file.output = "out.npy";
  cli::Options to_terminal = to_file;
  to_terminal.output = name.data();
  cli::Options quiet = to_file;
  quiet.quiet = true;

  CHECK(::dup2(end, STDERR_FILENO) >= 0);
  const std::vector<bool> on_terminal = {shows_line(to_file), shows_line(to_terminal), shows_line(quiet)};
  const int file = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  CHECK(::dup2(file, STDERR_FILENO) >= 0);
  const bool elsewhere = shows_line(to_file);
  CHECK(::dup2(errors, STDERR_FILENO) >= 0);
  for (const int descriptor : {terminal, end, errors, file}) ::close(descriptor);

  CHECK(on_terminal == std::vector<bool>{true, false, false});
  CHECK_FALSE(elsewhere);
}

}  // namespace softmax::test
