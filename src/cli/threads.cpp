#include "cli/threads.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>

namespace softmax::cli {
namespace {

/// The cores that this process may run on; asked of the scheduler, which is faster than reading what the machine has.
unsigned cores() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;  // more than CPU_SETSIZE of them
  return static_cast<unsigned>(CPU_COUNT(&allowed));
}

/// Each thread reserves a stack and a heap before it does anything, and what they take the tensor lacks.
unsigned threads_in_memory() {
  constexpr rlim_t room_of_thread = rlim_t{128} << 20;
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return most_threads;
  return static_cast<unsigned>(std::clamp<rlim_t>(limit.rlim_cur / room_of_thread, 1, most_threads));
}

}  // namespace

unsigned threads_for(std::optional<unsigned> asked) { return std::min(asked ? *asked : cores(), threads_in_memory()); }

}  // namespace softmax::cli
