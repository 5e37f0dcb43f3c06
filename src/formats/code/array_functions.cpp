#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/code/calls.h"
#include "text/number.h"

namespace softmax::formats {
CodeValue subject(CodeCall& call) { return array_of(call.take("input", "x"), call.library); }

CodeValue with_dtype_argument(CodeCall& call, CodeValue value) {
  const std::optional<CodeValue> dtype = call.take_if_given("dtype");
  if (!dtype || dtype->word == "None") return value;
  return as_word(std::move(value), dtype->word);
}

CodeValue array(CodeCall& call) {
  CodeValue value = array_of(call.take("data", "object"), call.library);
  const std::optional<CodeValue> dtype = call.take_if_given("dtype");
  const std::optional<CodeValue> shape = call.take_if_given("shape");
  if (dtype && dtype->word != "None") value = as_word(std::move(value), dtype->word);
  if (shape) value = reshaped_value(std::move(value), wholes_of({*shape}, "a size"));
  return value;
}

/// `Array(0.3, 0.9)`, R's `c(1, 2)`, Maxima's `matrix([1, 2], [3, 4])`: each argument is an element.
CodeValue array_of_arguments(CodeCall& call) {
  std::vector<CodeValue> items = call.take_rest();
  for (auto& [name, value] : std::exchange(call.keywords, {})) {
    if (name == "dtype") throw CodeError("the argument \"dtype\" after several elements is not read");
    items.push_back(std::move(value));
  }
  if (items.size() == 1 && !items[0].shape.empty()) return array_of(std::move(items[0]), call.library);
  return array_of(sequence_value(CodeKind::list, std::move(items)), call.library);
}

CodeValue filled(CodeCall& call, const std::vector<long>& sizes, CodeValue number) {
  if (sizes.empty()) throw CodeError("expected sizes");
  double count = 1;
  for (const long size : sizes) {
    if (size < 0) throw CodeError("expected sizes from 0 on");
    count *= static_cast<double>(size);
  }
  if (count > 0x1p26) throw CodeError("more elements than code is read for");
  number = array_of(std::move(number), call.library);
  number.numbers.assign(static_cast<std::size_t>(count), {number.numbers.at(0).value, {}});
  number.shape = {number.numbers.size()};
  number = reshaped_value(std::move(number), sizes);
  return with_dtype_argument(call, std::move(number));
}

/// Sizes by place: PyTorch takes several numbers, NumPy one number or one tuple.
std::vector<long> sizes_of(CodeCall& call) {
  if (call.library == CodeLibrary::torch && call.keywords.empty()) return wholes_of(call.take_rest(), "a size");
  std::vector<CodeValue> first;
  if (call.library == CodeLibrary::torch) first = call.take_rest();
  if (first.empty()) first.push_back(call.take("shape", "size"));
  return wholes_of(first, "a size");
}

CodeValue full(CodeCall& call) {
  const std::vector<long> sizes = wholes_of({call.take("shape", "size")}, "a size");
  return filled(call, sizes, call.take("fill_value", "value"));
}

CodeValue eye(CodeCall& call) {
  const long rows = whole_of(call.take("N", "n"), "a size");
  const std::optional<CodeValue> given = call.take_if_given("M", "m");
  const long columns = given && given->word != "None" ? whole_of(*given, "a size") : rows;
  CodeValue value = filled(call, {rows, columns}, number_value(0));
  for (long i = 0; i < std::min(rows, columns); ++i) value.numbers[static_cast<std::size_t>(i * columns + i)].value = 1;
  return value;
}

/// NumPy's formula: start + i ((start + step) - start).
CodeValue arange(CodeCall& call) {
  std::vector<CodeValue> limits = call.take_rest();
  if (limits.empty() || limits.size() > 3) throw CodeError("expected one to three numbers");
  const bool are_integers =
      std::all_of(limits.begin(), limits.end(), [](const CodeValue& v) { return v.integers.has_value(); });
  const double start = limits.size() > 1 ? scalar_of(limits[0], "the start") : 0;
  const double stop = scalar_of(limits[limits.size() > 1 ? 1 : 0], "the end");
  const double step = limits.size() > 2 ? scalar_of(limits[2], "the step") : 1;
  const double count = std::max(0.0, std::ceil((stop - start) / step));
  if (!(count <= 0x1p26)) throw CodeError("more elements than code is read for");
  CodeValue value = array_of(sequence_value(CodeKind::list, {}), call.library);
  for (double i = 0; i < count; ++i) value.numbers.push_back({start + i * ((start + step) - start), {}});
  value.shape = {value.numbers.size()};
  if (are_integers) value.integers = int64_range;
  return with_dtype_argument(call, std::move(value));
}

/// NumPy works from the start, PyTorch from both ends.
CodeValue linspace(CodeCall& call) {
  const double start = scalar_of(call.take("start"), "the start");
  const double stop = scalar_of(call.take("stop", "end"), "the end");
  const std::optional<CodeValue> given = call.take_if_given("num", "steps");
  if (!given && call.library == CodeLibrary::torch) throw CodeError("expected the number of steps");
  const long count = given ? whole_of(*given, "the number of steps") : 50;
  if (count < 0 || count > 1 << 26) throw CodeError("expected a number of steps from 0 on");
  const double step = count > 1 ? (stop - start) / static_cast<double>(count - 1) : 0;
  CodeValue value = array_of(sequence_value(CodeKind::list, {}), call.library);
  for (long i = 0; i < count; ++i) {
    const bool from_end = call.library == CodeLibrary::torch ? i >= count / 2 : i == count - 1;
    const double place =
        from_end ? stop - step * static_cast<double>(count - 1 - i) : start + step * static_cast<double>(i);
    value.numbers.push_back({count == 1 ? start : place, {}});
  }
  value.shape = {value.numbers.size()};
  return with_dtype_argument(call, std::move(value));
}

/// `float("-inf")`, `float(3)`.
CodeValue python_float(CodeCall& call) {
  CodeValue value = call.take("x");
  if (value.kind == CodeKind::array) return as_dtype(std::move(value), Dtype::float32);  // the method of a tensor
  if (value.kind != CodeKind::word) return number_value(scalar_of(value, "the number of float"));
  double number = 0;
  const char* const end = value.word.data() + value.word.size();
  const NumberEnd read = scan_number(value.word.data(), end, NumberSyntax::with_plus, Dtype::float64, number);
  if (read.status == NumberStatus::not_a_number || read.end != end) throw CodeError("expected a number in the string");
  return number_value(number);
}
}  // namespace softmax::formats
