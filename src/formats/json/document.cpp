#include "formats/json/document.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/json/proposals.h"

namespace softmax::formats {
namespace {
/// The array index that a step means; nothing when it is none. Leading zeros and signs are not allowed, and "-" means
/// the element after the last, which never exists.
std::optional<std::size_t> array_index(std::string_view name) {
  if (name.size() > 1 && name.front() == '0') return std::nullopt;
  Cursor cursor(name);
  const std::optional<std::size_t> index = cursor.take_size();
  return cursor.is_at_end() ? index : std::nullopt;
}

/// The name that a step `text` of a pointer means: ~1 is '/', ~0 is '~'.
std::string unescaped_step(std::string_view text, const std::string& pointer) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '~') {
      name.push_back(text[i]);
      continue;
    }
    const char code = i + 1 < text.size() ? text[++i] : '\0';
    if (code != '0' && code != '1') {
      throw Error(formatted("--pointer {}: expected ~0 (for ~) or ~1 (for /), found another ~", pointer));
    }
    name.push_back(code == '0' ? '~' : '/');
  }
  return name;
}
/// Throws Error for an array whose first element is an object, if the array is valid.
void refuse_records(const JsonScanner& scanner, const char* array, const std::optional<JsonPointer>& pointer) {
  const char* at = array;
  while (*at == '[') at = scanner.skip_blanks(at + 1);
  if (*at != '{') return;
  scanner.value(array);
  const std::string proposal = json_proposal(scanner, array, pointer ? std::string_view(pointer->text()) : "");
  scanner.fail(at, formatted("expected a number, found an object{}{}", proposal.empty() ? "" : "; ", proposal));
}

/// Throws Error for an object in place of the array of numbers, as JavaScript writes a typed array.
[[noreturn]] void refuse_object(const JsonScanner& scanner, const JsonMember& member, std::string_view way) {
  const std::string pointer = formatted("{}{}", way, json_pointer_step(member.name()));
  const std::string proposal = json_proposal(scanner, member.value.begin, pointer);
  scanner.fail(member.value.begin, formatted("expected the array of numbers that {} must be, found an object{}{}",
                                             member.key, proposal.empty() ? "" : "; ", proposal));
}
}  // namespace

JsonPointer::JsonPointer(std::string text) : text_(std::move(text)) {
  if (!text_.empty() && text_.front() != '/') {
    throw Error(formatted("--pointer {}: expected a JSON pointer, which starts with a slash; try {}", text_,
                          json_pointer_option(json_pointer_of_path(text_))));
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
      // The value contains nothing; still, malformed JSON is reported first.
      const JsonValue found = scanner.value(target.value);
      fail(scanner, found.begin, step, "the value there is neither an object nor an array");
    }
    const Target next = is_array ? element(scanner, target.value, step) : member(scanner, target.value, step);
    target.value = next.value;
    target.size_key = next.size_key;
    if (target.document_end == nullptr) target.document_end = next.document_end;
  }
  return target;
}

/// Target::document_end is the end of the object here, and of the array in `element`.
JsonPointer::Target JsonPointer::member(const JsonScanner& scanner, const char* object, const Step& step) const {
  const char* found = nullptr;
  std::string_view size_key;
  std::vector<std::string_view> keys;
  const char* end = scanner.for_each_member(object, [&](std::string_view key, const JsonValue& value) {
    const std::string name = json_unescaped(key);
    const bool is_size = std::find(json_size_names.begin(), json_size_names.end(), name) != json_size_names.end();
    if (name == step.name) {
      found = value.begin;
    } else if (is_size && value.is_array()) {
      size_key = key;
    }
    if (keys.size() <= json_keys_shown) keys.push_back(key);
  });
  if (found == nullptr) {
    fail(scanner, object, step,
         keys.empty() ? "the object there has no members"
                      : formatted("the members of the object there are {}", json_key_list(keys)));
  }
  return {found, end, size_key};
}

JsonPointer::Target JsonPointer::element(const JsonScanner& scanner, const char* array, const Step& step) const {
  const std::optional<std::size_t> index = array_index(step.name);
  const char* found = nullptr;
  std::size_t count = 0;
  const char* end = scanner.for_each_element(array, [&](const JsonValue& value) {
    if (index == count++) found = value.begin;
  });
  if (found == nullptr) {
    fail(scanner, array, step, formatted("the array there has {} element{}", count, count == 1 ? "" : "s"));
  }
  return {found, end};
}

void JsonPointer::fail(const JsonScanner& scanner, const char* at, const Step& step, std::string_view what) const {
  const std::size_t step_end = std::min(text_.find('/', step.text_begin + 1), text_.size());
  const std::string_view way = std::string_view(text_).substr(0, step.text_begin);
  const std::string_view missing = std::string_view(text_).substr(step.text_begin + 1, step_end - step.text_begin - 1);
  scanner.fail(at, formatted("--pointer {}: there is no \"{}\" in {}: {}", text_, missing,
                             way.empty() ? "the document" : way, what));
}

JsonTensorPlace find_json_tensor(const JsonScanner& scanner, const char* at, const std::optional<JsonPointer>& pointer,
                                 const JsonRules& rules) {
  const JsonPointer::Target target = pointer ? pointer->find(scanner, at) : JsonPointer::Target{at, nullptr};
  if (*target.value == '[') refuse_records(scanner, target.value, pointer);
  if (*target.value != '{') {
    JsonTensorPlace place{target.value, target.document_end, {}, {}, {}, {}};
    if (!target.size_key.empty() && *target.value == '[' && *scanner.skip_blanks(target.value + 1) != '[') {
      const std::string_view way = std::string_view(pointer->text()).substr(0, pointer->text().rfind('/'));
      place.notes.push_back(formatted("{} next to the array is not used{}", target.size_key,
                                      way.empty() ? "" : formatted("; {} uses it", json_pointer_option(way))));
    }
    return place;
  }

  const std::string_view way = pointer ? std::string_view(pointer->text()) : "";
  const JsonMembers members(scanner, target.value);
  std::optional<JsonTensorMember> tensor = shaped_json_tensor(scanner, target.value, members, way, rules);
  if (!tensor && pointer) {
    const std::string proposal = json_proposal(scanner, target.value, way);
    scanner.fail(
        target.value,
        formatted("--pointer {}: expected an array of numbers, or an object with \"shape\" and \"data\", found an "
                  "object {}{}{}",
                  way.empty() ? "\"\"" : way,
                  members.list().empty() ? "without members" : "with the members " + json_key_list(members.list()),
                  proposal.empty() ? "" : "; ", proposal));
  }
  if (!tensor) tensor = only_json_tensor(scanner, target.value, members, rules);
  const JsonMember& member = *tensor->member;
  if (*member.value.begin == '{') refuse_object(scanner, member, way);
  return {member.value.begin,       target.document_end != nullptr ? target.document_end : members.object_end(),
          std::move(tensor->shape), tensor->dtype,
          std::move(tensor->notes), std::string(member.key)};
}
}  // namespace softmax::formats
