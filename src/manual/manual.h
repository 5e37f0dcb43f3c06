#pragma once

#include <string>
#include <string_view>

namespace softmax::manual {
/// The manual page for man: docs/softmax.1.in with the options and the version in place of @OPTIONS@ and @VERSION@.
std::string page(std::string_view frame);

// What shells read to complete a command line: the names of options, and their values or the names of files.

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();
}  // namespace softmax::manual
