#pragma once

#include <optional>

#include "formats/printed/call.h"
#include "formats/printed/text.h"

namespace softmax::formats {

/// A factor that all numbers of a block have in common, `1.00000e-02 *`, as PyTorch printed it once.
struct CommonFactor {
  long power;       ///< it is 10^power
  const char* end;  ///< behind the '*'
};

/// The factor that begins at `at`, if one does. Throws Error for one that is no power of ten.
std::optional<CommonFactor> read_factor(const PrintText& text, const char* at);

/// Lines of numbers with blanks between them, and what PyTorch up to 0.4 and its C++ library print around them: a
/// common factor (`1.00000e-02 *`), `(0 ,.,.) =` before each matrix, `Columns 0 to 9`, and behind all of it the type
/// and the sizes: `[torch.FloatTensor of size 2x3]`, `[ CPUFloatType{2,3} ]`.
struct PrintedRows {
  std::optional<PrintedTensor> tensor;  ///< nothing when the lines are none
  bool names_shape = false;             ///< the sizes stood behind them; else the shape is what the lines look like
  const char* end = nullptr;            ///< the first line that does not belong to them
};

/// Reads the lines from `line`, the beginning of one, on. Throws Error for summarised, cut and ragged rows when the
/// sizes stand behind them.
PrintedRows read_rows(const PrintText& text, const char* line);

}  // namespace softmax::formats
