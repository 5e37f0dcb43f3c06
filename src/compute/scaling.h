#pragma once

#include "core/request.h"

namespace softmax::compute {

/// How inputs become logits z = c·x, c being 1/T or θ, so that nothing overflows on the way to a difference that does
/// not: w = prescale·x is exact (prescale is ±1, ±1/2 or 0), z - z' = (w - w')·(high + low)·first·second, and the
/// largest w of a slice belongs to its largest z. high + low is in [1, 2) and off by less than 2^-104 of itself; first
/// and second are powers of two, second is an infinity where every nonzero difference overflows.
struct Scaling {
  double prescale = 1;
  double high = 1;
  double low = 0;
  double first = 1;
  double second = 1;

  bool is_one() const { return prescale == 1 && high == 1 && low == 0 && first == 1 && second == 1; }
};

Scaling scaling(const Scale& scale);

}  // namespace softmax::compute
