#pragma once

#include <optional>
#include <string>

#include "core/dtype.h"
#include "write/number.h"

namespace softmax::explain {

/// How numbers stand in an explanation: as in a terminal, in LaTeX's mathematics, or in JSON.
enum class Spelling { plain, math, json };

/// Numbers of a dtype as text: the fewest digits that read back the same, or so many after the point.
class Numbers {
 public:
  Numbers(Dtype dtype, std::optional<int> precision, Spelling spelling);

  /// `1e-05`, `-Infinity`; `1 \cdot 10^{-5}`, `-\infty`; `1e-05`, `"-Infinity"`. Takes values of the dtype.
  std::string operator()(double value) const;

  /// A finite number that was given and not computed: the fewest digits that read back the same double.
  std::string parameter(double value) const;

 private:
  Dtype dtype_;
  Spelling spelling_;
  write::NumberText text_;
};

}  // namespace softmax::explain
