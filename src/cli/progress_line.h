#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/progress.h"

namespace softmax::cli {

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

}  // namespace softmax::cli
