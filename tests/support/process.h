#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "support/temporary_directory.h"

namespace softmax::test {

/// What a finished process has said.
struct Finished {
  std::string output;
  std::string errors;
  int status = 0;  ///< of the exit; 128 and the number of a signal that ended it, as the shell has it
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The program that commands run: the one that was built with the tests, or what the variable SOFTMAX_PROGRAM names, so
/// that any other build can be put to the same tests. Its file is called softmax.
inline std::filesystem::path program() {
  const char* other = std::getenv("SOFTMAX_PROGRAM");
  return std::filesystem::absolute(other != nullptr ? other : SOFTMAX_PROGRAM);
}

/// Runs a script with `sh` in the directory: program() is `softmax` there, nothing is on standard input, the locale is
/// C.UTF-8, and after a minute it is ended.
inline Finished run_script(const std::string& script, const std::filesystem::path& directory) {
  // Files and not pipes: no reader has to keep up.
  const TemporaryDirectory kept;
  const std::filesystem::path output = kept.path() / "output";
  const std::filesystem::path errors = kept.path() / "errors";
  const std::filesystem::path programs = program().parent_path();
  const std::string search_path = programs.string() + ":" + std::getenv("PATH");

  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("can't start a process");
  if (child == 0) {
    const auto stand_in = [](const char* path, int flags, int descriptor) {
      constexpr mode_t private_mode = 0600;
      if (::dup2(::open(path, flags | O_CLOEXEC, private_mode), descriptor) < 0) ::_exit(127);
    };
    stand_in("/dev/null", O_RDONLY, STDIN_FILENO);
    stand_in(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
    stand_in(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
    constexpr unsigned most_seconds = 60;  // a command that hangs ends by SIGALRM
    ::alarm(most_seconds);
    ::setenv("PATH", search_path.c_str(), 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    if (::chdir(directory.c_str()) != 0) ::_exit(127);
    ::execlp("sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }

  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error("can't wait for a process");
  }
  const int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {bytes_of(output), bytes_of(errors), exit_status};
}

}  // namespace softmax::test
