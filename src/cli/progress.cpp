#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "io/output.h"

namespace softmax::cli {
namespace {
constexpr std::array<std::string_view, 3> stage_names = {"reading", "parsing", "computing"};

/// "0:07", "12:30", "1:05:00".
std::string time_text(double seconds) {
  constexpr double longest = 999 * 3600;  // that anybody would wait for
  const auto whole = static_cast<long>(std::min(std::ceil(seconds), longest));
  const long minutes = whole / 60 % 60;
  if (whole < 3600) return formatted("{}:{:02}", minutes, whole % 60);
  return formatted("{}:{:02}:{:02}", whole / 3600, minutes, whole % 60);
}

constexpr double seconds_before_drawing = 1;
constexpr double seconds_between_drawings = 0.25;

/// Whether "-" or a device is a terminal.
bool is_terminal(const std::string& output) {
  std::error_code none;
  const bool may_be = output == "-" || std::filesystem::is_character_file(output, none);
  return may_be && Output::open(output).is_terminal();
}

/// Whether the terminal shows a line of progress; a signal handler asks.
std::atomic<bool> shows_line = false;

/// A job in the background leaves the terminal to the job in the foreground.
bool is_in_foreground() {
  const pid_t foreground = tcgetpgrp(STDERR_FILENO);
  return foreground == -1 || foreground == getpgrp();
}

/// A line that can't be shown is ignored.
void show(std::string_view text) {
  if (!is_in_foreground()) return;
  shows_line = !text.ends_with('\r');  // such a text has emptied the line
  static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()) == 0);
}
}  // namespace

std::string progress_text(const StageProgress& progress) {
  const auto done = static_cast<double>(progress.done);
  const auto total = static_cast<double>(progress.total);
  const double speed = progress.seconds > 0 ? done / progress.seconds : 0;
  std::string text = formatted("{}: ", stage_names[static_cast<std::size_t>(progress.stage)]);
  if (progress.total == 0) {
    text += bytes_text(done);
  } else {
    text += formatted("{:.0f}%", std::floor(std::min(done / total, 1.0) * 100));
  }
  if (speed == 0) return text;
  text += formatted(", {}/s", bytes_text(speed));
  if (progress.total != 0) text += formatted(", {} left", time_text(std::max(total - done, 0.0) / speed));
  return text;
}

ProgressLine::ProgressLine(Clock clock, Show show)
    : clock_(std::move(clock)), show_(std::move(show)), next_drawing_(clock_() + seconds_before_drawing) {}

// Blanks instead of an escape sequence: every terminal knows them.
ProgressLine::~ProgressLine() {
  if (width_ > 0) show_(formatted("\r{:{}}\r", "", width_));
}

void ProgressLine::begin(Stage stage, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  work(stage) = {.is_open = true, .done = 0, .total = bytes, .began = clock_()};
}

void ProgressLine::advance(Stage stage, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  work(stage).done += bytes;
  draw_when_due(clock_());
}

void ProgressLine::end(Stage stage) {
  const std::lock_guard lock(mutex_);
  work(stage).is_open = false;
}

/// The innermost stage that takes long by itself; where each tensor of a sequence takes no time, the stage around them.
std::optional<Stage> ProgressLine::shown_stage(double now) const {
  std::optional<Stage> shown;
  for (const Stage stage : every_stage) {
    const Work& candidate = works_[static_cast<std::size_t>(stage)];
    const bool is_unfinished = candidate.is_open && (candidate.total == 0 || candidate.done < candidate.total);
    if (is_unfinished && (!shown || now - candidate.began >= seconds_before_drawing)) shown = stage;
  }
  return shown;
}

void ProgressLine::draw_when_due(double now) {
  if (now < next_drawing_) return;
  const std::optional<Stage> stage = shown_stage(now);
  if (!stage) return;
  const Work& shown = work(*stage);
  const std::string text = progress_text({*stage, shown.done, shown.total, now - shown.began});
  show_(formatted("\r{:{}}", text, width_));
  width_ = std::max(width_, text.size());
  next_drawing_ = now + seconds_between_drawings;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::unique_ptr<Progress> progress_for(bool quiet, const std::string& input, const std::string& output,
                                       ProgressLine::Clock clock) {
  const bool is_typed = input == "-" && isatty(STDIN_FILENO) == 1;
  if (quiet || is_typed || isatty(STDERR_FILENO) != 1 || is_terminal(output)) {
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
  if (shows_line && is_in_foreground())
    static_cast<void>(::write(STDERR_FILENO, blank_line.data(), blank_line.size()) == 0);
}
}  // namespace softmax::cli
