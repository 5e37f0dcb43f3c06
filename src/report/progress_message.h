#pragma once

#include <cstdint>
#include <string>

#include "core/progress.h"

namespace softmax::report {

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

}  // namespace softmax::report
