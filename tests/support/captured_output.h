#pragma once

#include <unistd.h>

#include <string>

#include "support/memory_file.h"

namespace softmax::test {

/// While it lives, what is written to the descriptor of standard output is kept, and goes nowhere else.
class CapturedOutput {
 public:
  CapturedOutput() : real_(::dup(STDOUT_FILENO)) { ::dup2(kept_.descriptor(), STDOUT_FILENO); }
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;
  ~CapturedOutput() {
    ::dup2(real_, STDOUT_FILENO);
    ::close(real_);
  }

  std::string bytes() const { return kept_.bytes(); }

 private:
  MemoryFile kept_;
  int real_;
};

}  // namespace softmax::test
