#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "check/mistakes/hypothesis.h"
#include "check/softmax_range.h"

namespace softmax::check {
namespace {
// Softmax along other dims.

Hypothesis along(const Context& context, const std::vector<std::size_t>& dims, const Dims& option) {
  return context.suppose(context.range_along(dims), dims_option(option),
                         context.command_with([&](Request& request) { request.dims = option; }));
}

/// Along each other choice of dims: of one dim, or of several.
Hypotheses along_others(const Context& context, bool are_several) {
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& dims : choices_of_dims(context.shape().size())) {
    const bool is_other = (dims.size() > 1) == are_several && dims != context.dims();
    if (is_other) hypotheses.push_back(along(context, dims, dims_listed(dims)));
  }
  return hypotheses;
}

// The right numbers in other places: dims in another order, memory read column by column, another shape.

/// The place in a tensor of the element at a place of another tensor.
using Places = std::function<std::size_t(std::size_t at)>;

Shape permuted(const Shape& shape, const std::vector<std::size_t>& order) {
  Shape result;
  for (const std::size_t dim : order) result.push_back(shape[dim]);
  return result;
}

/// For each place of the transposed tensor, dim d of which is dim order[d], the place it has in `shape`.
Places transposed_places(const Shape& shape, const std::vector<std::size_t>& order) {
  std::vector<std::size_t> strides(shape.size(), 1);
  for (std::size_t dim = shape.size(); dim-- > 1;) strides[dim - 1] = strides[dim] * shape[dim];
  return [outer = permuted(shape, order), steps = permuted(strides, order)](std::size_t at) {
    std::size_t place = 0;
    for (std::size_t dim = outer.size(); dim-- > 0;) {
      place += at % outer[dim] * steps[dim];
      at /= outer[dim];
    }
    return place;
  };
}

/// The result of the run in other places: its element places(at) is at `at`.
Hypothesis result_at(const Context& context, const Places& places, Shape shape) {
  const Field result = values(context.range(), context.operation());
  Hypothesis hypothesis =
      context.suppose([result, places](std::size_t at) { return result(places(at)); }, context.loss());
  hypothesis.shape = std::move(shape);
  return hypothesis;
}

/// The result of an input whose element places(at) is at `at`, in that shape along the dims of the request.
Hypothesis input_at(const Context& context, const Places& places, Shape shape) {
  const Field logits = [all = context.logits(), places](std::size_t at) { return all(places(at)); };
  Hypothesis hypothesis =
      context.suppose(std::make_shared<SoftmaxRange>(logits, SliceIndex(shape, context.subject().request.dims)));
  hypothesis.shape = std::move(shape);
  return hypothesis;
}
}  // namespace

Hypotheses another_dim(const Context& context) { return along_others(context, false); }

Hypotheses joint_dims(const Context& context) { return along_others(context, true); }

Hypotheses all_dims(const Context& context) {
  const std::size_t rank = context.shape().size();
  if (rank < 2 || context.dims().size() == rank) return {};
  return {along(context, choices_of_dims(rank).back(), {.all = true, .list = {}})};
}

Hypotheses transposed(const Context& context) {
  const Shape& shape = context.shape();
  const std::size_t rank = shape.size();
  if (rank < 2 || context.subject().input.size() != context.expected().numbers.size()) return {};
  std::vector<std::size_t> reversed(rank);
  std::iota(reversed.rbegin(), reversed.rend(), std::size_t{0});
  std::vector<std::vector<std::size_t>> orders{reversed};
  if (rank > 2) {
    std::vector<std::size_t> last_two(rank);
    std::iota(last_two.begin(), last_two.end(), std::size_t{0});
    std::swap(last_two[rank - 1], last_two[rank - 2]);
    orders.push_back(last_two);
  }
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& order : orders) {
    const Places places = transposed_places(shape, order);
    hypotheses.push_back(input_at(context, places, permuted(shape, order)));
    hypotheses.push_back(result_at(context, places, permuted(shape, order)));
  }
  // Column by column in one order, row by row in the other: the shape stays the same.
  for (const Places& places :
       {transposed_places(shape, reversed), transposed_places(permuted(shape, reversed), reversed)}) {
    hypotheses.push_back(result_at(context, places, shape));
    hypotheses.push_back(input_at(context, places, shape));
  }
  return hypotheses;
}

Hypotheses reshaped(const Context& context) {
  if (context.expected().shape == context.shape() ||
      context.subject().input.size() != context.expected().numbers.size()) {
    return {};
  }
  return {result_at(
      context, [](std::size_t at) { return at; }, context.expected().shape)};
}
}  // namespace softmax::check
