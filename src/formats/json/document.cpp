#include "formats/json/document.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::size_t keys_shown = 5;

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

/// A pointer's step to a member of that name: '/', then the name with '~' and '/' escaped.
std::string pointer_step(std::string_view name) {
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

/// How messages list members: the first few of the keys, with their quotes, as the text spells them.
std::string key_list(const std::vector<std::string_view>& keys) {
  std::string list;
  for (std::size_t i = 0; i < std::min(keys.size(), keys_shown); ++i) {
    const std::string_view key = keys[i];
    list += formatted("{}{}", i > 0 ? ", " : "", token_text(key.data(), key.data() + key.size()));
  }
  return keys.size() > keys_shown ? list + ", ..." : list;
}

struct Member {
  std::string_view key;  ///< as the text spells it, with its quotes
  JsonValue value;
};

/// The members of an object; only the last of those with the same name.
class Members {
 public:
  Members(const JsonScanner& scanner, const char* object) {
    end_ = scanner.for_each_member(object, [this](std::string_view key, const JsonValue& value) {
      const auto [place, is_new] = places_.try_emplace(json_unescaped(key), list_.size());
      if (is_new) {
        list_.push_back({key, value});
      } else {
        list_[place->second] = {key, value};
      }
    });
  }

  const std::vector<Member>& list() const { return list_; }
  const char* object_end() const { return end_; }

  const Member* find(const std::string& name) const {
    const auto place = places_.find(name);
    return place == places_.end() ? nullptr : &list_[place->second];
  }

  template <class Predicate>
  std::vector<Member> that(Predicate predicate) const {
    std::vector<Member> chosen;
    std::copy_if(list_.begin(), list_.end(), std::back_inserter(chosen),
                 [predicate](const Member& member) { return predicate(member.value); });
    return chosen;
  }

 private:
  std::vector<Member> list_;
  std::map<std::string, std::size_t> places_;  ///< not hashed: names could be chosen to collide
  const char* end_ = nullptr;
};

std::string key_list(const std::vector<Member>& members) {
  std::vector<std::string_view> keys;
  for (const Member& member : members) keys.push_back(member.key);
  return key_list(keys);
}

std::size_t read_size(const JsonScanner& scanner, const JsonValue& value) {
  Cursor cursor(value.begin, value.end);
  const std::optional<std::size_t> size = cursor.take_size();
  if (size && cursor.is_at_end()) return *size;
  const bool is_too_large = !cursor.take_while(is_digit).empty() && cursor.is_at_end();
  if (is_too_large) scanner.fail(value.begin, "a size of this magnitude fits no memory");
  scanner.fail_expecting(value.begin, "a size in \"shape\" (a whole number from 0 on)");
}

JsonShape read_shape(const JsonScanner& scanner, const JsonValue& value) {
  if (!value.is_array()) scanner.fail_expecting(value.begin, "the array of sizes that \"shape\" must be");
  JsonShape shape{value.begin, {}};
  scanner.for_each_element(value.begin, [&](const JsonValue& size) {
    if (shape.sizes.size() == largest_rank) {
      scanner.fail(size.begin, formatted("expected {} sizes in \"shape\" at most, found more", largest_rank));
    }
    shape.sizes.push_back(read_size(scanner, size));
  });
  return shape;
}

/// Advice for several candidates: names the first that can be typed as the text spells it.
std::string pointer_hint(const std::vector<Member>& candidates) {
  for (const Member& candidate : candidates) {
    const std::string_view name = candidate.key.substr(1, candidate.key.size() - 2);
    if (name.find('\\') == std::string_view::npos) return "choose one with --pointer " + pointer_step(name);
  }
  return "choose one with --pointer";
}

/// The one direct member of an object that is an array of numbers. If there is none, one that is an array of nothing;
/// and if there is none of these either, one with numbers among other things, so that reading it says what is wrong.
const char* only_array(const JsonScanner& scanner, const char* object, const Members& members) {
  const auto is_broken_array = [](const JsonValue& value) { return value.is_array() && value.has_numbers; };
  std::vector<Member> candidates = members.that([](const JsonValue& value) { return value.is_array_of_numbers(); });
  if (candidates.empty()) candidates = members.that([](const JsonValue& value) { return value.is_array_of_nothing(); });
  if (candidates.empty()) candidates = members.that(is_broken_array);
  if (members.list().empty()) scanner.fail(object, "the document has no array of numbers: it has no members");
  if (candidates.empty()) {
    scanner.fail(object, formatted("the document has no array of numbers; its members are {}; choose a nested one "
                                   "with --pointer, as in --pointer /a/b",
                                   key_list(members.list())));
  }
  if (candidates.size() == 1) return candidates.front().value.begin;
  scanner.fail(object, formatted("the document has {} {}: {}; {}", candidates.size(),
                                 candidates.front().value.has_numbers ? "arrays of numbers" : "empty arrays",
                                 key_list(candidates), pointer_hint(candidates)));
}
}  // namespace

JsonPointer::JsonPointer(std::string text) : text_(std::move(text)) {
  if (!text_.empty() && text_.front() != '/') {
    throw Error(
        formatted("--pointer {0}: expected a JSON pointer, which starts with a slash; try --pointer /{0}", text_));
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
                      : formatted("the members of the object there are {}", key_list(keys)));
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

JsonTensorPlace find_json_tensor(const JsonScanner& scanner, const char* at,
                                 const std::optional<JsonPointer>& pointer) {
  const JsonPointer::Target target = pointer ? pointer->find(scanner, at) : JsonPointer::Target{at, nullptr};
  if (*target.value != '{') return {target.value, target.document_end, std::nullopt};

  const Members members(scanner, target.value);
  JsonTensorPlace place{nullptr, members.object_end(), std::nullopt};
  const Member* shape = members.find("shape");
  const Member* data = members.find("data");
  if (shape != nullptr && data != nullptr) {
    place.tensor = data->value.begin;
    place.shape = read_shape(scanner, shape->value);
  } else if (pointer) {
    scanner.fail(
        target.value,
        formatted("--pointer {}: expected an array of numbers, or an object with \"shape\" and \"data\", found an "
                  "object {}",
                  pointer->text().empty() ? "\"\"" : pointer->text(),
                  members.list().empty() ? "without members" : "with the members " + key_list(members.list())));
  }
  if (place.tensor == nullptr) place.tensor = only_array(scanner, target.value, members);
  if (target.document_end != nullptr) place.document_end = target.document_end;
  return place;
}
}  // namespace softmax::formats
