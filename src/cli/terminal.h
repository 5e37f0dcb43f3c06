#pragma once

#include <memory>

#include "cli/options.h"
#include "cli/progress_line.h"
#include "core/progress.h"

namespace softmax::cli {

/// Of a clock that never goes back.
double seconds_now();

/// Shows progress on standard error until it is destroyed, or does nothing: where that is no terminal, with -q, and
/// where the result goes to a terminal or the input comes from one, which the line would get in the way of.
std::unique_ptr<Progress> progress_for(const Options& options, ProgressLine::Clock clock = seconds_now);

/// Empties the line that progress was shown on, if any was. For signal handlers: it allocates nothing and takes no
/// lock.
void erase_progress() noexcept;

}  // namespace softmax::cli
