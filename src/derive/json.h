#pragma once

#include <optional>
#include <string>

#include "derive/derivation.h"

namespace softmax::derive {

/// A derivation as a strict JSON object; docs/formats.md has its keys. Numbers have the digits of the other forms,
/// which is why they are not left to a library that writes doubles; NaN and infinities are strings.
std::string json(const Derivation& derivation, std::optional<int> precision);

}  // namespace softmax::derive
