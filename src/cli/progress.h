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

#include "core/progress.h"

namespace softmax::cli {
/// How far a stage of the work has come.
struct StageProgress {
  Stage stage = Stage::reading;
  std::uint64_t done = 0;   ///< bytes
  std::uint64_t total = 0;  ///< bytes; 0 when it is not known
  double seconds = 0;       ///< since the stage began
};

/// "computing: 45%, 1.20 GB/s, 0:12 left"; with an unknown total "reading: 1.24 GB, 310 MB/s". Shares and times are
/// rounded so that 100% and 0:00 mean the end. The speed is that of the stage so far, and the time left follows from
/// it; both are left out before anything is done.
std::string progress_text(const StageProgress& progress);

/// Shows on a line of a terminal how far the work has come: first after a second, then at most four times a second, in
/// place. It has no thread and no timer: it looks at the clock when progress is reported.
class ProgressLine : public Progress {
 public:
  using Clock = std::function<double()>;               ///< seconds since any moment
  using Show = std::function<void(std::string_view)>;  ///< sends text to the terminal

  /// The work starts now.
  ProgressLine(Clock clock, Show show);

  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Empties the line, if anything was shown, with the cursor at its start.
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
  std::mutex mutex_;  ///< for all members below
  std::array<Work, every_stage.size()> works_;
  double next_drawing_;
  std::size_t width_ = 0;  ///< of the text that is shown
};

/// The time of a clock that never goes back.
double seconds_now();

/// Shows progress on standard error until it is destroyed. Does nothing when `quiet`, where that is no terminal, and
/// where input or result are one, as the line would be in the way. `input` and `output` are paths or "-".
std::unique_ptr<Progress> progress_for(bool quiet, const std::string& input, const std::string& output,
                                       ProgressLine::Clock clock = seconds_now);

/// Empties the line of progress, if there is one. For signal handlers: it allocates nothing and takes no lock.
void erase_progress() noexcept;
}  // namespace softmax::cli
