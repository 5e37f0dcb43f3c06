#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/grid.h"
#include "text/cursor.h"

namespace softmax::formats {
namespace {
/// `2×3 Matrix{Float64}:`, `3-element Vector{Float32}:`. Without the colon there are no numbers.
struct JuliaHead {
  Shape sizes;
  std::string_view type;
  const char* type_at;
};

std::optional<JuliaHead> julia_head(const PrintLine& line) {
  Cursor cursor(line.begin, line.end);
  JuliaHead head;
  head.sizes = take_sizes(cursor, "\xC3\x97");
  const bool is_vector = cursor.take_if("-element");
  if (head.sizes.empty() || is_vector != (head.sizes.size() == 1) || !cursor.take_if(' ')) return std::nullopt;
  head.type_at = cursor.at();
  head.type = cursor.rest();
  const bool has_colon = head.type.ends_with(':');
  if (has_colon) head.type.remove_suffix(1);
  const bool is_empty = std::count(head.sizes.begin(), head.sizes.end(), 0) > 0;
  const bool has_type = head.type.find('{') != std::string_view::npos || head.type.find(" eltype ") < head.type.size();
  return has_type && has_colon != is_empty ? std::optional(std::move(head)) : std::nullopt;
}

/// `[:, :, 2, 1] =`
std::optional<Index> julia_page(const PrintLine& line) {
  Cursor cursor(line.begin, line.end);
  if (!cursor.take_if("[:, :")) return std::nullopt;
  Index index;
  while (cursor.take_if(", ")) {
    const std::optional<std::size_t> place = cursor.take_size();
    if (!place || *place == 0 || index.size() + 2 >= largest_rank) return std::nullopt;
    index.push_back(*place - 1);
  }
  return !index.empty() && cursor.rest() == "] =" ? std::optional(std::move(index)) : std::nullopt;
}

constexpr std::array<std::pair<std::string_view, Dtype>, 4> julia_types = {{{"BFloat16", Dtype::bfloat16},
                                                                            {"Float16", Dtype::float16},
                                                                            {"Float32", Dtype::float32},
                                                                            {"Float64", Dtype::float64}}};

/// The dtype of `Matrix{Float32}`.
std::optional<Dtype> julia_dtype(std::string_view type) {
  for (const auto& [name, dtype] : julia_types) {
    if (type.find(name) < type.size()) return dtype;
  }
  return std::nullopt;
}

/// How source code starts a list with its type.
struct TypedList {
  std::string_view opening;
  Dtype dtype;
};

constexpr std::array<TypedList, 6> typed_lists = {{{"single([", Dtype::float32},
                                                   {"double([", Dtype::float64},
                                                   {"Float16[", Dtype::float16},
                                                   {"Float32[", Dtype::float32},
                                                   {"Float64[", Dtype::float64},
                                                   {"BFloat16[", Dtype::bfloat16}}};

bool has_number_type(std::string_view type) {
  constexpr std::array<std::string_view, 6> foreign = {"Complex", "Bool", "Any", "String", "Rational", "Union"};
  return std::none_of(foreign.begin(), foreign.end(),
                      [&](std::string_view name) { return type.find(name) < type.size(); });
}

std::optional<PrintFound> read_julia_at(const PrintText& text, const char* at) {
  const PrintLine first = line_at(text, at);
  const std::optional<JuliaHead> head = julia_head(first);
  if (!head) return std::nullopt;
  if (head->sizes.size() > largest_rank) {
    text.fail(first.begin,
              formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, head->sizes.size()));
  }
  if (!has_number_type(head->type)) {
    text.fail(head->type_at, formatted("expected a print of real numbers, found one of type {}", head->type));
  }
  PrintedTensor tensor;
  const char* end = first.next;
  if (element_count(head->sizes) > 0) {
    std::vector<PrintedPage> pages;
    if (head->sizes.size() > 2) {
      for (PrintLine line = line_after_blanks(text, end); const std::optional<Index> index = julia_page(line);
           line = line_after_blanks(text, end)) {
        pages.push_back({line.begin, *index, {}, false});
        end = take_rows(text, line.next, 0, pages.back());
      }
      if (pages.empty()) text.fail_expecting(line_after_blanks(text, end).begin, "\"[:, :, 1] =\" before the rows");
    } else {
      pages.push_back({first.begin, {}, {}, false});
      end = take_rows(text, end, 0, pages.back());
    }
    tensor = joined_pages(text, pages);
    if (head->sizes.size() == 1 && tensor.shape == Shape{head->sizes[0], 1}) tensor.shape = head->sizes;
  }
  tensor.begin = first.begin;
  check_named_shape(text, first.begin, head->sizes, tensor);
  tensor.printer = head->sizes.size() == 1 ? &printers::julia_vector : &printers::julia_matrix;
  tensor.dtype = julia_dtype(head->type);
  return PrintFound{std::move(tensor), end};
}
}  // namespace

bool may_start_julia(const PrintPlace& place) { return may_start_octave(place); }

PrintFound read_julia(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  const char* const input_end = after_echoed_input(text, at);
  if (input_end != at) {
    const PrintLine line = line_after_blanks(text, input_end);
    return {{}, julia_head(line) ? input_end : at};
  }
  std::optional<PrintFound> found = read_julia_at(text, at);
  return found ? *std::move(found) : PrintFound{{}, at};
}

bool may_start_typed(const PrintPlace& place) {
  return std::any_of(typed_lists.begin(), typed_lists.end(),
                     [&](const TypedList& row) { return place.text.starts_with(place.at, row.opening); });
}

PrintFound read_typed(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  const TypedList& row = *std::find_if(typed_lists.begin(), typed_lists.end(), [&](const TypedList& each) {
    return place.text.starts_with(place.at, each.opening);
  });
  const char* const bracket = at + row.opening.size() - 1;
  if (is_in_prose || !holds_numbers(text, bracket)) return {{}, at};
  BracketedNumbers found = read_brackets(text, bracket, at);
  const bool is_call = row.opening.ends_with("([");
  const char* const close = is_call ? text.skip_blanks_of_line(found.end) : found.end;
  if (is_call && (close == text.end() || *close != ')')) return {{}, at};
  PrintedTensor tensor;
  tensor.shape = std::move(found.shape);
  tensor.numbers = std::move(found.numbers);
  tensor.dtype = row.dtype;
  tensor.begin = at;
  tensor.printer = is_call ? &by_hand : &printers::julia_vector;
  return {std::move(tensor), is_call ? close + 1 : found.end};
}
}  // namespace softmax::formats
