#include "formats/printed/list.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "formats/printed/brackets.h"
#include "formats/printed/text.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
PrintedTensor tensor_of(BracketedNumbers found, const char* begin, bool is_rounded) {
  PrintedTensor tensor;
  tensor.shape = std::move(found.shape);
  tensor.numbers = std::move(found.numbers);
  tensor.dtype = found.dtype;
  tensor.is_rounded = is_rounded;
  tensor.is_eight_places = is_rounded;
  tensor.begin = begin;
  return tensor;
}

/// [100/300] and [12:30] in what a program says next to a print.
bool is_fraction_or_time(Cursor cursor) {
  const bool has_number = cursor.take_if('[') && !cursor.take_while(is_digit).empty();
  return has_number && (cursor.starts_with('/') || cursor.starts_with(':'));
}

/// Takes the sizes in `<NDArray 2x2 @cpu(0)>`, if only blanks and the margins of lines are between `at` and that.
/// Returns the end of its line; else `at`.
const char* take_mxnet_sizes(const PrintText& text, const char* at, PrintedTensor& tensor) {
  Cursor cursor(at, text.end());
  cursor.take_any_of(" \t\r\n#>/:");
  const char* const angle = cursor.at();
  if (!cursor.take_if("<NDArray ")) return at;
  check_named_shape(text, angle, take_sizes(cursor, "x"), tensor);
  tensor.is_rounded = true;
  return text.line_end(angle);
}
}  // namespace

bool may_start_list(const PrintPlace& place) { return *place.at == '['; }

PrintFound read_list(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  if (is_in_prose || is_fraction_or_time({begin, text.end()})) return {{}, begin + 1};
  if (!holds_numbers(text, begin)) {
    const char* inside = text.skip_blanks(begin + 1);
    while (inside < text.end() && *inside == '[') inside = text.skip_blanks(inside + 1);
    if (ellipsis_length(inside, text.end()) > 0) fail_summarised(text, inside);
    return {{}, begin + 1};
  }
  BracketedNumbers found = read_brackets(text, begin, begin);
  const char* const end = found.end;
  // Brackets without numbers are a tensor only where a library says so.
  if (found.numbers.empty()) return {{}, end};
  const bool is_rounded = !found.has_commas;
  PrintedTensor tensor = tensor_of(std::move(found), begin, is_rounded);
  const char* const after = take_mxnet_sizes(text, end, tensor);
  return {std::move(tensor), after};
}

bool may_start_scalar(const PrintPlace& place) {
  const char* const name_end = place.text.name_end(place.at);
  return *name_end == '(' && is_scalar_name({place.at, name_end});
}

PrintFound read_scalar(const PrintPlace& place) {
  BracketedNumbers number = read_brackets(place.text, place.at, place.at);
  const char* const end = number.end;
  return {tensor_of(std::move(number), place.at, true), end};
}
}  // namespace softmax::formats
