#pragma once

#include <memory>

#include "cli/options.h"
#include "core/progress.h"

namespace softmax::cli {

/// Shows progress on standard error until it is destroyed, or does nothing: where that is no terminal, with -q, and
/// where the result goes to a terminal or the input comes from one, which the line would get in the way of.
std::unique_ptr<Progress> progress_for(const Options& options);

}  // namespace softmax::cli
