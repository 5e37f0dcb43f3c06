#include "core/wrapping.h"

#include <algorithm>

namespace softmax {

std::string wrapped(std::string_view text, std::size_t widest_line) {
  std::string lines;
  std::size_t width = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (width > 0) {
      const bool fits = width + 1 + word.size() <= widest_line;
      lines += fits ? ' ' : '\n';
      width = fits ? width + 1 : 0;
    }
    lines += word;
    width += word.size();
  }
  return lines;
}

}  // namespace softmax
