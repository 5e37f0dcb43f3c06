#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/options.h"

namespace softmax::fuzz {

/// How a command ended.
struct CommandRun {
  int status = 0;
  std::string output;
  std::string error;  ///< the message, with status 2
};

/// The options of a line, in which words stand apart by one blank each; nothing for a line that is refused, and for one
/// that reads no tensor (--help, --version, --check). Files that it names are left out: a target touches none. What
/// they would be for stays: --report goes to standard output, and --expect is still there.
std::optional<cli::Options> options_of(std::string_view line);

/// Runs the command in this process. Lets through every exception but Error: the program would call it unexpected.
CommandRun run_command(cli::Options options, std::string_view input);

}  // namespace softmax::fuzz
