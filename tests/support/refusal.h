#pragma once

#include <string>

#include "core/error.h"

namespace softmax::test {

/// "line:column: message" of the Error that an action throws, only "message" where it has no place, and "accepted" when
/// it throws none.
template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const Error& error) {
    if (error.place().line == 0) return error.what();
    return std::to_string(error.place().line) + ":" + std::to_string(error.place().column) + ": " + error.what();
  }
  return "accepted";
}

}  // namespace softmax::test
