#include "cli/progress_line.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "report/progress_message.h"

namespace softmax::cli {
namespace {

constexpr double seconds_before_drawing = 1;
constexpr double seconds_between_drawings = 0.25;

}  // namespace

ProgressLine::ProgressLine(Clock clock, Show show)
    : clock_(std::move(clock)), show_(std::move(show)), next_drawing_(clock_() + seconds_before_drawing) {}

// Blanks instead of an escape sequence: every terminal knows them.
ProgressLine::~ProgressLine() {
  if (width_ > 0) show_(fmt::format("\r{:{}}\r", "", width_));
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

/// The innermost of what takes long by itself. The tensors of a sequence may each be done in no time: then the whole
/// that they are parts of.
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
  const std::string text = report::progress_text({*stage, shown.done, shown.total, now - shown.began});
  show_(fmt::format("\r{:{}}", text, width_));
  width_ = std::max(width_, text.size());
  next_drawing_ = now + seconds_between_drawings;
}

}  // namespace softmax::cli
