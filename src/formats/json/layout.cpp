#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/json/object.h"

namespace softmax::formats {
namespace {
/// Whether the value is one array without arrays in it.
bool is_flat(const JsonScanner& scanner, const JsonValue& value) {
  return value.is_array() && *scanner.skip_blanks(value.begin + 1) != '[';
}

/// Whether all orders of the elements are the same one.
bool is_vector(const Shape& sizes) {
  return std::count_if(sizes.begin(), sizes.end(), [](std::size_t size) { return size != 1; }) < 2;
}

/// A string without its quotes, else nothing.
std::string_view text_of(const JsonMember& member) {
  if (*member.value.begin != '"') return {};
  const std::string_view text(member.value.begin, member.value.end);
  return text.substr(1, text.size() - 2);
}

template <class List>
bool contains_word(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Letters and digits in lower case: "columnmajor" for "column-major", "Column_Major" and "columnMajor".
std::string plain_word(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) continue;
    plain.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return plain;
}

/// What a member says that is true or false, also as a number or as text; nothing for other values.
std::optional<bool> truth_of(const JsonMember& member) {
  if (member.value.is_array()) return std::nullopt;
  const std::string plain = plain_word({member.value.begin, member.value.end});
  if (plain == "true" || plain == "yes" || plain == "1") return true;
  if (plain == "false" || plain == "no" || plain == "0") return false;
  return std::nullopt;
}

/// Whether a member says that elements are written column by column: a truth value or text, under whatever name.
bool says_by_columns(const JsonMember& member) {
  constexpr auto of_columns = std::to_array<std::string_view>(
      {"fortran", "fortranorder", "columnmajor", "colmajor", "columnorder", "fcontiguous", "forder"});
  constexpr auto of_rows = std::to_array<std::string_view>({"rowmajor", "roworder", "ccontiguous", "corder"});
  constexpr std::ptrdiff_t longest = 32;  // of a value that says an order
  if (member.value.end - member.value.begin > longest) return false;
  std::string name = plain_word(member.name());
  if (name.starts_with("is")) name.erase(0, 2);
  if (const std::optional<bool> truth = truth_of(member)) {
    return *truth ? contains_word(of_columns, name) : contains_word(of_rows, name);
  }
  const std::string order = plain_word(text_of(member));
  const auto is_about_order = [&name](std::string_view end) { return name.ends_with(end); };
  constexpr auto ends = std::to_array<std::string_view>({"order", "layout", "storage", "major", "majorness"});
  return contains_word(of_columns, order) ||
         (std::any_of(ends.begin(), ends.end(), is_about_order) &&
          (order == "f" || order.starts_with("fortran") || order.starts_with("col")));
}

/// Whether a member says that the tensor is transposed.
bool says_transposed(const JsonMember& member) {
  const std::string name = plain_word(member.name());
  return (name == "transposed" || name == "istransposed" || name == "transpose") && truth_of(member).value_or(false);
}

/// What a member's name says that it counts: 'r' for rows or a height, 'c' for columns or a width; else '\0'.
char counted_by(std::string_view name) {
  std::string plain = plain_word(name);
  for (const std::string_view prefix : {"numberof", "num", "n"}) {
    if (!plain.starts_with(prefix)) continue;
    plain.erase(0, prefix.size());
    break;
  }
  if (plain.ends_with("count")) plain.erase(plain.size() - 5);
  if (plain.ends_with('s')) plain.pop_back();
  if (plain == "row" || plain == "height") return 'r';
  return plain == "col" || plain == "column" || plain == "width" ? 'c' : '\0';
}

std::optional<std::size_t> size_of(const JsonValue& value) {
  std::size_t size = 0;
  const auto [stop, error] = std::from_chars(value.begin, value.end, size);
  return error == std::errc() && stop == value.end ? std::optional(size) : std::nullopt;
}

/// Throws Error where two members count the rows and the columns of the flat elements.
void refuse_rows_and_columns(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor) {
  const JsonMember* rows = nullptr;
  const JsonMember* columns = nullptr;
  for (const JsonMember& member : members.list()) {
    const char counted = size_of(member.value).value_or(0) == 0 ? '\0' : counted_by(member.name());
    if (counted == 'r' && rows == nullptr) rows = &member;
    if (counted == 'c' && columns == nullptr) columns = &member;
  }
  if (rows == nullptr || columns == nullptr) return;
  const std::size_t height = *size_of(rows->value);
  const std::size_t width = *size_of(columns->value);
  std::size_t count = 0;
  scanner.for_each_element(tensor.value.begin, [&count](const JsonValue&) { ++count; });
  if (count % width != 0 || count / width != height) return;
  scanner.fail(tensor.value.begin, formatted("{} and {} say shape ({}, {}), but not the order of the elements of {}; "
                                             "{} --shape {},{} reads them row by row",
                                             rows->key, columns->key, height, width, tensor.key,
                                             json_pointer_option(json_pointer_step(tensor.name())), height, width));
}

}  // namespace

void require_json_rows(const JsonScanner& scanner, const JsonMember& strides, const JsonShape& shape) {
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

void refuse_sparse_json(const JsonScanner& scanner, const JsonMembers& members) {
  for (const std::string_view name : {"indptr", "ptr", "indices", "coords", "row"}) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr || !member->value.is_array_of_numbers()) continue;
    scanner.fail(member->value.begin, formatted("{} next to a shape means a sparse matrix; expected all elements, as "
                                                "toarray(), to_dense() or toArray() return them",
                                                member->key));
  }
}

void refuse_json_layouts(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor,
                         const std::optional<JsonShape>& shape) {
  for (const std::string_view name : {"zero_point", "zeroPoint", "quantization"}) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr || *member->value.begin == 'n') continue;
    scanner.fail(
        member->value.begin,
        formatted("{} means that the numbers of {} are quantized; expected them as they are", member->key, tensor.key));
  }
  if (!is_flat(scanner, tensor.value) || (shape && is_vector(shape->sizes))) return;
  for (const JsonMember& member : members.list()) {
    if (says_by_columns(member)) {
      scanner.fail(member.value.begin, formatted("{} says that {} is written column by column; expected it row by row, "
                                                 "or as nested arrays",
                                                 member.key, tensor.key));
    }
    if (says_transposed(member)) {
      scanner.fail(member.value.begin,
                   formatted("{} leaves open in which order the elements of {} are; {} with --shape reads them row by "
                             "row",
                             member.key, tensor.key, json_pointer_option(json_pointer_step(tensor.name()))));
    }
  }
}

void refuse_json_shapes(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor) {
  const JsonMember* const type = members.find("type");
  if (type != nullptr && text_of(*type) == "Buffer") {
    scanner.fail(tensor.value.begin, formatted("{} has the bytes of a Buffer, as Node writes it; expected numbers, as "
                                               "Array.from(new Float32Array(…)) has them",
                                               tensor.key));
  }
  if (!is_flat(scanner, tensor.value)) return;
  refuse_rows_and_columns(scanner, members, tensor);
  for (const std::string_view name : json_size_names) {
    const JsonMember* const member = members.find(name);
    if (member == nullptr) continue;
    const std::string_view text = text_of(*member);
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
}  // namespace softmax::formats
