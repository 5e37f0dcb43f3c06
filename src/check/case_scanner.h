#pragma once

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "core/request.h"
#include "formats/json/syntax.h"

namespace softmax::check {
using formats::JsonValue;

inline bool is_string(const JsonValue& value) { return *value.begin == '"'; }

inline std::string string_of(const JsonValue& value) { return formats::json_unescaped({value.begin, value.end}); }

/// The whole value as a number; nothing when it is none.
template <class Number>
std::optional<Number> number_of(const JsonValue& value) {
  Number number = 0;
  const auto [end, error] = std::from_chars(value.begin, value.end, number);
  if (error != std::errc() || end != value.end) return std::nullopt;
  return number;
}

/// The JSON of case files, strict: everything that was not expected is an Error with its place. `expected` is what the
/// message says; `key` is the member that has the value.
class CaseScanner : public formats::JsonScanner {
 public:
  using JsonScanner::JsonScanner;

  /// Visits the members of an object that may have these and no others, each once. Returns its end.
  template <class Visit>
  const char* for_each_known_member(const char* object, const std::vector<std::string_view>& known, Visit visit) const {
    std::set<std::string, std::less<>> seen;
    return for_each_member(object, [&](std::string_view token, const JsonValue& value) {
      const std::string key = formats::json_unescaped(token);
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        fail(token.data(), formatted("there is no member {}; expected one of {}", token, fmt::join(known, ", ")));
      }
      if (!seen.insert(key).second) fail(token.data(), formatted("the member {} appears twice", token));
      visit(std::string_view(key), value);
    });
  }

  /// An object starts with '{', an array with '['.
  void require(char start, const JsonValue& value, std::string_view expected) const {
    if (*value.begin != start) fail_expecting(value.begin, expected);
  }

  std::string string_in(const JsonValue& value, std::string_view key) const {
    require('"', value, formatted("a string for \"{}\"", key));
    return string_of(value);
  }

  /// The one of two that a string names.
  template <class Named>
  Named one_of(const JsonValue& value, Named first, Named second) const {
    const std::string given = is_string(value) ? string_of(value) : "";
    if (given != name(first) && given != name(second)) {
      fail_expecting(value.begin, formatted("\"{}\" or \"{}\"", name(first), name(second)));
    }
    return given == name(first) ? first : second;
  }

  long whole_number(const JsonValue& value, std::string_view expected) const {
    const std::optional<long> number = number_of<long>(value);
    if (!number) fail_expecting(value.begin, expected);
    return *number;
  }

  /// Whole numbers from 0, at most one of them -1.
  std::vector<long> sizes_in(const JsonValue& value, std::string_view key) const {
    require('[', value, formatted("an array of whole numbers for \"{}\"", key));
    std::vector<long> sizes;
    for_each_element(value.begin, [&](const JsonValue& size) {
      sizes.push_back(whole_number(size, "a whole number"));
      if (sizes.back() < -1) fail_expecting(size.begin, "a size of 0 or more, or -1 once");
    });
    if (std::count(sizes.begin(), sizes.end(), -1) > 1) fail(value.begin, "only one size can be -1");
    return sizes;
  }
};
}  // namespace softmax::check
