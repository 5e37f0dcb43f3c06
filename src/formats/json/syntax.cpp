#include "formats/json/syntax.h"

#include <bitset>
#include <charconv>
#include <cstring>

#include "core/formatted.h"
#include "text/number.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// The end of `word` if it is at `at` and nothing is glued to it, else nullptr.
const char* word_end(const char* at, std::string_view word) {
  if (std::strncmp(at, word.data(), word.size()) != 0) return nullptr;
  return ends_json_token(at[word.size()]) ? at + word.size() : nullptr;
}

unsigned code_unit(const char* hex) {
  unsigned unit = 0;
  std::from_chars(hex, hex + 4, unit, 16);
  return unit;
}

void append_utf8(std::string& to, unsigned code_point) {
  if (code_point < 0x80) return to.push_back(static_cast<char>(code_point));
  const unsigned continuations = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
  const unsigned lead = continuations == 1 ? 0xC0 : continuations == 2 ? 0xE0 : 0xF0;
  to.push_back(static_cast<char>(lead | code_point >> 6 * continuations));
  for (unsigned i = continuations; i-- > 0;) to.push_back(static_cast<char>(0x80 | (code_point >> 6 * i & 0x3F)));
}
}  // namespace

bool ends_json_token(char c) {
  return c == ',' || c == ']' || static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
         std::strchr(";:[{}()\"", c) != nullptr;
}

std::string json_unescaped(std::string_view token) {
  std::string plain;
  const char* at = token.data() + 1;
  const char* end = token.data() + token.size() - 1;
  while (at < end) {
    if (*at != '\\') {
      plain.push_back(*at++);
      continue;
    }
    const char letter = at[1];
    if (letter != 'u') {
      constexpr std::string_view letters = "bfnrt";
      const std::size_t control = letters.find(letter);
      plain.push_back(control == std::string_view::npos ? letter : "\b\f\n\r\t"[control]);
      at += 2;
      continue;
    }
    unsigned code_point = code_unit(at + 2);
    at += 6;
    const bool is_high_half = code_point >= 0xD800 && code_point < 0xDC00;
    if (is_high_half && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
      const unsigned low_half = code_unit(at + 2);
      if (low_half >= 0xDC00 && low_half < 0xE000) {
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low_half - 0xDC00);
        at += 6;
      }
    }
    append_utf8(plain, code_point);
  }
  return plain;
}

JsonValue JsonScanner::value(const char* at) const {
  JsonValue found;
  found.begin = at;
  std::bitset<largest_json_nesting> is_object;  // of the arrays and objects that are open
  std::size_t depth = 0;
  std::size_t open_objects = 0;
  for (;;) {
    // A value starts here.
    if (*at == '[' || *at == '{') {
      if (depth == largest_json_nesting) {
        fail(at, formatted("arrays and objects are nested more than {} deep", largest_json_nesting));
      }
      const bool opens_object = *at == '{';
      is_object[depth++] = opens_object;
      if (opens_object) {
        ++open_objects;
        found.has_others = true;
      }
      at = skip_blanks(at + 1);
      if (*at != (opens_object ? '}' : ']')) {
        if (opens_object) at = after_key(string_end(at));
        continue;
      }
    } else {
      const bool is_number = *at != '"' && *at != 't' && *at != 'f' && *at != 'n';
      const bool is_among_numbers = depth > 0 && open_objects == 0 && found.is_array_of_numbers();
      at = leaf_end(at, is_number, is_among_numbers ? "a number" : "a value");
      if (!is_number) found.has_others = true;
      if (is_number && open_objects == 0) found.has_numbers = true;
    }
    // A value, or an empty array or object up to its closing bracket, ends here.
    for (;;) {
      if (depth == 0) {
        found.end = at;
        return found;
      }
      const bool in_object = is_object[depth - 1];
      at = after_item(at, in_object ? '}' : ']');
      if (*at == ',') {
        at = skip_blanks(at + 1);
        if (in_object) at = after_key(string_end(at));
        break;
      }
      ++at;
      --depth;
      if (in_object) --open_objects;
    }
  }
}

const char* JsonScanner::number_end(const char* at) const {
  const char* const end = json_number_end(at, end_);
  return end != at && ends_json_token(*end) ? end : nullptr;
}

const char* JsonScanner::leaf_end(const char* at, bool is_number, std::string_view expected) const {
  if (*at == '"') return string_end(at);
  if (is_number) {
    const char* end = number_end(at);
    if (end == nullptr) fail_expecting(at, expected);
    return end;
  }
  for (const std::string_view word : {"true", "false", "null"}) {
    if (const char* end = word_end(at, word)) return end;
  }
  fail_expecting(at, expected);
}

const char* JsonScanner::string_end(const char* at) const {
  if (*at != '"') fail_expecting(at, "a string");
  ++at;
  while (*at != '"') {
    const auto byte = static_cast<unsigned char>(*at);
    if (byte == '\\') {
      at = escape_end(at);
    } else if (byte < 0x20) {
      if (at == end_) fail_expecting(at, "the closing quote of a string");
      fail(at,
           formatted("expected a character of a string, found the byte 0x{:02X}: write it as \\u{:04x}", byte, byte));
    } else if (byte < 0x80) {
      ++at;
    } else {
      const std::size_t length = utf8_length(at, end_);
      if (length == 0) fail(at, formatted("expected UTF-8 in a string, found the byte 0x{:02X}", byte));
      at += length;
    }
  }
  return at + 1;
}

const char* JsonScanner::escape_end(const char* at) const {
  const char letter = at[1];
  if (letter == 'u') {
    const char* digit = at + 2;
    while (digit < at + 6 && is_hex_digit(*digit)) ++digit;
    if (digit < at + 6) fail(at, "expected four hexadecimal digits after \\u");
    return at + 6;
  }
  if (letter == '\0' || std::strchr("\"\\/bfnrt", letter) == nullptr) {
    fail(at,
         "expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in a string; a backslash itself is \\\\");
  }
  return at + 2;
}

const char* JsonScanner::after_item(const char* at, char close) const {
  at = skip_blanks(at);
  if (*at != ',' && *at != close) fail_expecting(at, close == ']' ? "\",\" or \"]\"" : "\",\" or \"}\"");
  return at;
}

const char* JsonScanner::after_key(const char* key_end) const {
  const char* at = skip_blanks(key_end);
  if (*at != ':') fail_expecting(at, "\":\"");
  return skip_blanks(at + 1);
}

void JsonScanner::fail_expecting(const char* at, std::string_view expected) const {
  const bool is_line = end_ != text_.end();
  if (at != end_ || !is_line) text_.fail_expecting(at, expected);
  fail(at, formatted("expected {}, found the end of the line; a jsonl document is on one line", expected));
}
}  // namespace softmax::formats
