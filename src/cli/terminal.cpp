#include "cli/terminal.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "write/output.h"

namespace softmax::cli {
namespace {

/// A terminal behind "-" or the name of a device.
bool is_terminal(const std::string& output) {
  std::error_code none;
  const bool may_be = output == "-" || std::filesystem::is_character_file(output, none);
  return may_be && write::Output::open(output).is_terminal();
}

/// Whether the terminal shows a line of progress; a signal handler asks.
std::atomic<bool> shows_line = false;

/// A job in the background leaves the terminal to those in front.
bool is_in_front() {
  const pid_t in_front = tcgetpgrp(STDERR_FILENO);
  return in_front == -1 || in_front == getpgrp();
}

/// A line that can't be shown is nothing to stop for.
void show(std::string_view text) {
  if (!is_in_front()) return;
  shows_line = !text.ends_with('\r');  // what ends so has emptied the line
  static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()) == 0);
}

}  // namespace

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::unique_ptr<Progress> progress_for(const Options& options, ProgressLine::Clock clock) {
  const bool is_typed = options.input == "-" && isatty(STDIN_FILENO) == 1;
  if (options.quiet || is_typed || isatty(STDERR_FILENO) != 1 || is_terminal(options.output.value_or("-"))) {
    return std::make_unique<Progress>();
  }
  return std::make_unique<ProgressLine>(std::move(clock), show);
}

void erase_progress() noexcept {
  constexpr auto blank_line = [] {
    std::array<char, 64> line{};  // longer than any line of progress, shorter than a line of a terminal
    line.fill(' ');
    line.front() = line.back() = '\r';
    return line;
  }();
  if (shows_line && is_in_front()) static_cast<void>(::write(STDERR_FILENO, blank_line.data(), blank_line.size()) == 0);
}

}  // namespace softmax::cli
