#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softmax {
/// Whether a byte is a control character of ASCII.
inline bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Whether a byte continues a character of UTF-8.
inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The length of the UTF-8 sequence at `at` (1 for ASCII); 0 if there is none (RFC 3629 excludes overlong forms,
/// surrogates and code points above U+10FFFF). at < end.
std::size_t utf8_length(const char* at, const char* end);

/// The code point of a UTF-8 sequence of that length, which must be one.
char32_t code_point(const char* at, std::size_t length);

/// Whether a character beyond ASCII is invisible or changes a terminal: control characters, blanks other than the
/// usual one, characters without width, and those that change the direction of a line.
bool is_hidden(char32_t c);

/// The start of the text, at most `maximum_bytes` long, cut between two characters where it is UTF-8.
std::string_view beginning_of(std::string_view text, std::size_t maximum_bytes);

/// The bytes as a message can show them, always valid UTF-8. Bytes that are no UTF-8, control characters except the
/// tab, and hidden characters (a byte order mark, a no-break space) are written as \xFF.
std::string printable(std::string_view bytes);

/// The same with one '?' for each such byte, so that every byte keeps its column.
std::string printable_in_place(std::string_view bytes);

/// The words of a text, which single blanks separate, in lines of at most `widest_line` bytes. A longer word has a line
/// of its own. The last line has no line end.
std::string wrapped(std::string_view text, std::size_t widest_line);
}  // namespace softmax
