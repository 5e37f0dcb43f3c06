#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "check/mistakes/mistakes.h"

namespace softmax::check {
/// Whether the print has every element of a tensor of the run's shape, so that its slices can be looked at.
inline bool shows_slices(const Context& context) {
  return context.rule().knows_slices && context.expected().shape == context.shape();
}

/// The slices that are looked at, each once. Where only sums were printed, all.
inline std::vector<std::size_t> slices_looked_at(const Context& context) {
  std::vector<std::size_t> found;
  for (const std::size_t element : context.elements()) found.push_back(context.slices().slice_of(element));
  if (context.elements().empty()) {
    found.resize(context.slices().count());
    std::iota(found.begin(), found.end(), std::size_t{0});
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// How 0 is printed: as the probability 0 or as its logarithm.
inline double printed_zero(const Context& context) { return context.is_log() ? -infinity : 0; }
}  // namespace softmax::check
