#include "read/json_pointer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"

namespace softmax::read {
namespace {

constexpr std::size_t keys_shown = 5;

/// Where the array index that a step stands for; nothing when it is none: leading zeros and signs are not allowed, and
/// "-" means the element behind the last, which is never there.
std::optional<std::size_t> array_index(std::string_view name) {
  std::size_t index = 0;
  const char* end = name.data() + name.size();
  if (name.empty() || name.front() == '-' || (name.size() > 1 && name.front() == '0')) return std::nullopt;
  const auto [stop, error] = std::from_chars(name.data(), end, index);
  if (stop != end || error != std::errc()) return std::nullopt;
  return index;
}

/// The name that a step `text` of a pointer stands for: ~1 is '/', ~0 is '~'.
std::string unescaped_step(std::string_view text, const std::string& pointer) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '~') {
      name.push_back(text[i]);
      continue;
    }
    const char code = i + 1 < text.size() ? text[++i] : '\0';
    if (code != '0' && code != '1') {
      throw Error(fmt::format("--pointer {}: expected ~0 (for ~) or ~1 (for /), found another ~", pointer));
    }
    name.push_back(code == '0' ? '~' : '/');
  }
  return name;
}

}  // namespace

JsonPointer::JsonPointer(std::string text) : text_(std::move(text)) {
  if (!text_.empty() && text_.front() != '/') {
    throw Error(
        fmt::format("--pointer {0}: expected a JSON pointer, which begins with a slash; try --pointer /{0}", text_));
  }
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t end = std::min(text_.find('/', begin + 1), text_.size());
    steps_.push_back({unescaped_step(std::string_view(text_).substr(begin + 1, end - begin - 1), text_), begin});
    begin = end;
  }
}

JsonPointer::Target JsonPointer::find(const JsonScanner& scanner, const char* at) const {
  Target target{at, nullptr};
  for (const Step& step : steps_) {
    const bool is_array = *target.value == '[';
    if (!is_array && *target.value != '{') {
      // The value has no inside; still, malformed JSON is the first thing to say.
      const JsonValue found = scanner.value(target.value);
      fail(scanner, found.begin, step, "what stands there is neither an object nor an array");
    }
    const Target next = is_array ? element(scanner, target.value, step) : member(scanner, target.value, step);
    target.value = next.value;
    if (target.document_end == nullptr) target.document_end = next.document_end;
  }
  return target;
}

/// Target::document_end is the end of the object here, and of the array in `element`.
JsonPointer::Target JsonPointer::member(const JsonScanner& scanner, const char* object, const Step& step) const {
  const char* found = nullptr;
  std::vector<std::string_view> keys;
  const char* end = scanner.for_each_member(object, [&](std::string_view key, const JsonValue& value) {
    if (json_unescaped(key) == step.name) found = value.begin;
    if (keys.size() <= keys_shown) keys.push_back(key);
  });
  if (found == nullptr) {
    fail(scanner, object, step,
         keys.empty() ? "the object there has no members"
                      : fmt::format("the members of the object there are {}", json_key_list(keys)));
  }
  return {found, end};
}

JsonPointer::Target JsonPointer::element(const JsonScanner& scanner, const char* array, const Step& step) const {
  const std::optional<std::size_t> index = array_index(step.name);
  const char* found = nullptr;
  std::size_t count = 0;
  const char* end = scanner.for_each_element(array, [&](const JsonValue& value) {
    if (index == count++) found = value.begin;
  });
  if (found == nullptr) {
    fail(scanner, array, step, fmt::format("the array there has {} element{}", count, count == 1 ? "" : "s"));
  }
  return {found, end};
}

void JsonPointer::fail(const JsonScanner& scanner, const char* at, const Step& step, std::string_view what) const {
  const std::size_t step_end = std::min(text_.find('/', step.text_begin + 1), text_.size());
  const std::string_view way = std::string_view(text_).substr(0, step.text_begin);
  const std::string_view missing = std::string_view(text_).substr(step.text_begin + 1, step_end - step.text_begin - 1);
  scanner.fail(at, fmt::format("--pointer {}: there is no \"{}\" in {}: {}", text_, missing,
                               way.empty() ? "the document" : way, what));
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

std::string json_key_list(const std::vector<std::string_view>& keys) {
  std::string list;
  for (std::size_t i = 0; i < std::min(keys.size(), keys_shown); ++i) {
    const std::string_view key = keys[i];
    list += fmt::format("{}{}", i > 0 ? ", " : "", token_text(key.data(), key.data() + key.size()));
  }
  return keys.size() > keys_shown ? list + ", ..." : list;
}

}  // namespace softmax::read
