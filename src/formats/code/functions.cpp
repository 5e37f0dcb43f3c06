#include "formats/code/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>

#include "core/formatted.h"
#include "formats/code/calls.h"
#include "formats/printed/text.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// The modules whose functions are in the table.
constexpr std::array<std::string_view, 21> modules = {
    "np",      "numpy", "jnp",        "jax.numpy", "cp",     "cupy", "mx",    "mx.np",        "mx.nd", "nd", "tf",
    "tf.math", "math",  "tensorflow", "K",         "paddle", "F",    "torch", "torch.Tensor", "th",    "nn",
};

CodeLibrary library_of_module(std::string_view module) {
  if (module.empty() || module == "math") return CodeLibrary::python;
  if (module.starts_with("torch") || module == "th" || module == "F" || module == "nn") return CodeLibrary::torch;
  return CodeLibrary::numpy;
}

std::string_view module_of(std::string_view name) {
  const std::size_t point = name.rfind('.');
  return point == std::string_view::npos ? std::string_view() : name.substr(0, point);
}

template <Dtype dtype>
CodeValue of_dtype(CodeCall& call) {
  return as_dtype(subject(call), dtype);
}

template <int number>
CodeValue all_of(CodeCall& call) {
  const std::vector<long> sizes = sizes_of(call);
  return filled(call, sizes, number_value(number));
}

// Numbers.

CodeValue cast(CodeCall& call) {
  CodeValue value = subject(call);
  const CodeValue dtype = call.take("dtype");
  return as_word(std::move(value), dtype.word);
}

CodeValue to(CodeCall& call) {
  CodeValue value = subject(call);
  for (const CodeValue& argument : call.take_rest()) {
    const std::string_view word = argument.word;
    const bool is_device = word.starts_with("cuda") || word == "cpu" || word == "mps" || word.ends_with("device");
    if (!is_device) value = as_word(std::move(value), word);
  }
  if (const std::optional<CodeValue> dtype = call.take_if_given("dtype"))
    value = as_word(std::move(value), dtype->word);
  return value;
}

CodeValue whole_numbers(CodeCall& call) { return as_integers(subject(call), int64_range); }
CodeValue int32_numbers(CodeCall& call) { return as_word(subject(call), "int32"); }

CodeValue minus(CodeCall& call) { return negated(call.take("input", "x")); }

template <char first, char second = '\0'>
CodeValue arithmetic(CodeCall& call) {
  constexpr std::array<char, 2> sign = {first, second};
  const CodeValue a = call.take("input", "x");
  const CodeValue b = call.take("other", "y");
  const bool are_arrays = call.library != CodeLibrary::python;
  return operated(std::string_view(sign.data(), second == '\0' ? 1 : 2),
                  are_arrays && !a.shape.empty() ? array_of(a, call.library) : a,
                  are_arrays && !b.shape.empty() ? array_of(b, call.library) : b);
}

template <double (*function)(double)>
CodeValue map(CodeCall& call) {
  return mapped(call.take("input", "x"), function);
}

double exp_of(double x) { return std::exp(x); }
double log_of(double x) { return std::log(x); }
double log2_of(double x) { return std::log2(x); }
double log10_of(double x) { return std::log10(x); }
double log1p_of(double x) { return std::log1p(x); }
double expm1_of(double x) { return std::expm1(x); }
double sqrt_of(double x) { return std::sqrt(x); }
double square_of(double x) { return x * x; }

CodeValue absolute(CodeCall& call) {
  CodeValue value = call.take("input", "x");
  const std::optional<IntegerRange> integers = value.integers;
  value = mapped(std::move(value), [](double x) { return std::abs(x); });
  value.integers = integers;
  return value;
}

constexpr CodeFunction in_module(std::string_view name, CodeValue (*apply)(CodeCall&)) {
  return {name, true, false, false, apply};
}
constexpr CodeFunction method(std::string_view name, CodeValue (*apply)(CodeCall&)) {
  return {name, false, true, false, apply};
}
constexpr CodeFunction attribute(std::string_view name, CodeValue (*apply)(CodeCall&)) {
  return {name, false, false, true, apply};
}
constexpr CodeFunction both(std::string_view name, CodeValue (*apply)(CodeCall&)) {
  return {name, true, true, false, apply};
}

constexpr auto table = std::to_array<CodeFunction>({
    in_module("array", array),
    in_module("asarray", array),
    in_module("tensor", array),
    in_module("as_tensor", array),
    in_module("to_tensor", array),
    in_module("constant", array),
    in_module("convert_to_tensor", array),
    in_module("Variable", array),
    in_module("Parameter", array),
    in_module("FloatTensor", array),
    in_module("DoubleTensor", array),
    in_module("Tensor", array),
    in_module("Array", array_of_arguments),
    in_module("Vector", array_of_arguments),
    in_module("List", array_of_arguments),
    in_module("Seq", array_of_arguments),
    in_module("c", array_of_arguments),
    in_module("matrix", array_of_arguments),
    in_module("Matrix", array_of_arguments),
    in_module("list", same),
    in_module("tuple", same),
    in_module("zeros", all_of<0>),
    in_module("ones", all_of<1>),
    in_module("full", full),
    in_module("fill", full),
    in_module("eye", eye),
    in_module("identity", eye),
    in_module("arange", arange),
    in_module("range", arange),
    in_module("linspace", linspace),
    in_module("float16", of_dtype<Dtype::float16>),
    in_module("float32", of_dtype<Dtype::float32>),
    in_module("float64", of_dtype<Dtype::float64>),
    both("float", python_float),
    method("double", of_dtype<Dtype::float64>),
    method("half", of_dtype<Dtype::float16>),
    method("bfloat16", of_dtype<Dtype::bfloat16>),
    method("long", whole_numbers),
    method("int", int32_numbers),
    method("astype", cast),
    method("type", cast),
    in_module("cast", cast),
    method("to", to),
    in_module("reshape", reshape_call),
    method("reshape", reshape),
    method("view", view),
    both("flatten", flattened),
    both("ravel", flattened),
    attribute("T", all_transposed),
    attribute("mT", matrix_transposed),
    both("t", matrix_transposed),
    both("transpose", transpose),
    both("permute", permute),
    both("swapaxes", swapped),
    both("unsqueeze", unsqueezed),
    in_module("expand_dims", unsqueezed),
    both("squeeze", squeezed),
    in_module("cat", concatenate),
    in_module("concat", concatenate),
    in_module("concatenate", concatenate),
    in_module("stack", stack),
    both("add", arithmetic<'+'>),
    both("sub", arithmetic<'-'>),
    in_module("subtract", arithmetic<'-'>),
    both("mul", arithmetic<'*'>),
    both("multiply", arithmetic<'*'>),
    both("div", arithmetic<'/'>),
    both("divide", arithmetic<'/'>),
    both("pow", arithmetic<'*', '*'>),
    in_module("power", arithmetic<'*', '*'>),
    both("neg", minus),
    both("negative", minus),
    both("exp", map<exp_of>),
    both("log", map<log_of>),
    both("log2", map<log2_of>),
    both("log10", map<log10_of>),
    both("log1p", map<log1p_of>),
    both("expm1", map<expm1_of>),
    both("sqrt", map<sqrt_of>),
    both("square", map<square_of>),
    both("abs", absolute),
    // What changes no number.
    method("numpy", same),
    method("detach", same),
    method("cpu", same),
    method("cuda", same),
    method("clone", same),
    method("copy", same),
    method("contiguous", same),
    method("requires_grad_", same),
    method("tolist", same),
    method("asnumpy", same),
    method("block_until_ready", same),
    attribute("data", same),
});
}  // namespace

std::optional<CodeValue> CodeCall::take_if_given(std::string_view keyword, std::string_view other_keyword) {
  if (next_ < arguments.size()) return arguments[next_++];
  const auto found = std::find_if(keywords.begin(), keywords.end(), [&](const auto& argument) {
    return argument.first == keyword || argument.first == other_keyword;
  });
  if (found == keywords.end()) return std::nullopt;
  CodeValue value = std::move(found->second);
  keywords.erase(found);
  return value;
}

CodeValue CodeCall::take(std::string_view keyword, std::string_view other_keyword) {
  if (std::optional<CodeValue> value = take_if_given(keyword, other_keyword)) return *std::move(value);
  throw CodeError(formatted("the argument \"{}\" is missing", other_keyword.empty() ? keyword : other_keyword));
}

std::vector<CodeValue> CodeCall::take_rest() {
  std::vector<CodeValue> rest(arguments.begin() + static_cast<std::ptrdiff_t>(next_), arguments.end());
  next_ = arguments.size();
  return rest;
}

void CodeCall::check_all_taken() const {
  if (next_ < arguments.size()) throw CodeError("one argument more than is read here");
  if (!keywords.empty()) throw CodeError(formatted("the argument \"{}\" is not read", keywords[0].first));
}

const CodeFunction* code_function(std::string_view name, CodeUse use) {
  if (use == CodeUse::function) {
    const std::string_view module = module_of(name);
    if (!module.empty() && std::find(modules.begin(), modules.end(), module) == modules.end()) return nullptr;
    name = last_component(name);
  }
  // PyTorch ends the names of methods that work in place with a line.
  for (const std::string_view spelling : {name, name.substr(0, name.size() - (name.ends_with('_') ? 1 : 0))}) {
    for (const CodeFunction& row : table) {
      const bool is_use = use == CodeUse::function ? row.is_function
                          : use == CodeUse::method ? row.is_method
                                                   : row.is_attribute;
      if (is_use && row.name == spelling) return &row;
    }
  }
  return nullptr;
}

CodeLibrary library_of(std::string_view name) {
  const std::string_view last = last_component(name);
  if (last == "tensor" || last == "Tensor" || last.ends_with("Tensor")) return CodeLibrary::torch;
  return name.find('.') == std::string_view::npos && last == "array" ? CodeLibrary::numpy
                                                                     : library_of_module(module_of(name));
}

std::optional<double> code_constant(std::string_view name) {
  const std::string_view module = module_of(name);
  if (!module.empty() && std::find(modules.begin(), modules.end(), module) == modules.end()) return std::nullopt;
  const std::string_view last = last_component(name);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (last == "inf" || last == "Inf" || last == "infty" || last == "Infinity" || last == "INFINITY") return infinity;
  if (last == "nan" || last == "NaN" || last == "NAN") return std::numeric_limits<double>::quiet_NaN();
  if (last == "pi" && !module.empty()) return std::numbers::pi;
  if (last == "e" && !module.empty()) return std::numbers::e;
  return std::nullopt;
}
}  // namespace softmax::formats
