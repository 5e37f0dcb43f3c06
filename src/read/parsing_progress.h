#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/progress.h"
#include "read/text.h"

namespace softmax::read {

/// Tells how far a text has been parsed, every so many bytes. Asking it costs a comparison.
class ParsingProgress {
 public:
  /// Nothing has been parsed. Both must outlive the object.
  ParsingProgress(Progress& progress, const Text& text)
      : progress_(progress), told_(text.begin()), due_(text.begin()), end_(text.end()) {
    progress.begin(Stage::parsing, text.bytes().size());
    schedule();
  }

  /// The text has been parsed up to here.
  void reach(const char* at) {
    if (at < due_) return;
    progress_.advance(Stage::parsing, static_cast<std::uint64_t>(at - told_));
    told_ = at;
    schedule();
  }

 private:
  void schedule() {
    constexpr std::ptrdiff_t stride = std::ptrdiff_t{1} << 18;
    due_ = told_ + std::min(stride, end_ - told_);
  }

  Progress& progress_;
  const char* told_;
  const char* due_;
  const char* end_;
};

}  // namespace softmax::read
