#pragma once

#include <string>

#include <fmt/format.h>

namespace softmax {
/// The text that fmt::vformat makes of a format string and its arguments.
std::string vformatted(fmt::string_view format, fmt::format_args arguments);

/// fmt::format for the whole program. The format string is checked by the compiler, but the code that formats is
/// compiled in one file alone: fmt is used by its headers, and that code takes seconds in each file that calls it.
template <class... Arguments>
std::string formatted(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  return vformatted(format, fmt::make_format_args(arguments...));
}
}  // namespace softmax
