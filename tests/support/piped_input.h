#pragma once

#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "io/input.h"

namespace softmax::test {

/// The reading end of a pipe that holds these bytes and ends; at most 64 KiB, which a pipe takes at once.
inline Input piped_input(std::string_view bytes) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("can't make a pipe");
  if (::write(ends[1], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("the pipe takes too little");
  }
  ::close(ends[1]);
  Input input = Input::open("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  return input;
}

}  // namespace softmax::test
