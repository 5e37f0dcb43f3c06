#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "formats/code/calls.h"

namespace softmax::formats {
namespace {
std::vector<std::size_t> reversed_dims(std::size_t rank) {
  std::vector<std::size_t> order(rank);
  std::iota(order.rbegin(), order.rend(), std::size_t{0});
  return order;
}

CodeValue permuted(const CodeValue& value, const std::vector<long>& dims) {
  std::vector<std::size_t> order;
  for (const long dim : dims) order.push_back(dim_place(dim, value.shape.size()));
  return permuted_value(value, order);
}

std::vector<CodeValue> arrays_of(CodeCall& call) {
  std::vector<CodeValue> arrays;
  for (CodeValue& item : items_of(call.take("tensors", "arrays")))
    arrays.push_back(array_of(std::move(item), call.library));
  return arrays;
}

long dim_or_0(CodeCall& call) {
  const std::optional<CodeValue> dim = call.take_if_given("dim", "axis");
  return dim ? whole_of(*dim, "a dim") : 0;
}
}  // namespace

CodeValue same(CodeCall& call) { return call.take("x"); }

CodeValue reshape(CodeCall& call) {
  CodeValue value = subject(call);
  std::vector<CodeValue> sizes = call.take_rest();
  if (sizes.empty()) sizes.push_back(call.take("shape", "newshape"));
  return reshaped_value(std::move(value), wholes_of(sizes, "a size"));
}

CodeValue reshape_call(CodeCall& call) {
  const bool is_by_columns = call.library == CodeLibrary::python && call.arguments.size() > 2;
  if (!is_by_columns) return reshape(call);
  CodeValue value = subject(call);
  value.printer = &by_hand;
  if (value.shape.size() > 1) throw CodeError("reshape with several sizes is read for a row of numbers alone");
  std::vector<long> sizes = wholes_of(call.take_rest(), "a size");
  std::reverse(sizes.begin(), sizes.end());
  return permuted_value(reshaped_value(std::move(value), sizes), reversed_dims(sizes.size()));
}

CodeValue view(CodeCall& call) {
  if (call.library != CodeLibrary::torch) throw CodeError("NumPy's view reads the bytes as another type");
  return reshape(call);
}

CodeValue flattened(CodeCall& call) { return reshaped_value(subject(call), {-1}); }

CodeValue all_transposed(CodeCall& call) {
  const CodeValue value = subject(call);
  return permuted_value(value, reversed_dims(value.shape.size()));
}

CodeValue matrix_transposed(CodeCall& call) {
  const CodeValue value = subject(call);
  if (value.shape.size() > 2) throw CodeError("expected a tensor of rank 2 at most");
  return permuted_value(value, reversed_dims(value.shape.size()));
}

CodeValue permute(CodeCall& call) {
  const CodeValue value = subject(call);
  std::vector<CodeValue> dims = call.take_rest();
  if (dims.empty()) dims.push_back(call.take("dims", "axes"));
  return permuted(value, wholes_of(dims, "a dim"));
}

CodeValue swapped(CodeCall& call) {
  const CodeValue value = subject(call);
  std::vector<std::size_t> order(value.shape.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t first = dim_place(whole_of(call.take("dim0", "axis1"), "a dim"), order.size());
  const std::size_t second = dim_place(whole_of(call.take("dim1", "axis2"), "a dim"), order.size());
  std::swap(order[first], order[second]);
  return permuted_value(value, order);
}

/// PyTorch swaps two dims; NumPy and TensorFlow take all of them in their new order, or none to reverse them.
CodeValue transpose(CodeCall& call) {
  if (call.library == CodeLibrary::torch) return swapped(call);
  const CodeValue value = subject(call);
  std::vector<CodeValue> dims = call.take_rest();
  if (const std::optional<CodeValue> given = call.take_if_given("axes", "perm")) dims.push_back(*given);
  return dims.empty() ? permuted_value(value, reversed_dims(value.shape.size()))
                      : permuted(value, wholes_of(dims, "a dim"));
}

CodeValue unsqueezed(CodeCall& call) {
  CodeValue value = subject(call);
  const long dim = whole_of(call.take("dim", "axis"), "a dim");
  const std::size_t place = dim_place(dim, value.shape.size() + 1);
  value.shape.insert(value.shape.begin() + static_cast<std::ptrdiff_t>(place), 1);
  return value;
}

/// PyTorch leaves a dim that has another size than 1, NumPy refuses it.
CodeValue squeezed(CodeCall& call) {
  CodeValue value = subject(call);
  const std::optional<CodeValue> given = call.take_if_given("dim", "axis");
  if (!given) {
    std::erase(value.shape, std::size_t{1});
    return value;
  }
  const std::size_t place = dim_place(whole_of(*given, "a dim"), value.shape.size());
  if (value.shape[place] == 1) {
    value.shape.erase(value.shape.begin() + static_cast<std::ptrdiff_t>(place));
  } else if (call.library != CodeLibrary::torch) {
    throw CodeError("NumPy does not squeeze a dim of another size than 1");
  }
  return value;
}

CodeValue concatenate(CodeCall& call) {
  const std::vector<CodeValue> arrays = arrays_of(call);
  return joined(arrays, dim_or_0(call));
}

CodeValue stack(CodeCall& call) {
  const std::vector<CodeValue> arrays = arrays_of(call);
  return stacked(arrays, dim_or_0(call));
}
}  // namespace softmax::formats
