#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/text.h"

namespace softmax::formats {
/// How deep arrays and objects may nest around a tensor.
inline constexpr std::size_t largest_json_nesting = 512;

/// A value of a JSON text: its place, and what its arrays contain.
struct JsonValue {
  const char* begin = nullptr;
  const char* end = nullptr;
  bool has_numbers = false;  ///< it is a number, or arrays with numbers in them (those in objects do not count)
  bool has_others = false;   ///< it is or contains a string, true, false, null or an object

  bool is_array() const { return *begin == '['; }
  bool is_array_of_numbers() const { return is_array() && has_numbers && !has_others; }
  bool is_array_of_nothing() const { return is_array() && !has_numbers && !has_others; }
};

/// Whether c is one of the four blanks of RFC 8259, section 2.
inline bool is_json_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The end of the number that starts at `at` (RFC 8259, section 6, or NaN, Infinity, -Infinity); nullptr for what is no
/// number or only starts like one: "01", "1.", "1.5x". Reads up to the first byte after the number, and relies on a NUL
/// or a line feed after the text.
const char* json_number_end(const char* at);

/// The characters of a string. `token` is a valid string with its quotes. A surrogate without its other half becomes
/// the three bytes that UTF-8 would have for it, so that it equals nothing that is valid UTF-8.
std::string json_unescaped(std::string_view token);

/// The grammar of JSON over the bytes from anywhere in a text to `end`, which is the text's end or one of its line
/// feeds; the byte there is read and ends every token. All functions throw Error at the first byte of the first token
/// that is wrong.
class JsonScanner {
 public:
  JsonScanner(const Text& text, const char* end) : text_(text), end_(end) {}

  const Text& text() const { return text_; }
  const char* end() const { return end_; }

  const char* skip_blanks(const char* at) const {
    while (at < end_ && is_json_blank(*at)) ++at;
    return at;
  }

  /// Checks the value that starts at `at`, whatever it contains. Nesting costs no stack.
  JsonValue value(const char* at) const;

  /// The end of the string that starts at `at`.
  const char* string_end(const char* at) const;

  /// The comma, or the bracket `close`, that must follow an item of an array or object.
  const char* after_item(const char* at, char close) const;

  /// Visits the members of an object: visit(key with its quotes, value). Returns the end of the object.
  template <class Visit>
  const char* for_each_member(const char* object, Visit visit) const {
    const char* at = skip_blanks(object + 1);
    if (*at == '}') return at + 1;
    for (;;) {
      const char* key = at;
      const char* key_end = string_end(key);
      const JsonValue found = value(after_key(key_end));
      visit(std::string_view(key, key_end), found);
      at = after_item(found.end, '}');
      if (*at == '}') return at + 1;
      at = skip_blanks(at + 1);
    }
  }

  /// Visits the elements of an array: visit(value). Returns the end of the array.
  template <class Visit>
  const char* for_each_element(const char* array, Visit visit) const {
    const char* at = skip_blanks(array + 1);
    return *at == ']' ? at + 1 : for_each_element_from(at, visit);
  }

  /// The same from an element on.
  template <class Visit>
  const char* for_each_element_from(const char* at, Visit visit) const {
    for (;;) {
      const JsonValue found = value(at);
      visit(found);
      at = after_item(found.end, ']');
      if (*at == ']') return at + 1;
      at = skip_blanks(at + 1);
    }
  }

  [[noreturn]] void fail(const char* at, const std::string& message) const { text_.fail(at, message); }

  /// Throws the Error "expected <expected>, found <the token there>". The message says so when a line's end is the
  /// document's.
  [[noreturn]] void fail_expecting(const char* at, std::string_view expected) const;

 private:
  const char* after_key(const char* key_end) const;
  const char* leaf_end(const char* at, bool is_number, std::string_view expected) const;
  const char* escape_end(const char* at) const;

  const Text& text_;
  const char* end_;
};
}  // namespace softmax::formats
