#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "check/mistakes/table.h"

namespace softmax::check {
namespace {

// The right numbers in other places: dims in another order, memory read column by column, another shape.

/// Which element of a tensor stands at a place of another.
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

/// The result of the run, elsewhere: result element places(at) stands at `at`.
Hypothesis result_at(const Context& context, const Places& places, Shape shape) {
  const Operation operation = context.operation();
  Hypothesis hypothesis = context.suppose(
      [range = context.range(), places, operation](std::size_t at) { return range->value(places(at), operation); },
      context.loss());
  hypothesis.shape = std::move(shape);
  return hypothesis;
}

/// The result of an input whose element places(at) stands at `at`, in that shape along the dims of the request.
Hypothesis input_at(const Context& context, const Places& places, Shape shape) {
  const Operation operation = context.operation();
  const auto range =
      std::make_shared<SoftmaxRange>([logits = context.logits(), places](std::size_t at) { return logits(places(at)); },
                                     SliceIndex(shape, context.subject().request.dims));
  Hypothesis hypothesis =
      context.suppose([range, operation](std::size_t at) { return range->value(at, operation); }, context.loss());
  hypothesis.shape = std::move(shape);
  return hypothesis;
}

}  // namespace

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
  // Column by column in one order, row by row in the other: the shape stays.
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
