#include "read/text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace softmax::read {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t excerpt_before = 60;  // bytes of a long line that are shown before and after the place
constexpr std::size_t excerpt_after = 30;
constexpr std::size_t longest_token = 24;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The code point of a UTF-8 sequence of that length.
char32_t code_point(const char* at, std::size_t length) {
  constexpr std::array<unsigned, 5> lead_bits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t value = static_cast<unsigned char>(*at) & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) value = value << 6 | (static_cast<unsigned char>(at[i]) & 0x3F);
  return value;
}

/// Whether a character beyond ASCII would not be seen, or do something to a terminal: control characters, blanks that
/// are none to a reader, what has no width, what turns the direction of a line.
bool is_hidden(const char* at, std::size_t length) {
  struct Range {
    char32_t first, last;
  };
  constexpr std::array<Range, 8> ranges = {{{0x80, 0xA0},
                                            {0xAD, 0xAD},
                                            {0x61C, 0x61C},
                                            {0x200B, 0x200F},
                                            {0x2028, 0x202F},
                                            {0x205F, 0x206F},
                                            {0xFEFF, 0xFEFF},
                                            {0xFFF9, 0xFFFB}}};
  const char32_t c = code_point(at, length);
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

/// The bytes with a '?' for each that is no UTF-8 or hidden: a terminal can show them, and every byte keeps its place.
std::string as_utf8(std::string_view bytes) {
  std::string shown(bytes);
  const char* end = bytes.data() + bytes.size();
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = utf8_length(bytes.data() + i, end);
    const std::size_t next = i + (length == 0 ? 1 : length);
    if (length == 0 || is_hidden(bytes.data() + i, length)) std::fill(shown.begin() + i, shown.begin() + next, '?');
    i = next;
  }
  return shown;
}

}  // namespace

Text::Text(std::string name, std::string bytes, std::size_t first_line)
    : name_(std::move(name)), bytes_(std::move(bytes)), first_line_(first_line) {
  if (first_line == 1 && bytes_.starts_with(byte_order_mark)) start_ = byte_order_mark.size();
}

Place Text::place(const char* at) const {
  Place place;
  place.source = name_;
  place.line = first_line_ + static_cast<std::size_t>(std::count(begin(), at, '\n'));
  const char* line = at;
  while (line > begin() && line[-1] != '\n') --line;
  place.column = 1 + static_cast<std::size_t>(at - line);
  const char* line_end = std::find(at, end(), '\n');
  if (line_end > line && line_end[-1] == '\r') --line_end;

  const char* from = line;
  const char* to = std::max(line_end, at);
  std::string_view before;
  if (static_cast<std::size_t>(at - from) > excerpt_before) {
    from = at - excerpt_before;
    while (from < at && is_continuation(*from)) ++from;
    before = "...";
  }
  std::string_view after;
  if (to - at > static_cast<std::ptrdiff_t>(excerpt_after)) {
    to = at + excerpt_after;
    while (to > at && is_continuation(*to)) --to;
    after = "...";
  }
  place.excerpt.append(before).append(as_utf8({from, to})).append(after);
  place.caret = before.size() + static_cast<std::size_t>(at - from);
  return place;
}

void Text::fail(const char* at, const std::string& message) const { throw Error(place(at), message); }

void Text::fail_expecting(const char* at, std::string_view expected) const {
  fail(at, fmt::format("expected {}, found {}", expected, token_text(at, end())));
}

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
  // What the lead byte alone does not rule out: overlong forms, surrogates, code points beyond the last.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

std::string printable(const char* at, const char* end) {
  std::string shown;
  while (at < end) {
    const std::size_t length = utf8_length(at, end);
    const bool is_control = (static_cast<unsigned char>(*at) < 0x20 && *at != '\t') || *at == 0x7f;
    const char* next = at + (length == 0 ? 1 : length);
    if (length == 0 || is_control || is_hidden(at, length)) {
      for (; at < next; ++at) shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(*at));
    } else {
      shown.append(at, next);
      at = next;
    }
  }
  return shown;
}

std::string token_text(const char* at, const char* end) {
  if (at == end) return "the end of the input";
  if (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n')) return "the end of the line";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (is_control(*at)) return fmt::format("the byte 0x{:02X}", static_cast<unsigned char>(*at));

  const char* stop = at + 1;
  if (*at == '"') {  // a string shows as it stands, with its own quotes
    while (stop < end && *stop != '"' && !is_control(*stop)) {
      const bool is_escape = *stop == '\\' && stop + 1 < end && !is_control(stop[1]);
      stop += is_escape ? 2 : 1;
    }
    if (stop < end && *stop == '"') ++stop;
  } else if (std::string_view("[]{}(),:;").find(*at) == std::string_view::npos) {
    while (stop < end && std::string_view(" \t\r\n,;:[]{}()\"").find(*stop) == std::string_view::npos &&
           !is_control(*stop)) {
      ++stop;
    }
  }
  const bool is_cut = stop - at > static_cast<std::ptrdiff_t>(longest_token);
  if (is_cut) {
    stop = at + longest_token;
    while (stop > at + 1 && is_continuation(*stop)) --stop;
  }
  const std::string token = printable(at, stop);
  if (token.front() == '"') return is_cut ? token + "..." : token;
  return fmt::format("\"{}{}\"", token, is_cut ? "..." : "");
}

}  // namespace softmax::read
