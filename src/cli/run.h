#pragma once

namespace softmax::cli {

/// The whole program: understands the command line, reads, computes, writes, and tells. Returns the exit status; no
/// exception leaves it.
int run(int argc, const char* const* argv);

}  // namespace softmax::cli
