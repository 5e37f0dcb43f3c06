#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/formatted.h"
#include "formats/json/object.h"

namespace softmax::formats {
namespace {
// In lower case and without underscores: `input_ids`, `inputIds`.
constexpr auto index_names = std::to_array<std::string_view>({"ids", "inputids", "tokenids", "prompttokenids", "index",
                                                              "offsets", "textoffset", "bbox", "indices", "tokens",
                                                              "bytes", "tokentypeids", "attentionmask", "positionids"});

std::string lower_case(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return lower;
}

/// Whether a string with its quotes has a number between them and nothing else.
bool is_numeral(std::string_view token) {
  double value = 0;
  const char* const end = token.data() + token.size() - 1;
  const auto [stop, error] = std::from_chars(token.data() + 1, end, value);
  return token.size() > 2 && error != std::errc::invalid_argument && stop == end;
}
}  // namespace

JsonMembers::JsonMembers(const JsonScanner& scanner, const char* object) {
  end_ = scanner.for_each_member(object, [this](std::string_view key, const JsonValue& value) {
    JsonMember member{key, value, key.find('\\') != std::string_view::npos};
    const std::string unescaped = member.has_escapes ? json_unescaped(key) : std::string();
    const std::string_view name = member.has_escapes ? unescaped : member.name();
    if (const JsonMember* const known = find(name)) {
      list_[static_cast<std::size_t>(known - list_.data())] = member;
      return;
    }
    list_.push_back(member);
    lengths_ |= length_bit(name);
    if (list_.size() == maximum_searched) {
      for (std::size_t i = 0; i < list_.size(); ++i) places_.emplace(json_unescaped(list_[i].key), i);
    } else if (list_.size() > maximum_searched) {
      places_.emplace(name, list_.size() - 1);
    }
  });
}

const JsonMember* JsonMembers::search(std::string_view name) const {
  if (list_.size() >= maximum_searched) {
    const auto place = places_.find(name);
    return place == places_.end() ? nullptr : &list_[place->second];
  }
  const auto found = std::find_if(list_.begin(), list_.end(), [name](const JsonMember& member) {
    if (!member.has_escapes) return member.name() == name;
    constexpr std::size_t longest_escape = 6;  // \u0061 is a byte
    return member.name().size() <= longest_escape * name.size() && json_unescaped(member.key) == name;
  });
  return found == list_.end() ? nullptr : &*found;
}

JsonMixture json_mixture(const JsonScanner& scanner, const JsonValue& value) {
  struct Level {
    bool is_object;
    bool has_number = false;
    bool has_null = false;
    bool has_text = false;
  };
  JsonMixture mixture;
  if (!value.is_array()) return mixture;
  std::vector<Level> levels;
  std::size_t open_objects = 0;
  bool has_others = false;
  bool has_numbers = false;
  bool has_strings = false;
  // The value has been checked: commas, colons and blanks can be passed over.
  for (const char* at = value.begin; at < value.end;) {
    const char c = *at;
    if (c == '[' || c == '{') {
      levels.push_back({c == '{'});
      open_objects += c == '{' ? 1 : 0;
      has_others = has_others || c == '{';
      ++at;
    } else if (c == ']' || c == '}') {
      const Level& level = levels.back();
      if (open_objects == 0) {
        mixture.has_null = mixture.has_null || (level.has_number && level.has_null);
        mixture.has_text = mixture.has_text || (levels.size() == 1 && level.has_number && level.has_text);
      }
      open_objects -= c == '}' ? 1 : 0;
      levels.pop_back();
      ++at;
    } else if (std::string_view(" \t\r\n,:").find(c) != std::string_view::npos) {
      ++at;
    } else {
      const char* const end = scanner.value(at).end;
      Level& level = levels.back();
      if (c == '"') {
        if (!has_strings) mixture.is_numerals = is_numeral({at, end});
        has_strings = level.has_text = true;
      } else if (c == 'n') {
        level.has_null = true;
      } else if (c == 't' || c == 'f') {
        has_others = true;
      } else {
        level.has_number = true;
        has_numbers = has_numbers || open_objects == 0;
      }
      at = end;
    }
  }
  mixture.is_numbers = has_numbers && !has_others && !has_strings;
  mixture.is_numerals = mixture.is_numerals && !has_others && !has_numbers;
  return mixture;
}

bool is_json_index_name(std::string_view name) {
  std::string plain = lower_case(name);
  std::erase(plain, '_');
  return std::find(index_names.begin(), index_names.end(), plain) != index_names.end();
}

double json_unlikelihood(std::string_view name, const JsonValue& value) {
  constexpr double of_others = 6;
  constexpr double of_whole_numbers = 0.5;
  // The first row that is part of the name counts.
  constexpr auto likely = std::to_array<std::string_view>(
      {"logit", "score", "logprob", "log_prob", "prob", "data", "value", "predict", "output", "embedding"});
  constexpr auto places = std::to_array<std::string_view>(
      {"shape", "size", "dims", "stride", "offset", "label", "class", "time", "created", "usage", "count", "token"});
  const std::string plain = lower_case(name);
  const auto is_part = [&plain](std::string_view part) { return plain.find(part) != std::string::npos; };
  const auto found = std::find_if(likely.begin(), likely.end(), is_part);
  double unlikelihood = found == likely.end() ? of_others : static_cast<double>(found - likely.begin()) / 2;
  const bool is_place = is_json_index_name(name) || plain == "id" || plain.ends_with("_id") ||
                        plain.ends_with("_ids") || std::any_of(places.begin(), places.end(), is_part);
  if (is_place && unlikelihood > 2) unlikelihood = json_unlikelihood_of_ids;
  const std::string_view text(value.begin, value.end);
  return unlikelihood + (text.find('.') == std::string_view::npos ? of_whole_numbers : 0);
}

std::string json_pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step.push_back(c);
    }
  }
  return step;
}

std::string json_pointer_option(std::string_view pointer) {
  const bool is_plain = std::all_of(pointer.begin(), pointer.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/_-.,~:@%+").find(c) != std::string::npos;
  });
  if (is_plain && !pointer.empty()) return formatted("--pointer {}", pointer);
  std::string quoted;
  for (const char c : pointer) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return formatted("--pointer '{}'", quoted);
}

std::string json_key_list(const std::vector<std::string_view>& keys) {
  std::string list;
  for (std::size_t i = 0; i < std::min(keys.size(), json_keys_shown); ++i) {
    const std::string_view key = keys[i];
    list += formatted("{}{}", i > 0 ? ", " : "", token_text(key.data(), key.data() + key.size()));
  }
  return keys.size() > json_keys_shown ? list + ", ..." : list;
}

std::string json_key_list(const std::vector<JsonMember>& members) {
  std::vector<std::string_view> keys;
  for (const JsonMember& member : members) keys.push_back(member.key);
  return json_key_list(keys);
}
}  // namespace softmax::formats
