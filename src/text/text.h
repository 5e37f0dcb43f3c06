#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"

namespace softmax {
/// A whole text with the name of its source. Readers walk over its bytes with pointers; only an error needs the line
/// and column.
class Text {
 public:
  /// A leading byte order mark is left out, and counts for no column. `first_line` is the number that the first line
  /// has in the source.
  Text(std::string name, std::string bytes, std::size_t first_line = 1);

  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  /// The byte at end() can be read and is a NUL: a scanner may look one byte ahead.
  const char* begin() const { return bytes_.data() + start_; }
  const char* end() const { return bytes_.data() + bytes_.size(); }
  std::string_view bytes() const { return {begin(), end()}; }
  const std::string& name() const { return name_; }

  /// The place of a byte of the text, or of its end.
  Place place(const char* at) const;

  /// Throws the Error "<message>" at that place.
  [[noreturn]] void fail(const char* at, const std::string& message) const;

  /// Throws the Error "expected <expected>, found <the token there>".
  [[noreturn]] void fail_expecting(const char* at, std::string_view expected) const;

 private:
  std::string name_;
  std::string bytes_;
  std::size_t first_line_;
  std::size_t start_ = 0;
};

/// The mark that some programs put before a text in UTF-8. It is no part of the text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// How an error message shows the token at `at`: `"x"`, `"1.5abc"`, "the byte 0x01", "the end of the line",
/// "the end of the input". A token ends at a blank, a comma, a colon, a semicolon, a quote, or a bracket; a long one is
/// cut. Bytes that are no UTF-8 appear as \xFF.
std::string token_text(const char* at, const char* end);
}  // namespace softmax
