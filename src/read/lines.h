#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "read/input.h"

namespace softmax::read {

/// The lines of an input, each as soon as it is there: a slow pipe is not waited for to its end.
class Lines {
 public:
  explicit Lines(Input& input) : input_(input) {}

  /// The next line with its end, which only the last one may lack; nothing behind the last. Throws Error when reading
  /// fails.
  std::optional<std::string> next();

  /// The number of the line that `next` gave, from 1.
  std::size_t number() const { return number_; }

 private:
  std::optional<std::string> take_next();

  Input& input_;
  std::string read_;  ///< what has been read and is not given out, from `begin_` on
  std::size_t begin_ = 0;
  bool is_at_end_ = false;
  std::size_t number_ = 0;
};

}  // namespace softmax::read
