#include "formats/json/object.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/ranges.h>

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

/// Whether the value is one array without arrays in it.
bool is_flat(const JsonScanner& scanner, const JsonValue& value) {
  return value.is_array() && *scanner.skip_blanks(value.begin + 1) != '[';
}

/// A string without its quotes, else nothing.
std::string_view text_of(const JsonMember* member) {
  if (member == nullptr || *member->value.begin != '"') return {};
  const std::string_view text(member->value.begin, member->value.end);
  return text.substr(1, text.size() - 2);
}

/// Throws Error for strides that are not those of elements row by row. They may count elements or bytes, and the last
/// one, which is 1, may be missing. That of a dim of one element says nothing.
void require_row_major(const JsonScanner& scanner, const JsonMember& strides, const JsonShape& shape) {
  constexpr std::array<std::size_t, 4> item_sizes = {1, 2, 4, 8};
  if (!strides.value.is_array()) return;
  std::vector<std::size_t> given;
  scanner.for_each_element(strides.value.begin, [&](const JsonValue& value) {
    std::size_t stride = 0;
    std::from_chars(value.begin, value.end, stride);
    given.push_back(stride);
  });
  const Shape& sizes = shape.sizes;
  if (given.size() + 1 == sizes.size()) given.push_back(1);
  const auto fits = [&](std::size_t item_size) {
    std::size_t expected = item_size;
    for (std::size_t i = sizes.size(); i-- > 0;) {
      if (sizes[i] != 1 && given[i] != expected) return false;
      expected *= sizes[i];
    }
    return true;
  };
  const bool is_empty = std::find(sizes.begin(), sizes.end(), 0) != sizes.end();
  if (given.size() == sizes.size() && (is_empty || std::any_of(item_sizes.begin(), item_sizes.end(), fits))) return;
  std::vector<std::size_t> expected(sizes.size(), 1);
  for (std::size_t i = sizes.size(); i-- > 1;) expected[i - 1] = expected[i] * sizes[i];
  scanner.fail(strides.value.begin,
               formatted("expected the {} [{}] of row-major elements in shape {}; write the elements row by row",
                         strides.name(), fmt::join(expected, ", "), shape_text(sizes)));
}

/// Throws Error where members next to a shape say that the object is a sparse matrix.
void refuse_sparse(const JsonScanner& scanner, const JsonMembers& members) {
  for (const std::string_view name : {"indptr", "ptr", "indices", "coords", "row"}) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr || !member->value.is_array_of_numbers()) continue;
    scanner.fail(member->value.begin, formatted("{} next to a shape means a sparse matrix; expected all elements, as "
                                                "toarray(), to_dense() or toArray() return them",
                                                member->key));
  }
}

/// Throws Error where members say that the numbers of `tensor` are quantized, or written column by column.
void refuse_other_layouts(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor) {
  for (const std::string_view name : {"zero_point", "zeroPoint", "quantization"}) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr || *member->value.begin == 'n') continue;
    scanner.fail(
        member->value.begin,
        formatted("{} means that the numbers of {} are quantized; expected them as they are", member->key, tensor.key));
  }
  if (!is_flat(scanner, tensor.value)) return;
  for (const std::string_view name :
       {"order", "_ArrayOrder_", "layout", "memory_order", "fortran_order", "column_major", "columnMajor"}) {
    const JsonMember* const member = members.find(name);
    const std::string_view order = text_of(member);
    const bool is_by_columns = (member != nullptr && *member->value.begin == 't') || order.starts_with('F') ||
                               order.starts_with('f') || order.starts_with("col") || order.starts_with("Col");
    if (!is_by_columns) continue;
    scanner.fail(member->value.begin, formatted("{} says that {} is written column by column; expected it row by row, "
                                                "or as nested arrays",
                                                member->key, tensor.key));
  }
}

/// Throws Error where members of an object without a shape say one in another way: rows and columns as two numbers, the
/// text of a shape, R's attributes; and where the numbers are bytes.
void refuse_other_shapes(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor) {
  const auto number = [&](std::string_view name) -> std::optional<std::size_t> {
    const JsonMember* const member = members.find(name);
    std::size_t value = 0;
    if (member == nullptr) return std::nullopt;
    const auto [stop, error] = std::from_chars(member->value.begin, member->value.end, value);
    return error == std::errc() && stop == member->value.end ? std::optional(value) : std::nullopt;
  };
  if (text_of(members.find("type")) == "Buffer") {
    scanner.fail(tensor.value.begin, formatted("{} has the bytes of a Buffer, as Node writes it; expected numbers, as "
                                               "Array.from(new Float32Array(…)) has them",
                                               tensor.key));
  }
  if (!is_flat(scanner, tensor.value)) return;
  const auto pairs = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"rows", "cols"}, {"rows", "columns"}, {"nrow", "ncol"}, {"nrows", "ncols"}, {"height", "width"}});
  for (const auto& [row_name, column_name] : pairs) {
    const std::optional<std::size_t> rows = number(row_name);
    const std::optional<std::size_t> columns = number(column_name);
    if (!rows || !columns || *rows == 0 || *columns == 0) continue;
    std::size_t count = 0;
    scanner.for_each_element(tensor.value.begin, [&count](const JsonValue&) { ++count; });
    if (count % *columns != 0 || count / *columns != *rows) continue;
    scanner.fail(tensor.value.begin,
                 formatted("\"{}\" and \"{}\" say shape ({}, {}), but not the order of the elements of {}; "
                           "{} --shape {},{} reads them row by row",
                           row_name, column_name, *rows, *columns, tensor.key,
                           json_pointer_option(json_pointer_step(tensor.name())), *rows, *columns));
  }
  for (const std::string_view name : json_size_names) {
    const JsonMember* const member = members.find(name);
    const std::string_view text = text_of(member);
    if (text.find_first_of("([") == std::string_view::npos ||
        text.find_first_of("0123456789") == std::string_view::npos)
      continue;
    scanner.fail(member->value.begin,
                 formatted("{} is text; expected a list of whole numbers, such as [2, 3]", member->key));
  }
  const JsonMember* const attributes = members.find("attributes");
  if (attributes != nullptr && *attributes->value.begin == '{' &&
      JsonMembers(scanner, attributes->value.begin).find("dim") != nullptr) {
    scanner.fail(attributes->value.begin, formatted("\"attributes\" has a \"dim\", so {} is written column by column, "
                                                    "as R's serializeJSON does; toJSON(x, digits = NA) writes nested "
                                                    "arrays",
                                                    tensor.key));
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
  refuse_other_layouts(scanner, members, member);
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
    refuse_sparse(scanner, members);
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
    if (!shape) return std::nullopt;
    refuse_sparse(scanner, members);
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
    if (const JsonMember* const strides = members.find(name)) require_row_major(scanner, *strides, *shape);
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
    refuse_other_shapes(scanner, members, *arrays.front());
    return described(scanner, members, *arrays.front(), std::nullopt, rules);
  }
  if (members.list().empty()) scanner.fail(object, "the document has no array of numbers: it has no members");
  const std::string proposal = json_proposal(scanner, object, "");
  scanner.fail(object, formatted("the document has no array of numbers; its members are {}{}{}",
                                 json_key_list(members.list()), proposal.empty() ? "" : "; ", proposal));
}
}  // namespace softmax::formats
