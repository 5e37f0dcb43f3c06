#include "check/mistakes/table.h"
#include "check/softmax_range.h"

namespace softmax::check {
namespace {

Hypothesis along(const Context& context, const std::vector<std::size_t>& dims, const Dims& option) {
  const auto range = context.range_along(dims);
  const Operation operation = context.operation();
  Request request = context.command().request;
  request.dims = option;
  return context.suppose([range, operation](std::size_t element) { return range->value(element, operation); },
                         context.loss(), dims_option(option), context.command().text(request));
}

Dims option_of(const std::vector<std::size_t>& dims) {
  return {.all = false, .list = std::vector<long>(dims.begin(), dims.end())};
}

}  // namespace

Hypotheses another_dim(const Context& context) {
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& dims : choices_of_dims(context.shape().size())) {
    if (dims.size() == 1 && dims != context.dims()) hypotheses.push_back(along(context, dims, option_of(dims)));
  }
  return hypotheses;
}

Hypotheses all_dims(const Context& context) {
  const std::size_t rank = context.shape().size();
  if (rank < 2 || context.dims().size() == rank) return {};
  return {along(context, choices_of_dims(rank).back(), {.all = true, .list = {}})};
}

Hypotheses joint_dims(const Context& context) {
  Hypotheses hypotheses;
  for (const std::vector<std::size_t>& dims : choices_of_dims(context.shape().size())) {
    if (dims.size() > 1 && dims != context.dims()) hypotheses.push_back(along(context, dims, option_of(dims)));
  }
  return hypotheses;
}

}  // namespace softmax::check
