#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "check/interval.h"
#include "check/mistakes/mistakes.h"

namespace softmax::check {
namespace {
// Another function than the one that was asked for.

std::string command_for(const Context& context, Operation operation) {
  return context.command_with([&](Request& request) { request.operation = operation; });
}

std::string command_for_theta(const Context& context, double theta) {
  return context.command_with([&](Request& request) { request.scale = {.is_temperature = false, .value = theta}; });
}

Hypotheses logarithm_to(const Context& context, double base) {
  return {context.suppose(scaled(values(context.range(), Operation::log_softmax), 1 / std::log(base)),
                          LossKind::logarithmic)};
}

/// Softmax with exponentials of another base: b^x is e^(x ln b). Its logarithm may be natural or to that base.
Hypotheses softmax_to(const Context& context, double base) {
  const double factor = std::log(base);
  const auto range = context.range_of(scaled(context.logits(), factor));
  Hypotheses hypotheses{context.suppose(range, {}, command_for_theta(context, context.subject().factor() * factor))};
  if (context.is_log()) {
    hypotheses.push_back(context.suppose(scaled(values(range, Operation::log_softmax), 1 / factor), context.loss()));
  }
  return hypotheses;
}

/// Which slices hold nothing but -Infinity.
std::vector<bool> masked_slices(const SoftmaxRange& range) {
  const SliceIndex& slices = range.slices();
  std::vector<bool> masked(slices.count());
  for (std::size_t slice = 0; slice < masked.size(); ++slice) {
    bool is_masked = true;
    slices.for_each(slice, [&](std::size_t member) { is_masked = is_masked && range.logit(member).high == -infinity; });
    masked[slice] = is_masked;
  }
  return masked;
}

/// Slices of nothing but -Infinity under another rule: `probability` in every place. None where there is no such slice.
Hypotheses masked_slices_as(const Context& context, double probability) {
  const auto& input = context.subject().input;
  if (std::none_of(input.begin(), input.end(), [](double value) { return std::isinf(value); })) return {};
  const auto is_masked = [range = context.range(), masked = masked_slices(*context.range())](std::size_t element) {
    return masked[range->slices().slice_of(element)];
  };
  if (std::none_of(context.elements().begin(), context.elements().end(), is_masked)) return {};
  const Interval value = point(context.is_log() ? std::log(probability) : probability);
  const Field result = values(context.range(), context.operation());
  return {context.suppose([=](std::size_t element) { return is_masked(element) ? value : result(element); },
                          context.loss())};
}

// The numbers of the steps between the input and the result.

/// z - m of an element.
Interval shifted(SoftmaxRange& range, std::size_t element) {
  const Interval difference = range.logit(element) - range.maximum(range.slices().slice_of(element));
  return {difference.low, std::min(difference.high, 0.0)};
}

/// The shape of a tensor with one number for each slice.
Shape once_a_slice(const Context& context, bool keeps_dims) {
  Shape shape;
  for (std::size_t dim = 0; dim < context.shape().size(); ++dim) {
    const bool is_reduced = std::find(context.dims().begin(), context.dims().end(), dim) != context.dims().end();
    if (!is_reduced) shape.push_back(context.shape()[dim]);
    if (is_reduced && keeps_dims) shape.push_back(1);
  }
  return shape;
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

Hypotheses base_two(const Context& context) { return softmax_to(context, 2); }
Hypotheses base_ten(const Context& context) { return softmax_to(context, 10); }

Hypotheses softmin(const Context& context) {
  const auto range = context.range_of([logits = context.logits()](std::size_t element) { return -logits(element); });
  return {context.suppose(range, {}, command_for_theta(context, -context.subject().factor()))};
}

Hypotheses relu(const Context& context) {
  const auto rectified = [](double logit) { return std::isnan(logit) ? logit : std::max(logit, 0.0); };
  return {context.suppose(context.range_of(
      [logits = context.logits(), rectified](std::size_t element) { return rising(logits(element), rectified); }))};
}

Hypotheses sigmoid(const Context& context) {
  const auto logits = context.logits();
  Hypotheses hypotheses{context.suppose(
      [logits](std::size_t element) {
        return rising(logits(element), [](double x) { return 1 / (1 + std::exp(-x)); });
      },
      LossKind::relative)};
  if (context.is_log()) {
    const auto logarithm = [](double x) { return x < 0 ? x - std::log1p(std::exp(x)) : -std::log1p(std::exp(-x)); };
    hypotheses.push_back(
        context.suppose([logits, logarithm](std::size_t element) { return rising(logits(element), logarithm); },
                        LossKind::logarithmic));
  }
  return hypotheses;
}

Hypotheses negated(const Context& context) {
  const Field logarithm = values(context.range(), Operation::log_softmax);
  return {context.suppose([logarithm](std::size_t element) { return -logarithm(element); }, LossKind::logarithmic)};
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
  return {context.suppose(again, {}, with_every_digit.text(first) + " | " + Command{}.text(second))};
}

Hypotheses masked_zero(const Context& context) { return masked_slices_as(context, 0); }

Hypotheses masked_uniform(const Context& context) {
  return masked_slices_as(context, 1 / static_cast<double>(context.slices().length()));
}

Hypotheses bare_logits(const Context& context) {
  Hypotheses hypotheses{context.suppose(context.logits(), LossKind::relative)};
  const double factor = context.subject().factor();
  // Or the input before temperature or theta.
  if (factor != 1) hypotheses.push_back(context.suppose(scaled(context.logits(), 1 / factor), LossKind::relative));
  return hypotheses;
}

Hypotheses unnormalised(const Context& context) {
  return {context.suppose([logits = context.logits()](std::size_t element) { return exp(logits(element)); },
                          LossKind::relative)};
}

Hypotheses shifted_exponentials(const Context& context) {
  return {context.suppose([range = context.range()](std::size_t element) { return exp(shifted(*range, element)); },
                          LossKind::relative)};
}

Hypotheses shifted_logits(const Context& context) {
  return {context.suppose([range = context.range()](std::size_t element) { return shifted(*range, element); },
                          LossKind::logarithmic)};
}

Hypotheses sums_only(const Context& context) {
  const auto range = context.range();
  const Field sum = [range](std::size_t slice) { return exp(range->log_sum(slice)); };
  const Field shifted_sum = [range](std::size_t slice) { return exp(range->log_sum(slice) - range->maximum(slice)); };
  Hypotheses hypotheses;
  for (const Field& of_slice : {sum, shifted_sum}) {
    // In every place of a slice, or once for each slice, the dim kept as 1 or not.
    hypotheses.push_back(
        context.suppose([range, of_slice](std::size_t element) { return of_slice(range->slices().slice_of(element)); },
                        LossKind::relative));
    for (const Shape& shape : {once_a_slice(context, true), once_a_slice(context, false)}) {
      hypotheses.push_back(context.suppose(of_slice, LossKind::relative));
      hypotheses.back().shape = shape;
    }
  }
  return hypotheses;
}

Hypotheses mixed_shift(const Context& context) {
  const auto range = context.range();
  const bool is_log = context.is_log();
  return {context.suppose(
      [range, is_log](std::size_t element) {
        const Interval logarithm =
            range->value(element, Operation::log_softmax) - range->maximum(range->slices().slice_of(element));
        return is_log ? logarithm : exp(logarithm);
      },
      context.loss())};
}
}  // namespace softmax::check
