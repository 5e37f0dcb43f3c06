#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softmax {

/// The words of a text, which stand apart by one blank each, in lines of at most `widest_line` bytes. A longer word has
/// a line of its own. No line end at the end.
std::string wrapped(std::string_view text, std::size_t widest_line);

}  // namespace softmax
