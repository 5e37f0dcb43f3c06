#pragma once

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/error.h"
#include "core/shape.h"

namespace softmax {

/// The Error "needs at least 1.24 GB of memory for <what>, and the system refuses it", with the limit of this process
/// where it has one. `source` is the input that the trouble is of, if any.
Error memory_error(double bytes, std::string_view what, const std::string& source = {});

/// The same with another word than "at least" for how sure the number is.
Error memory_error(std::string_view how_sure, double bytes, std::string_view what, const std::string& source);

/// The same where nobody can tell how much was needed: "needs more memory for <what> than the system gives".
Error memory_error(std::string_view what);

/// Does what may take more memory than there is. When the system refuses it, throws what `refused` gives: a
/// memory_error that knows how much was needed, and for what.
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

/// The bytes that values of this shape take in memory: 8 each in float64, 4 in float32 and in what is narrower. As a
/// double, since shapes may promise more than any size_t.
double memory_size(const Shape& shape, Dtype dtype);

/// A number of bytes with three digits and a decimal unit: "1.24 GB".
std::string bytes_text(double bytes);

/// "the tensor of shape (2, 3) in float64"; `noun` in the place of "tensor".
std::string tensor_text(std::string_view noun, const Shape& shape, Dtype dtype);

}  // namespace softmax
