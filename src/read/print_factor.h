#pragma once

#include <optional>

#include "read/print_text.h"

namespace softmax::read {

/// A factor that all numbers of a block have in common, `1.00000e-02 *`, as PyTorch printed it once.
struct CommonFactor {
  long power;       ///< it is 10^power
  const char* end;  ///< behind the '*'
};

/// The factor that begins at `at`, if one does. Throws Error for one that is no power of ten.
std::optional<CommonFactor> read_factor(const PrintText& text, const char* at);

}  // namespace softmax::read
