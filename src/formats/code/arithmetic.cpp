#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/formatted.h"
#include "formats/code/value.h"

// What operators and functions do to numbers.

namespace softmax::formats {
namespace {
/// Whether an operator works on each element. A print in brackets without commas is what NumPy shows of an array.
bool is_elementwise(const CodeValue& value) { return value.kind == CodeKind::array || value.is_print(); }

/// x mod y and floor(x / y) as CPython's float_divmod defines them.
double python_modulo(double x, double y) {
  const double rest = std::fmod(x, y);
  if (rest == 0) return std::copysign(0.0, y);
  return (rest < 0) == (y < 0) ? rest : rest + y;
}

double python_floor(double x, double y) {
  if (y == 0) return x / y;
  const double quotient = (x - python_modulo(x, y)) / y;
  const double low = std::floor(quotient);
  return quotient - low > 0.5 ? low + 1 : low;
}

struct Operator {
  std::string_view sign;
  double (*apply)(double, double);
  bool keeps_integers;
};
constexpr std::array<Operator, 7> operators = {{{"+", [](double a, double b) { return a + b; }, true},
                                                {"-", [](double a, double b) { return a - b; }, true},
                                                {"*", [](double a, double b) { return a * b; }, true},
                                                {"/", [](double a, double b) { return a / b; }, false},
                                                {"//", python_floor, true},
                                                {"%", python_modulo, true},
                                                {"**", [](double a, double b) { return std::pow(a, b); }, true}}};

Shape broadcast_shape(const Shape& a, const Shape& b) {
  Shape shape(std::max(a.size(), b.size()));
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const std::size_t in_a = k < a.size() ? a[a.size() - 1 - k] : 1;
    const std::size_t in_b = k < b.size() ? b[b.size() - 1 - k] : 1;
    if (in_a != in_b && in_a != 1 && in_b != 1) {
      throw CodeError(formatted("shapes {} and {} do not go together", shape_text(a), shape_text(b)));
    }
    shape[shape.size() - 1 - k] = in_a == 1 ? in_b : in_a;
  }
  return shape;
}

/// The steps in memory of each dim of `shape` in a value that is broadcast to it.
std::vector<std::size_t> broadcast_steps(const Shape& of, const Shape& shape) {
  std::vector<std::size_t> steps(shape.size(), 0);
  std::size_t step = 1;
  for (std::size_t k = 0; k < of.size(); ++k) {
    const std::size_t size = of[of.size() - 1 - k];
    if (size != 1) steps[shape.size() - 1 - k] = step;
    step *= size;
  }
  return steps;
}

/// Calls act(place) for each index of the shape in row-major order, with its place under the steps.
template <class Act>
void for_each_place(const Shape& shape, const std::vector<std::vector<std::size_t>>& steps, const Act& act) {
  const std::size_t count = element_count(shape);
  std::vector<std::size_t> index(shape.size(), 0);
  std::vector<std::size_t> places(steps.size(), 0);
  for (std::size_t i = 0; i < count; ++i) {
    act(places);
    for (std::size_t dim = shape.size(); dim-- > 0;) {
      const bool carries = ++index[dim] == shape[dim];
      for (std::size_t k = 0; k < steps.size(); ++k) {
        places[k] += steps[k][dim];
        if (carries) places[k] -= steps[k][dim] * shape[dim];
      }
      if (!carries) break;
      index[dim] = 0;
    }
  }
}

/// The narrowest dtype that holds the values of both; float16 and bfloat16 meet in float32.
Dtype wider(Dtype a, Dtype b) {
  if (a == b) return a;
  if (a == Dtype::float64 || b == Dtype::float64) return Dtype::float64;
  return Dtype::float32;
}

/// The dtype of a result: that of the arrays, if code names one. Else an array has the dtype of its library: float64 in
/// NumPy, float32 in PyTorch. Whole numbers of PyTorch take the dtype of the other array.
std::optional<Dtype> common_dtype(const CodeValue& a, const CodeValue& b, CodeLibrary library) {
  if (!a.dtype && !b.dtype) return std::nullopt;
  if (a.kind == CodeKind::number) return b.dtype;
  if (b.kind == CodeKind::number) return a.dtype;
  const auto own = [&](const CodeValue& value, Dtype other) {
    if (value.dtype) return *value.dtype;
    if (library != CodeLibrary::torch) return Dtype::float64;
    return value.integers ? other : Dtype::float32;
  };
  const Dtype named = a.dtype ? *a.dtype : *b.dtype;
  return wider(own(a, named), own(b, named));
}

CodeValue elementwise(const Operator& found, const CodeValue& a, const CodeValue& b) {
  CodeValue result;
  const bool is_number = a.kind == CodeKind::number && b.kind == CodeKind::number;
  result.kind = is_number ? CodeKind::number : CodeKind::array;
  result.library = a.library == CodeLibrary::python ? b.library : a.library;
  result.says_tensor = a.says_tensor || b.says_tensor;
  result.shape = broadcast_shape(a.shape, b.shape);
  if (element_count(result.shape) > std::size_t{1} << 28) throw CodeError("the result has too many elements");
  const bool are_integers = a.integers && b.integers;
  if (are_integers && found.keeps_integers) {
    result.integers = a.kind == CodeKind::number ? b.integers : a.integers;
    const bool differ = a.integers->low != b.integers->low || a.integers->high != b.integers->high;
    if (differ && a.kind != CodeKind::number && b.kind != CodeKind::number) {
      throw CodeError("two integer types meet: give the numbers one dtype");
    }
  }
  result.dtype = common_dtype(a, b, result.library);
  result.numbers.reserve(element_count(result.shape));
  for_each_place(result.shape, {broadcast_steps(a.shape, result.shape), broadcast_steps(b.shape, result.shape)},
                 [&](const std::vector<std::size_t>& places) {
                   const double x = a.numbers[places[0]].value;
                   const double y = b.numbers[places[1]].value;
                   if (is_number && y == 0 && (found.sign == "/" || found.sign == "//" || found.sign == "%")) {
                     throw CodeError("a division by zero, which Python refuses");
                   }
                   if (result.integers && found.sign == "**" && y < 0) {
                     if (!is_number) throw CodeError("an integer to a negative power, which libraries refuse");
                     result.integers.reset();
                   }
                   if (result.integers && y == 0 && (found.sign == "//" || found.sign == "%")) {
                     throw CodeError("a division of integers by zero");
                   }
                   result.numbers.push_back({found.apply(x, y)});
                 });
  settle(result);
  return result;
}

CodeValue repeated_list(const CodeValue& list, const CodeValue& times) {
  const long count = std::max(0L, whole_of(times, "the factor of a list"));
  std::vector<CodeValue> items = items_of(list);
  if (static_cast<double>(items.size()) * static_cast<double>(count) > 0x1p26) throw CodeError("the list is too long");
  std::vector<CodeValue> result;
  for (long i = 0; i < count; ++i) result.insert(result.end(), items.begin(), items.end());
  return sequence_value(list.kind, std::move(result));
}
}  // namespace

CodeValue negated(CodeValue value) {
  if (!value.items.empty() || value.kind == CodeKind::word) throw CodeError("expected numbers after the minus sign");
  if (value.integers && value.integers->low == 0)
    throw CodeError("a minus sign on an unsigned type, which wraps around");
  for (CodeNumber& number : value.numbers) number = {-number.value, {}};
  if (is_sequence(value)) value = array_of(std::move(value), value.library);
  settle(value);
  value.printer = &by_hand;
  return value;
}

CodeValue operated(std::string_view sign, const CodeValue& a, const CodeValue& b) {
  const auto found =
      std::find_if(operators.begin(), operators.end(), [&](const Operator& row) { return row.sign == sign; });
  if (found == operators.end()) throw CodeError(formatted("the operator \"{}\" is not read", sign));
  if (a.kind == CodeKind::word || b.kind == CodeKind::word) throw CodeError("expected numbers on both sides");
  const bool both_sequences = is_sequence(a) && is_sequence(b);
  const bool are_lists = (is_sequence(a) && !a.is_print()) || (is_sequence(b) && !b.is_print());
  if (are_lists && sign == "+" && both_sequences && !a.is_print() && !b.is_print()) {
    if (a.kind != b.kind) throw CodeError("a list and a tuple, which Python does not add");
    std::vector<CodeValue> items = items_of(a);
    for (CodeValue& item : items_of(b)) items.push_back(std::move(item));
    return sequence_value(a.kind, std::move(items));
  }
  if (are_lists && sign == "*") {
    const CodeValue& list = is_sequence(a) ? a : b;
    const CodeValue& times = is_sequence(a) ? b : a;
    if (times.kind == CodeKind::number && times.integers) return repeated_list(list, times);
  }
  if (are_lists && (is_elementwise(a) || is_elementwise(b))) {
    const CodeLibrary library = a.kind == CodeKind::array ? a.library : b.library;
    if (library == CodeLibrary::torch) throw CodeError("a list and a tensor, which PyTorch does not combine");
  }
  // What is left of lists, Python refuses; MATLAB and Julia do it for each element.
  if (are_lists && (sign == "**" || sign == "%" || sign == "//")) {
    throw CodeError(formatted("a list and \"{}\", which Python refuses", sign));
  }
  if (both_sequences && are_lists && sign != "-")
    throw CodeError(formatted("two lists and \"{}\", which Python refuses", sign));
  const auto operand = [](const CodeValue& value) {
    return is_sequence(value) ? array_of(value, CodeLibrary::numpy) : value;
  };
  return elementwise(*found, operand(a), operand(b));
}

CodeValue mapped(CodeValue value, double (*function)(double)) {
  if (is_sequence(value)) value = array_of(std::move(value), CodeLibrary::numpy);
  if (value.kind == CodeKind::word) throw CodeError("expected numbers");
  value.integers.reset();
  value.printer = &by_hand;
  for (CodeNumber& number : value.numbers) number = {function(number.value), {}};
  settle(value);
  return value;
}
}  // namespace softmax::formats
