#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compute/elementary.h"
#include "core/dtype.h"
#include "core/shape.h"
#include "core/slices.h"

namespace softmax::derive {

/// The element that --explain names: one coordinate for each dim, negative ones count from the end. Throws Error that
/// names the shape and what is valid.
Index resolve(const std::vector<long>& coordinates, const Shape& shape);

/// The elements of the slice that an element stands in, as places in the tensor's row-major order, in that order.
/// `dims` are those normalised, sorted, none negative.
std::vector<std::size_t> slice_places(const Shape& shape, const std::vector<std::size_t>& dims, const Index& index);

/// "[:,0,0]": the index with a colon for each dim that is normalised.
std::string slice_text(const std::vector<std::size_t>& dims, const Index& index);

// The numbers between the steps of the stable form, one element at a time, to be shown. The kernels work the same steps
// in two numbers each and never store these.

/// An unevaluated sum: high is it rounded to double, low what that left out.
struct Parts {
  double high = 0;
  double low = 0;
};

/// z - z' for the inputs of two elements, the difference taken before the scale: it overflows only where z - z' itself
/// does. As IEEE 754 has it where an input is not finite.
Parts scaled_difference(const compute::Scaling& scaling, double input, double other);

/// e^difference, off by at most 1.5 ulp of a double where that is normal.
double exponential(const Parts& difference);

/// a·b/c, or a·b·c, rounded to the dtype, without overflow or underflow on the way. NaN when one of them is.
double product(Dtype dtype, double a, double b, double c, bool is_divided);

}  // namespace softmax::derive
