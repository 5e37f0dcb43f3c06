#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/print.h"
#include "core/shape.h"

namespace softmax::formats {
/// A number of an expression in source code. `text` is empty for a number that was computed.
struct CodeNumber {
  double value = 0;
  std::string_view text{};
};

enum class CodeKind {
  number,  ///< of Python: `2`, `1/3`
  list,    ///< `[1, 2]`, and what C writes in braces
  tuple,   ///< `(1, 2)`
  array,   ///< of a library: `np.array([1, 2])`
  word,    ///< a string, or the name of a dtype
};

/// Whose rules hold where libraries differ.
enum class CodeLibrary { python, numpy, torch };

/// The whole numbers from `low` to `high`: what an integer type holds.
struct IntegerRange {
  double low;
  double high;
};

/// What an expression in source code is worth. Numbers are float64, or values of `dtype` where the code names one.
struct CodeValue {
  CodeKind kind = CodeKind::number;
  CodeLibrary library = CodeLibrary::python;
  Shape shape{};
  std::vector<CodeNumber> numbers{};  ///< in row-major order
  std::vector<CodeValue> items{};     ///< of a list or tuple of values that are no regular nest of numbers
  std::optional<Dtype> dtype{};
  std::optional<IntegerRange> integers{};  ///< the type holds only whole numbers
  const Printer* printer = &by_hand;       ///< as in PrintedTensor
  bool says_tensor = false;
  std::string_view word{};

  bool is_print() const { return printer != &by_hand; }
};

/// What a library refuses, or what is not known here. The reader of the expression adds the place.
struct CodeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// int64 of NumPy and PyTorch, as far as a double holds whole numbers exactly; also the range that Python's own
/// integers are kept in.
inline constexpr IntegerRange int64_range = {-0x1p53, 0x1p53};

/// A list or a tuple of Python.
inline bool is_sequence(const CodeValue& value) {
  return value.kind == CodeKind::list || value.kind == CodeKind::tuple;
}

/// Makes the numbers what the library holds: rounded to the dtype, or inside the integers. Throws CodeError beyond.
void settle(CodeValue& value);

CodeValue number_value(double value, std::string_view text = {});
CodeValue word_value(std::string_view word);

/// A list or tuple. Items that are numbers, or regular nests of them, become one nest. Lists of 0-d arrays do too.
CodeValue sequence_value(CodeKind kind, std::vector<CodeValue> items);

/// The items of a list, a tuple or an array along its first dim. Throws CodeError for a single number.
std::vector<CodeValue> items_of(const CodeValue& value);

/// The array of a library that holds the same numbers. Throws CodeError for what is ragged or no number.
CodeValue array_of(CodeValue value, CodeLibrary library);

/// The number that a value is: of Python, or a 0-d array. Throws CodeError.
double scalar_of(const CodeValue& value, std::string_view what);

/// The same as a whole number.
long whole_of(const CodeValue& value, std::string_view what);

/// The whole numbers of `2, 3` or `(2, 3)` as arguments.
std::vector<long> wholes_of(const std::vector<CodeValue>& arguments, std::string_view what);

/// Rounds each number to the dtype, which the array then has.
CodeValue as_dtype(CodeValue value, Dtype dtype);

/// Cuts each number off to a whole one. Throws CodeError for those outside of the range.
CodeValue as_integers(CodeValue value, const IntegerRange& range);

/// The value with the dtype that a word names: `float16`, `np.float32`, `int`, `'f4'`. Throws CodeError for others.
CodeValue as_word(CodeValue value, std::string_view dtype_word);

CodeValue negated(CodeValue value);

/// The operators of Python: + - * / // % **. Throws CodeError for what Python or the library refuses.
CodeValue operated(std::string_view sign, const CodeValue& a, const CodeValue& b);

/// A function of each number.
CodeValue mapped(CodeValue value, double (*function)(double));

/// The same numbers in another shape; one size may be -1. Throws CodeError where they don't fit.
CodeValue reshaped_value(CodeValue value, const std::vector<long>& sizes);

/// The dims in another order: dim k of the result is dim order[k] of the value.
CodeValue permuted_value(const CodeValue& value, const std::vector<std::size_t>& order);

/// One item of an index in brackets: a whole number, a slice, a new dim, or an ellipsis.
struct CodeIndex {
  enum class Kind { whole, slice, new_dim, ellipsis } kind = Kind::whole;
  std::optional<long> start{};  ///< of a slice; the number itself of `whole`
  std::optional<long> stop{};
  long step = 1;
};

/// value[indices] as NumPy has it; for PyTorch a step below 1 is an error, as it is there.
CodeValue indexed_value(const CodeValue& value, const std::vector<CodeIndex>& indices);

/// The place of a dim, counted from the end if it is negative. Throws CodeError where it is out of range.
std::size_t dim_place(long dim, std::size_t rank);

/// Arrays one after another along a dim; all other sizes must be the same.
CodeValue joined(const std::vector<CodeValue>& arrays, long dim);

/// Arrays of one shape next to each other along a new dim.
CodeValue stacked(const std::vector<CodeValue>& arrays, long dim);
}  // namespace softmax::formats
