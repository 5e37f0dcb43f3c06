#include "formats/json/object.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/json/proposals.h"

namespace softmax::formats {
namespace {
template <class List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// The digits of a size, which protocol buffers write as a string; empty if it is none.
std::string_view digits_of(const JsonValue& value) {
  std::string_view text(value.begin, value.end);
  if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
  const bool is_whole = text.find_first_not_of("0123456789") == std::string_view::npos;
  return is_whole ? text : std::string_view();
}

bool is_list_of_sizes(const JsonScanner& scanner, const JsonValue& value) {
  if (!value.is_array()) return false;
  bool is_list = true;
  scanner.for_each_element(value.begin, [&](const JsonValue& size) { is_list = is_list && !digits_of(size).empty(); });
  return is_list;
}

std::size_t read_size(const JsonScanner& scanner, const JsonValue& value, std::string_view key) {
  const std::string_view digits = digits_of(value);
  std::size_t size = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (error == std::errc::result_out_of_range) scanner.fail(value.begin, "a size of this magnitude fits no memory");
  if (error != std::errc()) {
    scanner.fail_expecting(value.begin, formatted("a size in {} (a whole number from 0 on)", key));
  }
  return size;
}

JsonShape read_shape(const JsonScanner& scanner, const JsonMember& member) {
  const JsonValue& value = member.value;
  if (!value.is_array()) {
    scanner.fail_expecting(value.begin, formatted("the array of sizes that {} must be", member.key));
  }
  JsonShape shape{value.begin, std::string(member.key), {}};
  scanner.for_each_element(value.begin, [&](const JsonValue& size) {
    if (shape.sizes.size() == largest_rank) {
      scanner.fail(size.begin, formatted("expected {} sizes in {} at most, found more", largest_rank, member.key));
    }
    shape.sizes.push_back(read_size(scanner, size, member.key));
  });
  return shape;
}

/// The shape in TensorFlow's TensorProto, {"dim":[{"size":"2"},{"size":"3"}]}; nothing where a size is not known.
std::optional<JsonShape> shape_of_tensor_proto(const JsonScanner& scanner, const JsonMember& member) {
  if (*member.value.begin != '{') return std::nullopt;
  const JsonMembers members(scanner, member.value.begin);
  JsonShape shape{member.value.begin, std::string(member.key), {}};
  const JsonMember* const dims = members.find("dim");
  if (dims == nullptr) return members.list().empty() ? std::optional(shape) : std::nullopt;
  if (!dims->value.is_array()) return std::nullopt;
  bool is_known = true;
  scanner.for_each_element(dims->value.begin, [&](const JsonValue& dim) {
    const std::optional<JsonMembers> of_dim =
        *dim.begin == '{' ? std::optional<JsonMembers>(std::in_place, scanner, dim.begin) : std::nullopt;
    const JsonMember* const size = of_dim ? of_dim->find("size") : nullptr;
    is_known = is_known && size != nullptr && !digits_of(size->value).empty() && shape.sizes.size() < largest_rank;
    if (is_known) shape.sizes.push_back(read_size(scanner, size->value, size->key));
  });
  return is_known ? std::optional(shape) : std::nullopt;
}

/// Throws Error for the bits of float16 and bfloat16 numbers, which TensorProto writes as whole numbers.
void refuse_bits(const JsonScanner& scanner, const JsonMembers& members) {
  for (const std::string_view name : {"halfVal", "half_val"}) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr) continue;
    scanner.fail(member->value.begin, formatted("{} has the bits of float16 or bfloat16 numbers as integers; expected "
                                                "the numbers, as tf.make_ndarray returns them",
                                                member->key));
  }
}

bool is_of_numbers(const JsonScanner& scanner, const JsonValue& value, const JsonRules& rules) {
  if (value.is_array_of_numbers()) return true;
  return rules.null_is_nan && value.is_array() && value.has_numbers && json_mixture(scanner, value).is_numbers;
}

void sort_by_likelihood(std::vector<const JsonMember*>& members) {
  std::stable_sort(members.begin(), members.end(), [](const JsonMember* a, const JsonMember* b) {
    return json_unlikelihood(a->name(), a->value) < json_unlikelihood(b->name(), b->value);
  });
}

/// Whether a member's name says that it has a result of softmax.
bool is_of_result(const JsonMember* member) {
  std::string name(member->name());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr auto parts = std::to_array<std::string_view>({"prob", "softmax", "expect", "result", "output"});
  return std::any_of(parts.begin(), parts.end(),
                     [&name](std::string_view part) { return name.find(part) != std::string::npos; });
}

std::string key_list_of(const std::vector<const JsonMember*>& members) {
  std::vector<std::string_view> keys;
  for (const JsonMember* member : members) keys.push_back(member->key);
  return json_key_list(keys);
}

/// "--pointer /logits": the first of the members that can be typed as the text spells it. Members with null need
/// --missing nan, too.
std::string pointer_to(const JsonScanner& scanner, std::string_view way, const std::vector<const JsonMember*>& members,
                       const JsonRules& rules) {
  for (const JsonMember* member : members) {
    if (member->name().find('\\') != std::string_view::npos) continue;
    const bool needs_nan = !rules.null_is_nan && json_mixture(scanner, member->value).has_null;
    return json_pointer_option(formatted("{}{}", way, json_pointer_step(member->name()))) +
           (needs_nan ? " --missing nan" : "");
  }
  return "--pointer";
}

[[noreturn]] void fail_with_several(const JsonScanner& scanner, const char* object, std::string_view way,
                                    std::vector<const JsonMember*> candidates, const JsonRules& rules) {
  sort_by_likelihood(candidates);
  if (rules.is_expected) std::stable_partition(candidates.begin(), candidates.end(), is_of_result);
  const bool are_empty = candidates.front()->value.is_array_of_nothing();
  scanner.fail(object, formatted("the {} has {} {}: {}; choose one with {}", way.empty() ? "document" : "object",
                                 candidates.size(), are_empty ? "empty arrays" : "arrays of numbers",
                                 key_list_of(candidates), pointer_to(scanner, way, candidates, rules)));
}

/// What to type where the only array is one that is not read unless it is pointed to.
std::string other_than(const JsonScanner& scanner, const char* object, std::string_view way, std::string_view key) {
  const std::string proposal = json_proposal(scanner, object, way, json_unlikelihood_of_ids - 1);
  if (!proposal.empty()) return proposal;
  const std::string pointer = formatted("{}{}", way, json_pointer_step(json_unescaped(key)));
  return json_pointer_option(pointer) + " reads it all the same";
}

/// Throws Error for a member whose name says that it holds ids or places.
void refuse_index(const JsonScanner& scanner, const char* object, std::string_view way, const JsonMember& member) {
  if (!is_json_index_name(json_unescaped(member.key))) return;
  scanner.fail(object, formatted("the one array of numbers is {}, which has ids or places by its name; {}", member.key,
                                 other_than(scanner, object, way, member.key)));
}

/// The tensor that `member` is, with what its neighbours say.
JsonTensorMember described(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& member,
                           std::optional<JsonShape> shape, const JsonRules& rules) {
  refuse_json_layouts(scanner, members, member, shape);
  JsonTensorMember tensor{&member, std::move(shape), std::nullopt, {}};
  tensor.notes.push_back(
      tensor.shape ? formatted("the tensor is the member {}, in the shape of {}", member.key, tensor.shape->key)
                   : formatted("the tensor is the member {}", member.key));
  if (!rules.dtype_is_given) take_json_dtype(scanner, members, tensor);
  return tensor;
}
}  // namespace

std::optional<JsonTensorMember> shaped_json_tensor(const JsonScanner& scanner, const char* object,
                                                   const JsonMembers& members, std::string_view way,
                                                   const JsonRules& rules) {
  const JsonMember* const data = members.find("data");
  const JsonMember* const size = members.find("shape");
  const bool has_data = data != nullptr && size != nullptr && *data->value.begin != 'n';  // null is no data
  const JsonMember* tensor = has_data ? data : nullptr;
  std::optional<JsonShape> shape;
  if (tensor != nullptr) {
    shape = read_shape(scanner, *size);
    refuse_sparse_json(scanner, members);
  } else {
    for (const std::string_view name : json_size_names) {
      const JsonMember* const member = members.find(name);
      if (member == nullptr || !is_list_of_sizes(scanner, member->value)) continue;
      const JsonShape read = read_shape(scanner, *member);
      if (shape && read.sizes != shape->sizes) {
        scanner.fail(read.begin, formatted("{} says shape {}, {} says {}; expected the same", read.key,
                                           shape_text(read.sizes), shape->key, shape_text(shape->sizes)));
      }
      if (!shape) shape = read;
    }
    for (const std::string_view name : {"tensorShape", "tensor_shape"}) {
      const JsonMember* const member = members.find(name);
      if (member == nullptr || shape) continue;
      shape = shape_of_tensor_proto(scanner, *member);
      if (!shape) {
        scanner.fail(member->value.begin,
                     formatted("{} does not say the size of each dim; --pointer with --shape reads "
                               "the elements",
                               member->key));
      }
      refuse_bits(scanner, members);
    }
    if (!shape) return std::nullopt;
    refuse_sparse_json(scanner, members);
    std::vector<const JsonMember*> arrays;
    std::vector<const JsonMember*> empty;
    for (const JsonMember& member : members.list()) {
      if (contains(json_size_names, member.name()) || contains(json_stride_names, member.name())) continue;
      if (is_of_numbers(scanner, member.value, rules)) arrays.push_back(&member);
      if (member.value.is_array_of_nothing()) empty.push_back(&member);
    }
    if (arrays.empty()) arrays = empty;
    if (arrays.size() > 1) fail_with_several(scanner, object, way, arrays, rules);
    if (arrays.empty()) {
      scanner.fail(shape->begin, formatted("{} is a shape by its name, and there is no array of numbers next to it; {}",
                                           shape->key, other_than(scanner, object, way, shape->key)));
    }
    tensor = arrays.front();
    refuse_index(scanner, object, way, *tensor);
  }
  for (const std::string_view name : json_stride_names) {
    if (const JsonMember* const strides = members.find(name)) require_json_rows(scanner, *strides, *shape);
  }
  return described(scanner, members, *tensor, std::move(shape), rules);
}

JsonTensorMember only_json_tensor(const JsonScanner& scanner, const char* object, const JsonMembers& members,
                                  const JsonRules& rules) {
  std::vector<const JsonMember*> arrays;
  std::vector<const JsonMember*> doubtful;  // with null or text directly among numbers
  std::vector<const JsonMember*> broken;    // with numbers and other things, or numbers in strings
  std::vector<const JsonMember*> empty;
  for (const JsonMember& member : members.list()) {
    if (!member.value.is_array()) continue;
    if (member.value.is_array_of_nothing()) {
      empty.push_back(&member);
    } else if (is_of_numbers(scanner, member.value, rules)) {
      arrays.push_back(&member);
    } else {
      const JsonMixture mixture = json_mixture(scanner, member.value);
      if (mixture.has_null || mixture.has_text) doubtful.push_back(&member);
      if (member.value.has_numbers || mixture.is_numerals) broken.push_back(&member);
    }
  }
  if (!arrays.empty()) {
    arrays.insert(arrays.end(), doubtful.begin(), doubtful.end());
    if (arrays.size() == 1) refuse_index(scanner, object, "", *arrays.front());
  } else {
    arrays = empty.empty() || !broken.empty() ? broken : empty;
  }
  if (arrays.size() > 1) fail_with_several(scanner, object, "", arrays, rules);
  if (arrays.size() == 1) {
    refuse_json_shapes(scanner, members, *arrays.front());
    return described(scanner, members, *arrays.front(), std::nullopt, rules);
  }
  if (members.list().empty()) scanner.fail(object, "the document has no array of numbers: it has no members");
  const std::string proposal = json_proposal(scanner, object, "");
  scanner.fail(object, formatted("the document has no array of numbers; its members are {}{}{}",
                                 json_key_list(members.list()), proposal.empty() ? "" : "; ", proposal));
}
}  // namespace softmax::formats
