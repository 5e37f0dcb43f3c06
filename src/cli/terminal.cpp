#include "cli/terminal.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/progress_line.h"
#include "write/output.h"

namespace softmax::cli {
namespace {

/// A terminal behind "-" or the name of a device.
bool is_terminal(const std::string& output) {
  std::error_code none;
  const bool may_be = output == "-" || std::filesystem::is_character_file(output, none);
  return may_be && write::Output::open(output).is_terminal();
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Ends the program as the signal would have done, on an empty line.
void erase_and_end(int signal) {
  constexpr auto blank_line = [] {
    std::array<char, 64> line{};  // longer than any line of progress, shorter than a line of a terminal
    line.fill(' ');
    line.front() = line.back() = '\r';
    return line;
  }();
  static_cast<void>(::write(STDERR_FILENO, blank_line.data(), blank_line.size()) == 0);
  std::raise(signal);
}

/// Signals that are ignored, as under nohup, stay so.
void erase_on_signals() {
  struct sigaction erasing {};
  erasing.sa_handler = erase_and_end;
  erasing.sa_flags = static_cast<int>(SA_RESETHAND);  // the signal that it raises ends the program
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction present {};
    if (sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_DFL) {
      sigaction(signal, &erasing, nullptr);
    }
  }
}

/// A job in the background leaves the terminal to those in front. A line that can't be shown is nothing to stop for.
void show(std::string_view text) {
  const pid_t in_front = tcgetpgrp(STDERR_FILENO);
  if (in_front != -1 && in_front != getpgrp()) return;
  static std::once_flag is_prepared;
  std::call_once(is_prepared, erase_on_signals);
  static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()) == 0);
}

}  // namespace

std::unique_ptr<Progress> progress_for(const Options& options) {
  const bool is_typed = options.input == "-" && isatty(STDIN_FILENO) == 1;
  if (options.quiet || is_typed || isatty(STDERR_FILENO) != 1 || is_terminal(options.output.value_or("-"))) {
    return std::make_unique<Progress>();
  }
  return std::make_unique<ProgressLine>(seconds_now, show);
}

}  // namespace softmax::cli
