#include "formats/code/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/formatted.h"

namespace softmax::formats {
namespace {
/// The dtypes that source code names otherwise than traits(dtype).print_names do.
struct DtypeWord {
  std::string_view word;
  Dtype dtype;
};
constexpr std::array<DtypeWord, 12> float_words = {{{"float", Dtype::float64},
                                                    {"torch.float", Dtype::float32},
                                                    {"float_", Dtype::float64},
                                                    {"double", Dtype::float64},
                                                    {"single", Dtype::float32},
                                                    {"half", Dtype::float16},
                                                    {"f8", Dtype::float64},
                                                    {"f4", Dtype::float32},
                                                    {"f2", Dtype::float16},
                                                    {"d", Dtype::float64},
                                                    {"f", Dtype::float32},
                                                    {"e", Dtype::float16}}};

struct IntegerWord {
  std::string_view word;
  IntegerRange range;
};
constexpr std::array<IntegerWord, 15> integer_words = {{{"int", int64_range},
                                                        {"torch.int", {-0x1p31, 0x1p31 - 1}},
                                                        {"int_", int64_range},
                                                        {"long", int64_range},
                                                        {"int64", int64_range},
                                                        {"i8", int64_range},
                                                        {"int32", {-0x1p31, 0x1p31 - 1}},
                                                        {"i4", {-0x1p31, 0x1p31 - 1}},
                                                        {"short", {-0x1p15, 0x1p15 - 1}},
                                                        {"int16", {-0x1p15, 0x1p15 - 1}},
                                                        {"int8", {-0x1p7, 0x1p7 - 1}},
                                                        {"uint8", {0, 0x1p8 - 1}},
                                                        {"uint16", {0, 0x1p16 - 1}},
                                                        {"uint32", {0, 0x1p32 - 1}},
                                                        {"uint64", {0, 0x1p53}}}};

}  // namespace

namespace {
void check_range(const CodeValue& value) {
  if (!value.integers) return;
  for (const CodeNumber& number : value.numbers) {
    if (number.value < value.integers->low || number.value > value.integers->high) {
      throw CodeError("the result is beyond the integer type, where libraries wrap around");
    }
  }
}

}  // namespace

void settle(CodeValue& value) {
  check_range(value);
  if (!value.dtype) return;
  for (CodeNumber& number : value.numbers) {
    const double rounded = round_to(*value.dtype, number.value);
    if (rounded != number.value) number = {rounded, {}};
  }
}

CodeValue number_value(double value, std::string_view text) {
  CodeValue result;
  result.numbers.push_back({value, text});
  return result;
}

CodeValue word_value(std::string_view word) {
  CodeValue result;
  result.kind = CodeKind::word;
  result.word = word;
  return result;
}

CodeValue sequence_value(CodeKind kind, std::vector<CodeValue> items) {
  CodeValue result;
  result.kind = kind;
  const auto is_plain = [](const CodeValue& item) {
    return item.items.empty() && item.kind != CodeKind::word &&
           (item.kind != CodeKind::array || (item.shape.empty() && !item.integers));
  };
  const bool is_nest = std::all_of(items.begin(), items.end(), [&](const CodeValue& item) {
    return is_plain(item) && item.shape == items[0].shape && item.dtype == items[0].dtype;
  });
  result.shape = {items.size()};
  if (!is_nest) {
    result.items = std::move(items);
    return result;
  }
  if (items.empty()) return result;
  const CodeValue& first = items[0];
  result.shape.insert(result.shape.end(), first.shape.begin(), first.shape.end());
  if (result.shape.size() > largest_rank) throw CodeError("brackets nested deeper than any tensor");
  result.dtype = first.dtype;
  result.says_tensor = first.says_tensor;
  result.library = first.library;
  result.printer = first.printer;
  result.integers = first.integers;
  for (CodeValue& item : items) {
    if (!item.integers) result.integers.reset();
    if (item.printer != result.printer) result.printer = &by_hand;
    result.numbers.insert(result.numbers.end(), item.numbers.begin(), item.numbers.end());
  }
  return result;
}

std::vector<CodeValue> items_of(const CodeValue& value) {
  if (!value.items.empty()) return value.items;
  if (value.shape.empty()) throw CodeError("expected a list, found a number");
  std::vector<CodeValue> items;
  CodeValue item = value;
  item.shape.erase(item.shape.begin());
  if (is_sequence(value) && item.shape.empty()) item.kind = CodeKind::number;
  const std::size_t size = element_count(item.shape);
  for (std::size_t i = 0; i < value.shape[0]; ++i) {
    const auto begin = value.numbers.begin() + static_cast<std::ptrdiff_t>(i * size);
    item.numbers.assign(begin, begin + static_cast<std::ptrdiff_t>(size));
    items.push_back(item);
  }
  return items;
}

CodeValue array_of(CodeValue value, CodeLibrary library) {
  if (value.kind == CodeKind::word) throw CodeError(formatted("expected numbers, found \"{}\"", value.word));
  if (!value.items.empty()) {
    std::vector<CodeValue> arrays;
    for (const CodeValue& item : value.items) arrays.push_back(array_of(item, library));
    const bool is_ragged = std::any_of(arrays.begin(), arrays.end(),
                                       [&](const CodeValue& array) { return array.shape != arrays[0].shape; });
    if (is_ragged) {
      throw CodeError(formatted("expected elements of one shape, found {} and another", shape_text(arrays[0].shape)));
    }
    return stacked(arrays, 0);
  }
  value.kind = CodeKind::array;
  value.library = library;
  return value;
}

double scalar_of(const CodeValue& value, std::string_view what) {
  const bool is_scalar = value.kind != CodeKind::word && value.items.empty() && value.numbers.size() == 1;
  if (!is_scalar) throw CodeError(formatted("expected a number as {}", what));
  return value.numbers[0].value;
}

long whole_of(const CodeValue& value, std::string_view what) {
  const double number = scalar_of(value, what);
  if (!value.integers || std::abs(number) > 0x1p40) throw CodeError(formatted("expected a whole number as {}", what));
  return static_cast<long>(number);
}

std::vector<long> wholes_of(const std::vector<CodeValue>& arguments, std::string_view what) {
  std::vector<long> wholes;
  for (const CodeValue& argument : arguments) {
    if (argument.shape.empty()) {
      wholes.push_back(whole_of(argument, what));
    } else {
      for (const CodeValue& item : items_of(argument)) wholes.push_back(whole_of(item, what));
    }
  }
  return wholes;
}

CodeValue as_dtype(CodeValue value, Dtype dtype) {
  value.dtype = dtype;
  value.integers.reset();
  settle(value);
  return value;
}

CodeValue as_integers(CodeValue value, const IntegerRange& range) {
  value.dtype.reset();
  value.integers = range;
  for (CodeNumber& number : value.numbers) {
    if (!std::isfinite(number.value)) throw CodeError("an integer type holds no NaN and no infinity");
    if (std::trunc(number.value) != number.value) number = {std::trunc(number.value), {}};
  }
  check_range(value);
  return value;
}

CodeValue as_word(CodeValue value, std::string_view dtype_word) {
  const std::string_view last = dtype_word.substr(dtype_word.find_last_of(".<>=|") + 1);
  for (const std::string_view word : {dtype_word, last}) {
    for (const DtypeWord& row : float_words) {
      if (row.word == word) return as_dtype(std::move(value), row.dtype);
    }
    for (const IntegerWord& row : integer_words) {
      if (row.word == word) return as_integers(std::move(value), row.range);
    }
    if (const std::optional<Dtype> dtype = dtype_named(word)) return as_dtype(std::move(value), *dtype);
  }
  throw CodeError(
      formatted("the dtype \"{}\" is not read; those that are: {} and integers", dtype_word, dtype_names()));
}
}  // namespace softmax::formats
