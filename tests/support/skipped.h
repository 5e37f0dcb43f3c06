#pragma once

#include <pty.h>
#include <unistd.h>

#include <string>

#include <doctest/doctest.h>

#include "support/process.h"

namespace softmax::test {

/// Says that a test is not run on this system, and why, in words that `./dev test` repeats at its end.
inline void skipped(const std::string& why) { MESSAGE("skipped: " << why); }

/// Whether a program that a test needs is here; says so when it is not.
inline bool has_program(const std::string& name) {
  const TemporaryDirectory directory;
  if (run_script("command -v " + name + " >/dev/null", directory.path()).status == 0) return true;
  skipped("there is no " + name + " here");
  return false;
}

/// Whether there are pseudo-terminals; says so when there are none.
inline bool has_terminals() {
  int terminal = -1;
  int other_end = -1;
  if (::openpty(&terminal, &other_end, nullptr, nullptr, nullptr) != 0) {
    skipped("this system gives no pseudo-terminal");
    return false;
  }
  ::close(terminal);
  ::close(other_end);
  return true;
}

}  // namespace softmax::test
