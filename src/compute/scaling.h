#pragma once

#include "core/dtype.h"
#include "core/request.h"

namespace softmax::compute {

/// How inputs become logits z = c·x, c being 1/T or θ, so that nothing overflows on the way to a difference that does
/// not: w = prescale·x is exact (prescale is ±1, ±1/2 or 0), z - z' = (w - w')·(high + low)·first·second, and the
/// largest w of a slice belongs to its largest z. high + low is in [1, 2) and off by less than 2^-46 (float), 2^-104
/// (double) of itself; first and second are powers of two, second is an infinity where every nonzero difference
/// overflows.
template <Real T>
struct Scaling {
  T prescale = 1;
  T high = 1;
  T low = 0;
  T first = 1;
  T second = 1;

  bool is_one() const { return prescale == 1 && high == 1 && low == 0 && first == 1 && second == 1; }
};

template <Real T>
Scaling<T> scaling(const Scale& scale);

}  // namespace softmax::compute
