#include <cmath>
#include <numbers>
#include <utility>

#include "check/interval.h"
#include "check/mistakes/table.h"

namespace softmax::check {
namespace {

/// The values of an operation on a range, times a factor.
Field values(std::shared_ptr<SoftmaxRange> range, Operation operation, double factor = 1) {
  return [range = std::move(range), operation, factor](std::size_t element) {
    return range->value(element, operation) * factor;
  };
}

std::string command_for(const Context& context, Operation operation) {
  Request request = context.command().request;
  request.operation = operation;
  return context.command().text(request);
}

Hypotheses logarithm_to(const Context& context, double base) {
  return {context.suppose(values(context.range(), Operation::log_softmax, 1 / std::log(base)), LossKind::logarithmic)};
}

/// Softmax with exponentials of another base: b^x is e^(x ln b). Its logarithm may be natural or to that base.
Hypotheses base(const Context& context, double base) {
  const double factor = std::log(base);
  const auto range =
      context.range_of([logits = context.logits(), factor](std::size_t element) { return logits(element) * factor; });
  Request request = context.command().request;
  request.scale = {.is_temperature = false, .value = context.subject().factor() * factor};
  Hypotheses hypotheses{
      context.suppose(values(range, context.operation()), context.loss(), {}, context.command().text(request))};
  if (context.is_log()) {
    hypotheses.push_back(context.suppose(values(range, Operation::log_softmax, 1 / factor), context.loss()));
  }
  return hypotheses;
}

}  // namespace

Hypotheses logarithm(const Context& context) {
  if (context.is_log()) return {};
  return {context.suppose(values(context.range(), Operation::log_softmax), LossKind::logarithmic, {},
                          command_for(context, Operation::log_softmax))};
}

Hypotheses no_logarithm(const Context& context) {
  if (!context.is_log()) return {};
  return {context.suppose(values(context.range(), Operation::softmax), LossKind::relative, {},
                          command_for(context, Operation::softmax))};
}

Hypotheses binary_logarithm(const Context& context) { return logarithm_to(context, 2); }
Hypotheses decimal_logarithm(const Context& context) { return logarithm_to(context, 10); }

Hypotheses base_two(const Context& context) { return base(context, 2); }
Hypotheses base_ten(const Context& context) { return base(context, 10); }

Hypotheses softmin(const Context& context) {
  const auto range = context.range_of([logits = context.logits()](std::size_t element) { return -logits(element); });
  Request request = context.command().request;
  request.scale = {.is_temperature = false, .value = -context.subject().factor()};
  return {context.suppose(values(range, context.operation()), context.loss(), {}, context.command().text(request))};
}

Hypotheses softmax_twice(const Context& context) {
  const auto again = context.range_of(values(context.range(), Operation::softmax));
  Request first = context.command().request;
  first.operation = Operation::softmax;
  Request second;
  second.operation = context.operation();
  second.dims = first.dims;
  Command with_every_digit = context.command();
  with_every_digit.reading.insert(with_every_digit.reading.begin(), {"--to", "json"});
  const std::string command = with_every_digit.text(first) + " | " + Command{}.text(second);
  return {context.suppose(values(again, context.operation()), context.loss(), {}, command)};
}

Hypotheses plain_ratio(const Context& context) {
  const auto sums = std::make_shared<std::unordered_map<std::size_t, Interval>>();
  const auto range = context.range();
  const auto sum_of = [sums, range](std::size_t slice) {
    const auto [found, is_new] = sums->try_emplace(slice, point(0));
    Interval& sum = found->second;
    if (is_new) range->slices().for_each(slice, [&](std::size_t member) { sum = sum + range->logit(member); });
    return sum;
  };
  const Field ratio = [range, sum_of](std::size_t element) {
    return range->logit(element) / sum_of(range->slices().slice_of(element));
  };
  Hypotheses hypotheses{context.suppose(ratio, LossKind::relative)};
  if (context.is_log()) {
    hypotheses.push_back(context.suppose(
        [ratio](std::size_t element) { return rising(ratio(element), [](double value) { return std::log(value); }); },
        LossKind::logarithmic));
  }
  return hypotheses;
}

}  // namespace softmax::check
