#pragma once

#include <cstddef>
#include <vector>

namespace softmax::verify {

/// The sets of dims of a tensor of that rank that people normalise along by mistake, small ones first, each sorted:
/// every set up to rank 6, beyond that single dims, pairs, and all.
std::vector<std::vector<std::size_t>> choices_of_dims(std::size_t rank);

}  // namespace softmax::verify
