#pragma once

#include <cstddef>

#include "core/dtype.h"

namespace softmax::write {

/// The room that put_shortest needs. It may use all of it, though its text has 24 bytes at most.
inline constexpr std::size_t room_for_shortest = 40;

/// Writes the fewest digits that read back as the same float or double, and of those the nearest: `1`, `-0`, `0.1`,
/// `1e-05`, `1e+16`. The exponent is written for magnitudes below 1e-4 and from 1e16 on. Gives the end of the text. The
/// value is finite.
template <Real T>
char* put_shortest(char* to, T value);

}  // namespace softmax::write
