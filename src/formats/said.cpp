#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/formatted.h"
#include "formats/format.h"
#include "formats/reader.h"

namespace softmax::formats {
namespace {
/// An option that a message names, with its value: "--pointer /a", "--shape".
struct Mention {
  std::string name;   ///< without the dashes
  std::string value;  ///< empty where it names none
  std::size_t end;    ///< in the message
};

/// Whether the word after an option in a message is its value, and no word of the sentence.
bool is_value(std::string_view word) {
  const auto names = readable_names();
  const auto is_one_of = [word](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (word.empty()) return false;
  if (word[0] == '/' || word[0] == '-' || (word[0] >= '0' && word[0] <= '9') || (word[0] >= 'A' && word[0] <= 'Z')) {
    return true;
  }
  return is_one_of(names) || is_one_of(std::array<std::string_view, 3>{"yes", "no", "nan"}) || dtype_named(word);
}

Mention mention_at(std::string_view message, std::size_t at) {
  const std::size_t begin = at + 2;
  const std::size_t end = std::min(message.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", begin), message.size());
  Mention mention{std::string(message.substr(begin, end - begin)), "", end};
  if (end == message.size() || message[end] != ' ') return mention;
  std::string_view word = message.substr(end + 1, message.find(' ', end + 1) - end - 1);
  const bool is_value_of_error = word.ends_with(':');  // "--pointer a: expected …"
  while (!word.empty() && std::string_view(",;:)").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  if (word.starts_with("--") || !(is_value_of_error || is_value(word))) return mention;
  mention.value = word;
  mention.end = end + 1 + word.size();
  return mention;
}

/// The message with other words for each option: say(text, mention, is_next) appends them. is_next: another option and
/// its value are directly before.
template <class Say>
std::string with_options_said(std::string_view message, Say say) {
  std::string text;
  std::size_t next_option = std::string_view::npos;  // its place, if one follows directly
  for (std::size_t at = 0; at < message.size();) {
    const bool is_option = message.substr(at).starts_with("--") && at + 2 < message.size() && message[at + 2] >= 'a' &&
                           message[at + 2] <= 'z' && (at == 0 || message[at - 1] == ' ' || message[at - 1] == '(');
    if (!is_option) {
      text += message[at++];
      continue;
    }
    const Mention mention = mention_at(message, at);
    say(text, mention, at == next_option);
    at = mention.end;
    next_option = mention.value.empty() ? std::string_view::npos : at + 1;
  }
  return text;
}
}  // namespace

std::string said_of_expected(std::string_view message) {
  return with_options_said(message, [](std::string& text, const Mention& mention, bool is_next) {
    const bool is_other = mention.name == "pointer" || mention.name == "from";
    if (mention.name == "shape" && is_next) return text.pop_back();  // it counts for the input alone
    text += formatted("--{}{}{}{}", is_other ? "expect-" : "", mention.name, mention.value.empty() ? "" : " ",
                      mention.value);
  });
}

std::string said_of_case(std::string_view message) {
  return with_options_said(message, [](std::string& text, const Mention& mention, bool is_next) {
    if (is_next) text.back() = ',';
    if (is_next) text += ' ';
    std::string key = mention.name;
    std::replace(key.begin(), key.end(), '-', '_');
    text += formatted("\"{}\"", key);
    if (mention.value.empty()) return;
    if (key == "shape") {
      text += formatted(": [{}]", mention.value);
    } else if (key == "label_columns" || mention.value == "\"\"") {
      text += formatted(": {}", mention.value);
    } else {
      text += formatted(": \"{}\"", mention.value);
    }
  });
}
}  // namespace softmax::formats
