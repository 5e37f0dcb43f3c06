#pragma once

#include <string>
#include <string_view>

namespace softmax::manual {
/// The manual page, for man: the text around the options (docs/softmax.1.in) with the options and the version in place
/// of @OPTIONS@ and @VERSION@.
std::string page(std::string_view frame);

// What shells read to complete a command line of softmax: the names of options, their values, and the names of files
// where a value is one.

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();
}  // namespace softmax::manual
