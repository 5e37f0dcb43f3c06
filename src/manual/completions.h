#pragma once

#include <string>

// What shells read to complete a command line of softmax: the names of options, the values that they have, and the
// names of files where those are meant.
namespace softmax::manual {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace softmax::manual
