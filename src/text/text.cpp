#include "text/text.h"

#include <algorithm>
#include <utility>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax {
namespace {
constexpr std::size_t excerpt_before = 60;  // bytes of a long line that are shown before and after the place
constexpr std::size_t excerpt_after = 30;
constexpr std::size_t longest_token = 24;
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
  place.excerpt.append(before).append(printable_in_place({from, static_cast<std::size_t>(to - from)})).append(after);
  place.caret = before.size() + static_cast<std::size_t>(at - from);
  return place;
}

void Text::fail(const char* at, const std::string& message) const { throw Error(place(at), message); }

void Text::fail_expecting(const char* at, std::string_view expected) const {
  fail(at, formatted("expected {}, found {}", expected, token_text(at, end())));
}

std::string token_text(const char* at, const char* end) {
  if (at == end) return "the end of the input";
  if (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n')) return "the end of the line";
  if (is_control(*at)) return formatted("the byte 0x{:02X}", static_cast<unsigned char>(*at));

  const char* stop = at + 1;
  if (*at == '"') {  // a string keeps its own quotes
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
  const std::string token = printable(beginning_of({at, static_cast<std::size_t>(stop - at)}, longest_token));
  if (token.front() == '"') return is_cut ? token + "..." : token;
  return formatted("\"{}{}\"", token, is_cut ? "..." : "");
}
}  // namespace softmax
