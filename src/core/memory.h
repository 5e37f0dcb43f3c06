#pragma once

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/error.h"

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

}  // namespace softmax
