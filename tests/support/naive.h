#pragma once

#include <span>
#include <vector>

#include "compute/elementary.h"
#include "compute/exact_sum.h"
#include "compute/method.h"
#include "core/dtype.h"
#include "core/request.h"

namespace softmax::test {

/// The naive form of one slice as it is defined, one element at a time: what the kernels of --mode naive must give to
/// the bit.
inline std::vector<double> naive_slice(std::span<const double> x, Operation operation, Dtype dtype,
                                       const Scale& scale) {
  std::vector<double> y;
  compute::ExactSum sum;
  for (const double value : x) {
    y.push_back(compute::rounded_exp(dtype, compute::rounded_logit(dtype, scale, value)));
    sum.add(y.back());
  }
  const double total = sum.rounded(dtype);
  for (double& value : y) {
    value = round_to(dtype, value / total);
    if (operation == Operation::log_softmax) value = compute::rounded_log(dtype, value);
  }
  return y;
}

}  // namespace softmax::test
