#pragma once

#include <optional>

#include "formats/printed/forms.h"
#include "formats/printed/text.h"

namespace softmax::formats {
/// A factor that all numbers of a block share, `1.00000e-02 *`, as PyTorch once printed it.
struct CommonFactor {
  long power;       ///< the factor is 10^power
  const char* end;  ///< after the '*'
};

/// The factor at `at`, if there is one. Throws Error for a factor that is no power of ten.
std::optional<CommonFactor> read_factor(const PrintText& text, const char* at);

/// The form "rows": lines of numbers with blanks between them, and what PyTorch up to 0.4 and its C++ library print
/// around them: a common factor (`1.00000e-02 *`), `(0 ,.,.) =` before each matrix, `Columns 0 to 9`, and at the end
/// the type and the sizes: `[torch.FloatTensor of size 2x3]`, `[ CPUFloatType{2,3} ]`. Rows without the sizes count
/// only alone, and have the shape that the lines show.
bool may_start_rows(const PrintPlace& place);
PrintFound read_rows(const PrintPlace& place);
}  // namespace softmax::formats
