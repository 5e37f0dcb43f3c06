#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compute/elementary.h"
#include "core/block.h"
#include "core/dtype.h"
#include "core/request.h"
#include "core/shape.h"

namespace softmax::derive {
/// Why every result of a slice is NaN.
enum class Undefined {
  no,          ///< they are not
  nan,         ///< NaN among the inputs
  zero_times,  ///< an infinite input under a theta of 0
  infinity,    ///< a logit of +Infinity
  masked,      ///< all logits are -Infinity
};

/// The first step of the naive form that fails although the slice has a result.
enum class Failure {
  none,
  logit,          ///< a finite input becomes an infinite logit
  exponential,    ///< an exponential is infinite
  sum,            ///< the sum is infinite, though no exponential is
  zero_sum,       ///< every exponential is 0: 0/0
  zero_quotient,  ///< the element's quotient is 0, and the stable form's is not or its logarithm is wanted
};

/// An element of the slice with its number at each step. All numbers but `input` are rounded to the dtype.
struct Member {
  std::size_t position = 0;  ///< in the slice, from 0
  Index index;
  double input = 0;
  double logit = 0;
  double difference = 0;         ///< logit - maximum
  double exponential = 0;        ///< of the difference
  double naive_exponential = 0;  ///< of the logit
  double softmax = 0;            ///< in the derivation's mode
  double derivative = 0;         ///< of the derived result with respect to this input
};

struct StableForm {
  double maximum = 0;
  double sum = 0;
  double log_sum = 0;      ///< of log-softmax only
  double log_sum_exp = 0;  ///< of log-softmax only: maximum + log_sum
  double result = 0;
};

struct NaiveForm {
  double sum = 0;
  double quotient = 0;
  double result = 0;
  Failure failure = Failure::none;
};

/// How one element of a result was computed. `element`, `maximum` and `culprit` are places in `members`.
struct Derivation {
  Shape shape;
  Dtype dtype = Dtype::float64;
  Operation operation = Operation::softmax;
  Mode mode = Mode::stable;
  Scale scale;
  std::vector<std::size_t> dims;
  Index index;
  std::size_t slice_length = 0;
  std::vector<Member> members;  ///< in the slice's order; of a long slice those at its ends and those named below
  std::size_t element = 0;
  std::size_t maximum = 0;  ///< the first of the largest logits, the first NaN where there is one
  std::size_t culprit = 0;  ///< the first that makes the slice NaN; meaningless where none does
  Undefined undefined = Undefined::no;
  StableForm stable;
  NaiveForm naive;
  double result = 0;      ///< of the program, to the bit
  double complement = 0;  ///< 1 - softmax of the element; in the stable form the sum of the others, which is as exact
};

/// Slices up to this length are shown whole; of longer ones this many members at each end.
inline constexpr std::size_t maximum_members = 12;
inline constexpr std::size_t members_at_an_end = 4;

/// Derives an element of `result`, which the program computed from `input` and the request.
Derivation derive(const Tensor& input, const Tensor& result, const Request& request, const Index& index);

/// The element that --explain names, negative coordinates from the end. Throws an Error that names the shape.
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
