#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>

namespace softmax::test {

/// Whether a name holds what the pattern says, in any place. `*` is any text; capitals count as small letters.
inline bool has_pattern(std::string_view name, std::string_view pattern) {
  const auto in_small_letters = [](std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
    return small;
  };
  const std::string text = in_small_letters(name);
  const std::string wanted = in_small_letters(pattern);
  std::size_t at = 0;
  for (std::size_t begin = 0; begin <= wanted.size();) {
    const std::size_t end = std::min(wanted.find('*', begin), wanted.size());
    const std::string_view piece = std::string_view(wanted).substr(begin, end - begin);
    at = text.find(piece, at);
    if (at == std::string::npos) return false;
    at += piece.size();
    begin = end + 1;
  }
  return true;
}

}  // namespace softmax::test
