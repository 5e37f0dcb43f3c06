#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace softmax {

/// Where in an input an error stands. Lines and columns count bytes from 1; 0 means that there is none.
struct Place {
  std::string source;      ///< file name, "stdin", or an option's name; may be empty
  std::size_t line = 0;    ///< of a text
  std::size_t column = 0;  ///< of the first byte of the token that cannot stand there
  std::string excerpt;     ///< of the line, as printable_in_place (core/utf8.h) gives it; cut around the column
  std::size_t caret = 0;   ///< bytes of the excerpt before the column
};

/// The one exception of the program: whatever keeps a run from its result. It ends with exit status 2.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
  Error(Place place, const std::string& message) : std::runtime_error(message), place_(std::move(place)) {}

  const Place& place() const { return place_; }

 private:
  Place place_;
};

}  // namespace softmax
