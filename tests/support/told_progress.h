#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/progress.h"

namespace softmax::test {

/// Keeps what it is told.
class ToldProgress : public Progress {
 public:
  struct Told {
    int begun = 0;
    int ended = 0;
    int advances = 0;         ///< in all
    std::uint64_t total = 0;  ///< of the last begin
    std::uint64_t done = 0;   ///< since the last begin
  };

  void begin(Stage stage, std::uint64_t bytes) override {
    Told& told = of(stage);
    ++told.begun;
    told.total = bytes;
    told.done = 0;
  }
  void advance(Stage stage, std::uint64_t bytes) override {
    ++of(stage).advances;
    of(stage).done += bytes;
  }
  void end(Stage stage) override { ++of(stage).ended; }

  Told& of(Stage stage) { return told_[static_cast<std::size_t>(stage)]; }

 private:
  std::array<Told, every_stage.size()> told_;
};

}  // namespace softmax::test
