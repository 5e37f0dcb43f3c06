#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/page.h"

namespace softmax::derive {
namespace {
/// The exponent of e at which the dtype ends, with as many digits as the account has.
std::string threshold(double exponent, const Syntax& syntax) {
  return syntax.inline_text(formatted("{:.4f}", exponent));
}

bool is_log(const Derivation& d) { return d.operation == Operation::log_softmax; }
}  // namespace

std::string headline(const Derivation& d) {
  const std::string dims =
      d.dims.empty() ? "dim 0" : formatted("dim{} {}", d.dims.size() == 1 ? "" : "s", fmt::join(d.dims, ","));
  std::string scale;
  if (!d.scale.is_one()) {
    scale = formatted(", {} {}", d.scale.is_temperature ? "temperature" : "theta", d.scale.value);
  }
  return formatted("{} along {}, {}, {}, shape {}{}", name(d.operation), dims, name(d.mode), name(d.dtype),
                   shape_text(d.shape), scale);
}

std::vector<std::string> remarks(const Derivation& d, const Numbers& numbers, const Syntax& syntax) {
  const auto number = [&](double value) { return syntax.inline_text(numbers(value)); };
  const std::string nan = number(NAN);
  const std::string culprit = index_text(d.members[d.culprit].index);
  const Member& element = d.members[d.element];
  const std::string_view what = d.scale.is_one() ? "input" : "logit";
  switch (d.undefined) {
    case Undefined::nan:
      return {
          formatted("The input at {0} is {1}. Everything computed with it is {1}, and so is every result of this "
                    "slice.",
                    culprit, nan)};
    case Undefined::zero_times:
      return {formatted("The input at {} is {}, and 0 times it is {}, and so is every result of this slice.", culprit,
                        number(d.members[d.culprit].input), nan)};
    case Undefined::infinity:
      return {
          d.mode == Mode::naive
              ? formatted("The {} at {} is {}, and so is the sum. The result there is {}, as it is infinity divided "
                          "by infinity.",
                          what, culprit, number(HUGE_VAL), nan)
              : formatted("The {} at {} is {}. Its difference from itself is {}, so the sum is {}, and so is every "
                          "result of this slice.",
                          what, culprit, number(HUGE_VAL), nan, nan)};
    case Undefined::masked:
      return {formatted("Every {} of this slice is {}. Their differences are {}: nothing is left to normalise.", what,
                        number(-HUGE_VAL), nan)};
    case Undefined::no:
      break;
  }
  std::vector<std::string> lines;
  if (std::isinf(element.input)) {
    lines.push_back(
        formatted("The {} at {} is {}, a mask: its exponential is 0.", what, index_text(d.index), number(-HUGE_VAL)));
  }
  if (d.slice_length == 1) {
    lines.emplace_back("The slice has one element: its exponential is the sum, whatever the input.");
  }
  const bool is_scaled_beyond = std::any_of(d.members.begin(), d.members.end(), [](const Member& member) {
    return std::isfinite(member.input) && std::isinf(member.logit);
  });
  if (is_scaled_beyond) {
    lines.push_back(formatted("A logit is beyond {}. The stable form takes the differences first and then applies {}.",
                              name(d.dtype), d.scale.is_temperature ? "the temperature" : "theta"));
  }
  const bool is_underflow = !is_log(d) && d.mode == Mode::stable && d.result == 0 && std::isfinite(element.input);
  if (is_underflow) {
    lines.push_back(
        formatted("The softmax of this element is too small for {} and becomes 0; log-softmax still has "
                  "its logarithm.",
                  name(d.dtype)));
  }
  return lines;
}

std::string naive_remark(const Derivation& d, const Numbers& numbers, const Syntax& syntax) {
  const auto number = [&](double value) { return syntax.inline_text(numbers(value)); };
  const Member& largest = d.members[d.maximum];
  const DtypeTraits& type = traits(d.dtype);
  if (d.undefined != Undefined::no) {
    return std::isnan(d.naive.result) ? formatted("In the naive form, too, the result is {}.", number(NAN))
                                      : formatted("The naive form divides by {} here, where the stable form has {}.",
                                                  number(HUGE_VAL), number(NAN));
  }
  switch (d.naive.failure) {
    case Failure::none:
      return "The naive form does not fail here.";
    case Failure::logit:
      return formatted("The naive form fails at the logit at {}, which is beyond {}.", index_text(largest.index),
                       name(d.dtype));
    case Failure::exponential:
      return formatted("The naive form fails at the exponential of {} at {}: above {} it overflows {} and is {}.",
                       number(largest.logit), index_text(largest.index), threshold(type.log_largest, syntax),
                       name(d.dtype), number(HUGE_VAL));
    case Failure::sum:
      return formatted(
          "The naive form fails at the sum: no exponential is infinite, but their sum overflows {} "
          "and is {}.",
          name(d.dtype), number(HUGE_VAL));
    case Failure::zero_sum:
      return formatted(
          "The naive form fails at the quotient: below {} every exponential underflows {} and is 0, so "
          "their sum is 0, and 0/0 is {}.",
          threshold(type.exp_underflow, syntax), name(d.dtype), number(NAN));
    case Failure::zero_quotient:
      return formatted("The naive form fails at the quotient, which underflows {} and is 0{}.", name(d.dtype),
                       is_log(d) ? ": its logarithm is " + number(-HUGE_VAL) : "");
  }
  return {};
}

std::string_view name(Failure failure) {
  constexpr std::array<std::string_view, 6> names = {"", "logit", "exponential", "sum", "zero_sum", "zero_quotient"};
  return names[static_cast<std::size_t>(failure)];
}
}  // namespace softmax::derive
