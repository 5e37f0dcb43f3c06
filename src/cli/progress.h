#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "core/progress.h"

namespace softmax::cli {

/// How far a stage of the work has come.
struct StageProgress {
  Stage stage = Stage::reading;
  std::uint64_t done = 0;   ///< bytes
  std::uint64_t total = 0;  ///< bytes; 0 when it is not known
  double seconds = 0;       ///< since the stage began
};

/// "computing: 45%, 1.20 GB/s, 0:12 left"; of an unknown total "reading: 1.24 GB, 310 MB/s". Shares and times are
/// rounded so that 100% and 0:00 mean the end. Speed and what is left to wait are those of the stage so far, and stay
/// out before anything is done.
std::string progress_text(const StageProgress& progress);

/// Shows on a line of a terminal how far the work has come: first after a second, then at most four times a second, in
/// place. It has no thread and no timer: whoever tells of progress makes it look at the clock.
class ProgressLine : public Progress {
 public:
  using Clock = std::function<double()>;               ///< seconds since whenever
  using Show = std::function<void(std::string_view)>;  ///< what the terminal is to be sent

  /// The work begins now.
  ProgressLine(Clock clock, Show show);

  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Leaves the line empty, with the cursor at its beginning, where something was shown.
  ~ProgressLine() override;

  void begin(Stage stage, std::uint64_t bytes) override;
  void advance(Stage stage, std::uint64_t bytes) override;
  void end(Stage stage) override;

 private:
  struct Work {
    bool is_open = false;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    double began = 0;
  };

  Work& work(Stage stage) { return works_[static_cast<std::size_t>(stage)]; }
  std::optional<Stage> shown_stage(double now) const;
  void draw_when_due(double now);

  Clock clock_;
  Show show_;
  std::mutex mutex_;  ///< for all below
  std::array<Work, every_stage.size()> works_;
  double next_drawing_;
  std::size_t width_ = 0;  ///< of what is shown
};

/// Of a clock that never goes back.
double seconds_now();

/// Shows progress on standard error until it is destroyed, or does nothing: where that is no terminal, with -q, and
/// where the result goes to a terminal or the input comes from one, which the line would get in the way of.
std::unique_ptr<Progress> progress_for(const Options& options, ProgressLine::Clock clock = seconds_now);

/// Empties the line that progress was shown on, if any was. For signal handlers: it allocates nothing and takes no
/// lock.
void erase_progress() noexcept;

}  // namespace softmax::cli
