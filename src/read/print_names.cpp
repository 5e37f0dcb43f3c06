#include "read/print_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace softmax::read {
namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Calls that a library's print is.
constexpr std::array<std::string_view, 10> printed_names = {"tensor",      "array",       "Tensor",
                                                            "Array",       "tf.Tensor",   "tf.Variable",
                                                            "DeviceArray", "EagerTensor", "ShardedDeviceArray",
                                                            "matrix"};

/// Calls that make a tensor from the numbers in them, by the last component of their names.
constexpr std::array<std::string_view, 15> tensor_names = {
    "tensor",      "array",        "Tensor",     "Array",     "Variable",    "DeviceArray", "constant", "asarray",
    "FloatTensor", "DoubleTensor", "HalfTensor", "as_tensor", "EagerTensor", "matrix",      "to_tensor"};

constexpr std::array<std::string_view, 6> scalar_names = {"float16", "float32", "float64", "half", "single", "double"};

constexpr std::array<std::string_view, 30> size_names = {
    "Size",  "size",    "shape",   "Shape",     "TensorShape", "reshape", "view",    "dim",   "dims", "axis",
    "axes",  "stride",  "strides", "transpose", "permute",     "zeros",   "ones",    "empty", "full", "rand",
    "randn", "randint", "uniform", "normal",    "range",       "arange",  "squeeze", "ndim",  "seed", "figsize"};

constexpr std::array<std::string_view, 2> data_names = {"numpy", "data"};

}  // namespace

std::string_view last_component(std::string_view name) { return name.substr(name.rfind('.') + 1); }

bool is_printed_name(std::string_view name) { return is_one_of(printed_names, name); }

bool is_tensor_name(std::string_view name) {
  return is_printed_name(name) || is_one_of(tensor_names, last_component(name));
}

bool is_scalar_name(std::string_view name) {
  return contains(name, ".") && is_one_of(scalar_names, last_component(name));
}

bool is_size_name(std::string_view name) { return is_one_of(size_names, last_component(name)); }

bool is_data_name(std::string_view name) { return is_one_of(data_names, name); }

std::optional<Dtype> dtype_in(std::string_view text) {
  // The longer name first: bfloat16 holds float16, and float64 holds float.
  constexpr std::array<std::pair<std::string_view, Dtype>, 15> names = {{{"bfloat16", Dtype::bfloat16},
                                                                         {"BFloat16", Dtype::bfloat16},
                                                                         {"float16", Dtype::float16},
                                                                         {"Half", Dtype::float16},
                                                                         {"half", Dtype::float16},
                                                                         {"float64", Dtype::float64},
                                                                         {"double", Dtype::float64},
                                                                         {"Double", Dtype::float64},
                                                                         {"FP64", Dtype::float64},
                                                                         {"FP16", Dtype::float16},
                                                                         {"BF16", Dtype::bfloat16},
                                                                         {"float32", Dtype::float32},
                                                                         {"FP32", Dtype::float32},
                                                                         {"Float", Dtype::float32},
                                                                         {"float", Dtype::float32}}};
  if (contains(text, "float8")) return std::nullopt;  // it is none of ours
  for (const auto& [name, dtype] : names) {
    if (contains(text, name)) return dtype;
  }
  return std::nullopt;
}

bool is_foreign_dtype(std::string_view text) {
  return contains(text, "complex") || contains(text, "object") || contains(text, "<U") || contains(text, "bool");
}

}  // namespace softmax::read
