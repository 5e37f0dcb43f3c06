#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace softmax {

/// What takes time, outermost first: while the tensors of a sequence are parsed and computed, its input is being read.
enum class Stage { reading, parsing, computing };

inline constexpr std::array<Stage, 3> every_stage = {Stage::reading, Stage::parsing, Stage::computing};

/// Is told how far the work has come, by whoever does it, a block at a time or so; does nothing with it. Any thread may
/// tell. A stage may begin again, with the next tensor.
class Progress {
 public:
  virtual ~Progress() = default;

  /// `bytes` are to be done; 0 when it is not known how many.
  virtual void begin(Stage /*stage*/, std::uint64_t /*bytes*/) {}

  /// So many more have been done.
  virtual void advance(Stage /*stage*/, std::uint64_t /*bytes*/) {}

  /// Nothing more is to be done, whatever was expected.
  virtual void end(Stage /*stage*/) {}
};

/// For work that nobody watches.
inline Progress& no_progress() {
  static Progress progress;
  return progress;
}

}  // namespace softmax
