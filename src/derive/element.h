#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compute/elementary.h"
#include "core/dtype.h"
#include "core/shape.h"

namespace softmax::derive {
/// The element that --explain names: one coordinate for each dim, negative ones count from the end. Throws an Error
/// that names the shape and what is valid.
Index resolve(const std::vector<long>& coordinates, const Shape& shape);

/// "[:,0,0]": the index with a colon for each dim that is normalised. `dims` are these dims, sorted, none negative.
std::string slice_text(const std::vector<std::size_t>& dims, const Index& index);

// The numbers between the steps of the stable form, one element at a time, to be shown. The kernels compute the same
// steps in two numbers each and never store these.

/// An unevaluated sum: `high` is the sum rounded to double, `low` the rest.
struct Parts {
  double high = 0;
  double low = 0;
};

/// z - z' for the inputs of two elements. The difference is taken before the scale, so it overflows only where z - z'
/// itself does. Where an input is not finite it is as IEEE 754 defines it.
Parts scaled_difference(const compute::Scaling& scaling, double input, double other);

/// e^difference, off by at most 1.5 ulp of a double where that is normal.
double exponential(const Parts& difference);

/// a·b/c, or a·b·c, rounded to the dtype, without overflow or underflow on the way. NaN when one of them is.
double product(Dtype dtype, double a, double b, double c, bool is_divided);
}  // namespace softmax::derive
