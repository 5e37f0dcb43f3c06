#pragma once

#include <utility>
#include <vector>

#include "compute/softmax.h"
#include "core/block.h"
#include "core/request.h"
#include "core/sink.h"
#include "derive/derivation.h"

namespace softmax::test {

/// A tensor in memory; the values must be those of the dtype.
inline Tensor tensor_of(Shape shape, Dtype dtype, const std::vector<double>& values) {
  Tensor tensor{std::move(shape), dtype, no_values(dtype)};
  std::visit([&](auto& kept) { kept.assign(values.begin(), values.end()); }, tensor.values);
  return tensor;
}

/// The result of the program for a tensor.
inline Tensor result_of(const Tensor& input, const Request& request) {
  const Frame no_frame;
  MemorySink sink;
  compute::softmax(*memory_source(input.values), {input.shape, input.dtype, &no_frame}, request, sink);
  return std::move(sink.tensor());
}

inline derive::Derivation derived(const Tensor& input, const Request& request, const Index& index) {
  return derive::derive(input, result_of(input, request), request, index);
}

/// The 2×2×2 tensor of data/samples/tensor222.json.
inline Tensor tensor222() {
  return tensor_of({2, 2, 2}, Dtype::float64, {0.4890, 0.0378, -1.4088, 0.3213, -0.4598, -0.4771, -1.6266, -0.8554});
}

inline Tensor vector_of(const std::vector<double>& values, Dtype dtype = Dtype::float64) {
  return tensor_of({values.size()}, dtype, values);
}

}  // namespace softmax::test
