#pragma once

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <thread>

#include "support/skipped.h"

namespace softmax::test {

/// Makes the system refuse nameless files (O_TMPFILE) to the calling thread for the rest of its life, as some file
/// systems do. Returns false where the system has no filter for its calls.
inline bool refuse_nameless_files() {
  constexpr unsigned nameless = O_TMPFILE & ~O_DIRECTORY;
  constexpr unsigned flags = offsetof(seccomp_data, args) + 2 * sizeof(__u64);  // the third argument of openat
  sock_filter rules[] = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
                         {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, SYS_openat},
                         {BPF_LD | BPF_W | BPF_ABS, 0, 0, flags},
                         {BPF_JMP | BPF_JSET | BPF_K, 0, 1, nameless},
                         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EOPNOTSUPP},
                         {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
  const sock_fprog filter = {std::size(rules), rules};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// Runs the checks on a thread that gets no nameless files.
template <class Checks>
void without_nameless_files(Checks checks) {
  std::thread([&] {
    if (refuse_nameless_files()) {
      checks();
    } else {
      skipped("this system has no filter for its calls");
    }
  }).join();
}

}  // namespace softmax::test
