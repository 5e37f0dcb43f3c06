#pragma once

#include <string>

namespace softmax::manual {

// What shells read to complete a command line of softmax: the names of options, the values that they have, and the
// names of files where those are meant.

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace softmax::manual
