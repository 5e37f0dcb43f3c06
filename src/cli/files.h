#pragma once

#include "cli/options.h"

namespace softmax::cli {

/// Throws Error where a file that the run writes would replace one that it reads or writes besides. INPUT alone may be
/// replaced, and by the result alone: that is what `softmax x.npy -o x.npy` asks for.
void refuse_replaced_files(const Options& options);

}  // namespace softmax::cli
