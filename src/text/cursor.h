#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>

namespace softmax {
/// One of the four blanks of JSON (RFC 8259, section 2).
inline constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The first byte from `at` on that is no blank, or `end`.
inline const char* after_blanks(const char* at, const char* end) {
  while (at < end && is_blank(*at)) ++at;
  return at;
}

/// A place in a text that moves forward as things are taken. Errors are the caller's:
/// `text.fail_expecting(cursor.at(), "a comma")`. The bytes must outlive the cursor.
class Cursor {
 public:
  Cursor(const char* at, const char* end) : at_(at), end_(end) {}
  explicit Cursor(std::string_view text) : Cursor(text.data(), text.data() + text.size()) {}

  const char* at() const { return at_; }
  const char* end() const { return end_; }
  bool is_at_end() const { return at_ == end_; }
  std::string_view rest() const { return {at_, end_}; }

  /// The next byte; a NUL at the end.
  char peek() const { return is_at_end() ? '\0' : *at_; }

  void move_to(const char* at) { at_ = at; }

  bool starts_with(char c) const { return !is_at_end() && *at_ == c; }
  bool starts_with(std::string_view word) const { return rest().starts_with(word); }

  bool take_if(char c) {
    if (!starts_with(c)) return false;
    ++at_;
    return true;
  }

  bool take_if(std::string_view word) {
    if (!starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  /// Takes bytes as long as each fulfils the condition.
  template <class Condition>
  std::string_view take_while(const Condition& condition) {
    const char* const first = at_;
    while (!is_at_end() && condition(*at_)) ++at_;
    return {first, at_};
  }

  std::string_view take_any_of(std::string_view characters) {
    return take_while([characters](char c) { return characters.find(c) != std::string_view::npos; });
  }

  void skip_blanks() { at_ = after_blanks(at_, end_); }

  /// A whole number without a sign. Takes nothing if there is none, or if it is too large.
  std::optional<std::size_t> take_size() {
    std::size_t size = 0;
    const auto [after, error] = std::from_chars(at_, end_, size);
    if (error != std::errc()) return std::nullopt;
    at_ = after;
    return size;
  }

 private:
  const char* at_;
  const char* end_;
};
}  // namespace softmax
