#pragma once

#include <array>
#include <cstdint>

namespace softmax {
/// What takes time, outermost first: while the tensors of a sequence are parsed and computed, its input is being read.
enum class Stage { reading, parsing, computing };

inline constexpr std::array<Stage, 3> every_stage = {Stage::reading, Stage::parsing, Stage::computing};

/// Receives how far the work has come, about once a block, from any thread. This base class ignores it. A stage may
/// begin again, with the next tensor.
class Progress {
 public:
  virtual ~Progress() = default;

  /// `bytes` are to be done; 0 when the number is unknown.
  virtual void begin(Stage /*stage*/, std::uint64_t /*bytes*/) {}

  /// `bytes` more have been done.
  virtual void advance(Stage /*stage*/, std::uint64_t /*bytes*/) {}

  /// The stage is over, even if more was expected.
  virtual void end(Stage /*stage*/) {}
};

/// For work whose progress is not shown.
inline Progress& no_progress() {
  static Progress progress;
  return progress;
}
}  // namespace softmax
