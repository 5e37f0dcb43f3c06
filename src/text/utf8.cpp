#include "text/utf8.h"

#include <algorithm>
#include <array>

#include "core/formatted.h"

namespace softmax {
namespace {
/// Calls `show(bytes, is_shown)` for each character, and for each single byte that is no UTF-8.
template <class Show>
void for_each_character(std::string_view bytes, const Show& show) {
  const char* end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); at < end;) {
    const std::size_t length = utf8_length(at, end);
    const std::size_t taken = length == 0 ? 1 : length;
    const bool is_shown =
        length == 1 ? !is_control(*at) || *at == '\t' : length > 1 && !is_hidden(code_point(at, length));
    show(std::string_view(at, taken), is_shown);
    at += taken;
  }
}
}  // namespace

std::size_t utf8_length(const char* at, const char* end) {
  const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (static_cast<std::size_t>(end - at) < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(at[i])) return 0;
  }
  // The lead byte alone does not rule out overlong forms, surrogates and code points above the last.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

char32_t code_point(const char* at, std::size_t length) {
  constexpr std::array<unsigned, 5> lead_bits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t value = static_cast<unsigned char>(*at) & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) value = value << 6 | (static_cast<unsigned char>(at[i]) & 0x3F);
  return value;
}

bool is_hidden(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  // Unicode's categories Cc and Zs, the property Default_Ignorable_Code_Point, and the other invisible characters of
  // category Cf. Visible signs of Cf, such as U+0600, are not hidden.
  constexpr std::array<Range, 20> ranges = {
      {{0x80, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},     {0x61C, 0x61C},     {0x115F, 0x1160},
       {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F},   {0x2000, 0x200F},   {0x2028, 0x202F},
       {0x205F, 0x206F}, {0x3000, 0x3000}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
       {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}}};
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

std::string_view beginning_of(std::string_view text, std::size_t maximum_bytes) {
  if (text.size() <= maximum_bytes) return text;
  constexpr std::size_t longest_character = 4;
  std::size_t begin = maximum_bytes;  // of the character that the cut may go through
  while (begin > 0 && maximum_bytes - begin < longest_character && is_continuation(text[begin])) --begin;
  const bool is_cut_through = utf8_length(text.data() + begin, text.data() + text.size()) > maximum_bytes - begin;
  return text.substr(0, is_cut_through ? begin : maximum_bytes);
}

std::string printable(std::string_view bytes) {
  std::string shown;
  for_each_character(bytes, [&shown](std::string_view character, bool is_shown) {
    if (is_shown) {
      shown += character;
      return;
    }
    for (const char byte : character) shown += formatted("\\x{:02X}", static_cast<unsigned char>(byte));
  });
  return shown;
}

std::string printable_in_place(std::string_view bytes) {
  std::string shown;
  for_each_character(bytes, [&shown](std::string_view character, bool is_shown) {
    shown += is_shown ? std::string(character) : std::string(character.size(), '?');
  });
  return shown;
}

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
