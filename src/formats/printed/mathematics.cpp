#include <algorithm>
#include <optional>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// Sizes before the numbers, and the printer that writes them so.
struct SizesBefore {
  Shape shape;
  const Printer* printer;
  std::string_view openings;  ///< of the brackets that follow
  const char* end;
};

/// hmatrix's (2><3).
std::optional<SizesBefore> sizes_of_hmatrix(Cursor cursor) {
  if (!cursor.take_if('(')) return std::nullopt;
  const std::optional<std::size_t> rows = cursor.take_size();
  if (!rows || !cursor.take_if("><")) return std::nullopt;
  const std::optional<std::size_t> columns = cursor.take_size();
  if (!columns || !cursor.take_if(')')) return std::nullopt;
  return SizesBefore{{*rows, *columns}, &printers::haskell, "[", cursor.at()};
}

/// Blitz++'s ranges of the indices, (0,1) x (0,2).
std::optional<SizesBefore> sizes_of_blitz(Cursor cursor) {
  Shape shape;
  do {
    if (!cursor.take_if('(')) return std::nullopt;
    const std::optional<std::size_t> first = cursor.take_size();
    if (!first || !cursor.take_if(',')) return std::nullopt;
    const std::optional<std::size_t> last = cursor.take_size();
    if (!last || *last < *first || shape.size() == largest_rank || !cursor.take_if(')')) return std::nullopt;
    shape.push_back(*last - *first + 1);
  } while (cursor.take_if(" x "));
  cursor.take_any_of(" \t\r");
  if (!cursor.starts_with('\n')) return std::nullopt;
  return SizesBefore{shape, &printers::blitz, "[", cursor.at()};
}

/// nickle's (real [2, 2]).
std::optional<SizesBefore> sizes_of_nickle(Cursor cursor) {
  if (!cursor.take_if("(real [")) return std::nullopt;
  Shape shape = take_sizes(cursor, ", ");
  if (!cursor.take_if("])")) return std::nullopt;
  return SizesBefore{std::move(shape), &by_hand, "{", cursor.at()};
}

std::optional<SizesBefore> sizes_before(const PrintText& text, const char* at) {
  const Cursor cursor(at, at + std::min(text.end() - at, longest_aside));
  std::optional<SizesBefore> found = sizes_of_hmatrix(cursor);
  if (!found) found = sizes_of_blitz(cursor);
  if (!found) found = sizes_of_nickle(cursor);
  if (!found) return found;
  found->end = text.skip_inside(found->end, at);
  if (found->end == text.end() || found->openings.find(*found->end) == std::string_view::npos) return std::nullopt;
  return found;
}

/// Spark's sparse vector, (3,[0,2],[0.5,1.5]): its size, the indices and the values.
bool is_sparse_vector(const PrintText& text, const char* at) {
  Cursor cursor(at + 1, text.end());
  if (!cursor.take_size() || !cursor.take_if(",[")) return false;
  const char* const indices = text.group_end(cursor.at() - 1);
  return indices != nullptr && text.starts_with(indices, ",[");
}

/// The length of "#2A" or "#" before the parenthesis of an array of Lisp; 0 where there is none.
std::size_t length_of_lisp_sign(const PrintText& text, const char* at) {
  if (!text.starts_with(at, "#")) return 0;
  const char* next = std::find_if_not(at + 1, text.end(), is_digit);
  if (next - at > 3) return 0;
  if (next != at + 1 && (next == text.end() || (*next != 'A' && *next != 'a'))) return 0;
  if (next != at + 1) ++next;
  return text.starts_with(next, "(") ? static_cast<std::size_t>(next - at) : 0;
}

/// The name before the brackets of a matrix or a vector of Ruby; empty where it is not one.
std::string_view ruby_name(const PrintText& text, const char* at) {
  for (const std::string_view name : {"Matrix", "Vector"}) {
    if (text.starts_with(at, name) && text.starts_with(at + name.size(), "[")) return name;
  }
  return {};
}
}  // namespace

bool may_start_sized(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (*at != '(' || is_in_prose || at + 1 == text.end()) return false;
  return is_digit(at[1]) || text.starts_with(at, "(real [");
}

PrintFound read_sized(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  if (is_sparse_vector(text, begin)) {
    text.fail(begin, "expected a print of every number, found one of a sparse vector");
  }
  const std::optional<SizesBefore> sizes = sizes_before(text, begin);
  if (!sizes) return {{}, begin};
  BracketedNumbers found = read_brackets(text, sizes->end, begin, {sizes->openings, false});
  const char* const end = found.end;
  const bool is_nested = sizes->openings == "{";
  if (!is_nested && found.numbers.size() == element_count(sizes->shape)) found.shape = sizes->shape;
  PrintedTensor tensor = tensor_of(std::move(found), begin, *sizes->printer);
  check_named_shape(text, begin, sizes->shape, tensor);
  return {std::move(tensor), end};
}

bool may_start_maxima(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (!text.starts_with(at, "matrix([") || is_in_prose) return false;
  const char* const first = text.skip_blanks(at + std::string_view("matrix([").size());
  return begins_number(first, text.end());
}

PrintFound read_maxima(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  const char* at = begin + std::string_view("matrix(").size();
  PrintedTensor tensor;
  tensor.printer = &printers::maxima;
  tensor.begin = begin;
  for (std::size_t rows = 1;; ++rows) {
    BracketedNumbers row = read_brackets(text, at, begin, {"[", false});
    const std::size_t columns = rows == 1 ? row.numbers.size() : tensor.shape[1];
    if (row.shape != Shape{columns}) text.fail(at, formatted("expected a row of {} numbers, as the first", columns));
    tensor.shape = {rows, columns};
    tensor.numbers.insert(tensor.numbers.end(), row.numbers.begin(), row.numbers.end());
    at = text.skip_inside(row.end, begin);
    if (at == text.end()) text.fail(at, "the print is cut off: expected \")\", found the end of the input");
    if (*at == ')') return {std::move(tensor), at + 1};
    if (*at != ',') text.fail_expecting(at, "\",\" or \")\"");
    at = text.skip_inside(at + 1, begin);
    if (at == text.end() || *at != '[') text.fail_expecting(at, "a row in brackets");
  }
}

bool may_start_ruby(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (is_in_prose) return false;
  const std::string_view name = ruby_name(text, at);
  return !name.empty() && holds_numbers(text, at + name.size());
}

PrintFound read_ruby(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  const std::string_view name = ruby_name(text, begin);
  BracketedNumbers found = read_brackets(text, begin + name.size(), begin, {"[", false});
  const std::size_t rank = name == "Matrix" ? 2 : 1;
  if (found.shape.size() != rank || found.numbers.empty()) return {{}, begin};
  const char* const end = found.end;
  return {tensor_of(std::move(found), begin, printers::ruby), end};
}

bool may_start_lisp(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  const std::size_t sign = length_of_lisp_sign(text, at);
  return sign > 0 && is_place_of_value(text, at) && holds_numbers(text, at + sign);
}

PrintFound read_lisp(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  const std::size_t sign = length_of_lisp_sign(text, begin);
  const char* const group = text.group_end(begin + sign);
  const bool has_commas = group != nullptr && std::find(begin, group, ',') != group;
  if (has_commas) return {{}, begin};  // a comment: #(1, 2)
  BracketedNumbers found = read_brackets(text, begin + sign, begin, {"(", true});
  const char* const end = found.end;
  const Cursor rank(begin + 1, text.end());
  const std::optional<std::size_t> named = Cursor(rank).take_size();
  if (named && *named != found.shape.size()) {
    text.fail(begin, formatted("the print says rank {}, its numbers have shape {}", *named, shape_text(found.shape)));
  }
  return {tensor_of(std::move(found), begin, printers::lisp), end};
}
}  // namespace softmax::formats
