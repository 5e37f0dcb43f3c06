#pragma once

#include <new>
#include <stdexcept>
#include <utility>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax {
/// Where in an input an error is. Lines and columns count bytes from 1; 0 means that there is none.
struct Place {
  std::string source;      ///< file name, "stdin", or an option's name; may be empty
  std::size_t line = 0;    ///< of a text
  std::size_t column = 0;  ///< of the first byte of the unexpected token
  std::string excerpt;     ///< of the line, as printable_in_place (text/utf8.h) returns it; cut around the column
  std::size_t caret = 0;   ///< bytes of the excerpt before the column
};

/// The only exception of the program: a run can't have its result. The program ends with exit status 2.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
  Error(Place place, const std::string& message) : std::runtime_error(message), place_(std::move(place)) {}

  const Place& place() const { return place_; }

 private:
  Place place_;
};

/// The Error "needs at least 1.24 GB of memory for <what>, and the system refuses it", with the limit of this process
/// where it has one. `source` is the input that needs the memory, if any.
Error memory_error(double bytes, std::string_view what, const std::string& source = {});

/// The same with other words than "at least".
Error memory_error(std::string_view how_sure, double bytes, std::string_view what, const std::string& source);

/// The same for an unknown amount: "needs more memory for <what> than the system gives".
Error memory_error(std::string_view what);

/// Does what may take more memory than there is. When the system refuses it, throws what `refused` returns: a
/// memory_error with the amount and the purpose.
template <class Action, class Refused>
decltype(auto) with_memory(const Action& action, const Refused& refused) {
  try {
    return action();
  } catch (const std::bad_alloc&) {
    throw refused();
  } catch (const std::length_error&) {  // more than any vector could hold
    throw refused();
  }
}

/// The bytes that values of this shape take in memory: 8 each in float64, 4 in the other dtypes. A double, because the
/// product for a shape may be larger than any size_t.
double memory_size(const Shape& shape, Dtype dtype);

/// A number of bytes with three digits and a decimal unit: "1.24 GB".
std::string bytes_text(double bytes);

/// "the tensor of shape (2, 3) in float64", with `noun` for "tensor".
std::string tensor_text(std::string_view noun, const Shape& shape, Dtype dtype);
}  // namespace softmax
