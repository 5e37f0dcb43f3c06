#pragma once

#include <optional>

namespace softmax::cli {

/// The most threads that may be asked for.
inline constexpr long most_threads = 1024;

/// How many threads a run works with: those that were asked for, else one for each core that this process may run on,
/// and no more than a limit of memory (ulimit -v) has room for.
unsigned threads_for(std::optional<unsigned> asked);

}  // namespace softmax::cli
