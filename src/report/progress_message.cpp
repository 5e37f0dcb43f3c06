#include "report/progress_message.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "core/sizes.h"

namespace softmax::report {
namespace {

constexpr std::array<std::string_view, 3> stage_names = {"reading", "parsing", "computing"};

/// "0:07", "12:30", "1:05:00".
std::string time_text(double seconds) {
  constexpr double longest = 999 * 3600;  // nobody waits for it
  const auto whole = static_cast<long>(std::min(std::ceil(seconds), longest));
  const long minutes = whole / 60 % 60;
  if (whole < 3600) return fmt::format("{}:{:02}", minutes, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, minutes, whole % 60);
}

}  // namespace

std::string progress_text(const StageProgress& progress) {
  const auto done = static_cast<double>(progress.done);
  const auto total = static_cast<double>(progress.total);
  const double speed = progress.seconds > 0 ? done / progress.seconds : 0;
  std::string text = fmt::format("{}: ", stage_names[static_cast<std::size_t>(progress.stage)]);
  if (progress.total == 0) {
    text += bytes_text(done);
  } else {
    text += fmt::format("{:.0f}%", std::floor(std::min(done / total, 1.0) * 100));
  }
  if (speed == 0) return text;
  text += fmt::format(", {}/s", bytes_text(speed));
  if (progress.total != 0) text += fmt::format(", {} left", time_text(std::max(total - done, 0.0) / speed));
  return text;
}

}  // namespace softmax::report
