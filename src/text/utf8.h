#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softmax {

/// Whether a byte is a control character of ASCII.
inline bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Whether a byte goes on with a character of UTF-8 that began before.
inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The length of the UTF-8 sequence that begins at `at` (1 for ASCII); 0 when none does (RFC 3629: overlong forms,
/// surrogates and what lies beyond U+10FFFF are none). at < end.
std::size_t utf8_length(const char* at, const char* end);

/// The code point of a UTF-8 sequence of that length, which must be one.
char32_t code_point(const char* at, std::size_t length);

/// Whether a character beyond ASCII would not be seen, or do something to a terminal: control characters, blanks that
/// are none to a reader, what has no width, what turns the direction of a line.
bool is_hidden(char32_t c);

/// As much of the text's beginning as fits so many bytes, cut between two characters where it is UTF-8.
std::string_view beginning_of(std::string_view text, std::size_t most_bytes);

/// The bytes as a message can show them, always valid UTF-8: bytes that are no UTF-8, control characters but for the
/// tab, and hidden ones (a byte order mark, a no-break space) are written out as \xFF.
std::string printable(std::string_view bytes);

/// The same with a '?' for each byte that is written out there: every byte keeps its place.
std::string printable_in_place(std::string_view bytes);

/// The words of a text, which stand apart by one blank each, in lines of at most `widest_line` bytes. A longer word has
/// a line of its own. No line end at the end.
std::string wrapped(std::string_view text, std::size_t widest_line);

}  // namespace softmax
