#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/cursor.h"
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

/// Whether a number or word ends before c, as token_text has it.
bool ends_json_token(char c);

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

  const char* skip_blanks(const char* at) const { return after_blanks(at, end_); }

  /// Checks the value that starts at `at`, whatever it contains. Nesting costs no stack.
  JsonValue value(const char* at) const;

  /// The end of the number that starts at `at` (RFC 8259, section 6, or NaN, Infinity, -Infinity); nullptr for what is
  /// no number or only starts like one: "01", "1.", "1.5x".
  const char* number_end(const char* at) const;

  /// The end of the string that starts at `at`.
  const char* string_end(const char* at) const;

  /// The comma, or the bracket `close`, that must follow an item of an array or object.
  const char* after_item(const char* at, char close) const;

  /// Visits the members of an object: visit(key with its quotes, value). Returns the end of the object.
  template <class Visit>
  const char* for_each_member(const char* object, Visit visit) const {
    return for_each_item(object, '}', [&](const char* key) {
      const char* const key_end = string_end(key);
      const JsonValue found = value(after_key(key_end));
      visit(std::string_view(key, key_end), found);
      return found.end;
    });
  }

  /// Visits the elements of an array: visit(value). Returns the end of the array.
  template <class Visit>
  const char* for_each_element(const char* array, Visit visit) const {
    return for_each_item(array, ']', [&](const char* at) {
      const JsonValue found = value(at);
      visit(found);
      return found.end;
    });
  }

  [[noreturn]] void fail(const char* at, const std::string& message) const { text_.fail(at, message); }

  /// Throws the Error "expected <expected>, found <the token there>". The message says so when a line's end is the
  /// document's.
  [[noreturn]] void fail_expecting(const char* at, std::string_view expected) const;

 private:
  /// Calls take(at), which returns the item's end, for each item in the brackets.
  template <class Take>
  const char* for_each_item(const char* bracket, char close, Take take) const {
    const char* at = skip_blanks(bracket + 1);
    if (*at == close) return at + 1;
    for (;;) {
      at = after_item(take(at), close);
      if (*at == close) return at + 1;
      at = skip_blanks(at + 1);
    }
  }

  const char* after_key(const char* key_end) const;
  const char* leaf_end(const char* at, bool is_number, std::string_view expected) const;
  const char* escape_end(const char* at) const;

  const Text& text_;
  const char* end_;
};
}  // namespace softmax::formats
