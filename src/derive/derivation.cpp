#include "derive/derivation.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <variant>

#include <fmt/ranges.h>

#include "compute/exact_sum.h"
#include "compute/softmax.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/sink.h"
#include "core/slices.h"

namespace softmax::derive {
namespace {
std::vector<double> values_at(const Tensor& tensor, std::span<const std::size_t> places) {
  std::vector<double> values;
  values.reserve(places.size());
  std::visit(
      [&](const auto& all) {
        for (const std::size_t place : places) values.push_back(static_cast<double>(all[place]));
      },
      tensor.values);
  return values;
}

/// The result of a slice alone.
std::vector<double> results_of(const std::vector<double>& inputs, Dtype dtype, Request request) {
  request.dims = {};
  request.wants_account = false;
  Values values = no_values(dtype);
  std::visit([&](auto& kept) { kept.assign(inputs.begin(), inputs.end()); }, values);
  const Frame no_frame;
  MemorySink sink;
  compute::softmax(*memory_source(std::move(values)), {{inputs.size()}, dtype, &no_frame}, request, sink);
  return as_doubles(sink.tensor().values);
}

/// What concerns the slice as a whole.
struct Survey {
  Undefined undefined = Undefined::no;
  std::size_t culprit = 0;
  std::size_t maximum = 0;
};

Survey survey(std::span<const double> inputs, const Scale& scale) {
  // Only the sign of the scale: a large theta must not make finite inputs infinite here.
  const double sign = scale.value == 0 ? 0.0 : std::copysign(1.0, scale.value);
  Survey found;
  bool is_masked = true;
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    const double signed_input = sign * inputs[j];
    if (std::isnan(signed_input)) {
      return {std::isnan(inputs[j]) ? Undefined::nan : Undefined::zero_times, j, j};
    }
    if (signed_input > sign * inputs[found.maximum]) found.maximum = j;
    is_masked = is_masked && signed_input == -HUGE_VAL;
  }
  if (is_masked) found.undefined = Undefined::masked;
  if (sign * inputs[found.maximum] == HUGE_VAL) found.undefined = Undefined::infinity;
  found.culprit = found.maximum;
  return found;
}

/// The positions that are shown: all, or the ends and the wanted ones. A gap never hides a single member.
std::set<std::size_t> shown_positions(std::size_t length, std::initializer_list<std::size_t> wanted) {
  std::set<std::size_t> shown = wanted;
  const bool is_long = length > maximum_members;
  const std::size_t at_an_end = is_long ? members_at_an_end : length;
  for (std::size_t k = 0; k < at_an_end; ++k) shown.insert({k, length - 1 - k});
  const std::set<std::size_t> before = shown;
  for (const std::size_t position : before) {
    if (before.contains(position + 2)) shown.insert(position + 1);
  }
  return shown;
}

Failure failure_of(const Derivation& d, double largest_logit, double largest_exponential) {
  if (d.undefined != Undefined::no) return Failure::none;
  if (std::isinf(largest_logit) && std::isfinite(d.members[d.maximum].input)) return Failure::logit;
  if (std::isinf(largest_exponential)) return Failure::exponential;
  if (std::isinf(d.naive.sum)) return Failure::sum;
  if (d.naive.sum == 0) return Failure::zero_sum;
  const bool is_zero_wanted = d.stable.result == (d.operation == Operation::softmax ? 0 : -HUGE_VAL);
  return d.naive.quotient == 0 && !is_zero_wanted ? Failure::zero_quotient : Failure::none;
}
}  // namespace

Derivation derive(const Tensor& input, const Tensor& result, const Request& request, const Index& index) {
  Derivation d;
  d.shape = input.shape;
  d.dtype = input.dtype;
  d.operation = request.operation;
  d.mode = request.mode;
  d.scale = request.scale;
  const SliceIndex slices(input.shape, request.dims);
  d.dims = slices.dims();
  d.index = index;

  const std::size_t own_place = place_of(index, d.shape);
  std::vector<std::size_t> places;
  slices.for_each(slices.slice_of(own_place), [&places](std::size_t place) { places.push_back(place); });
  d.slice_length = places.size();
  const std::vector<double> x = values_at(input, places);
  const auto results = [&](Operation operation, Mode mode) {
    if (operation == request.operation && mode == request.mode) return values_at(result, places);
    Request other = request;
    other.operation = operation;
    other.mode = mode;
    return results_of(x, d.dtype, other);
  };
  const auto own = std::lower_bound(places.begin(), places.end(), own_place);
  const auto element = static_cast<std::size_t>(own - places.begin());
  const Survey about = survey(x, d.scale);
  d.undefined = about.undefined;

  const std::vector<double> softmax = results(Operation::softmax, d.mode);
  d.result = results(d.operation, d.mode)[element];
  d.stable.result = results(d.operation, Mode::stable)[element];

  const std::set<std::size_t> shown = shown_positions(places.size(), {element, about.maximum, about.culprit});
  const auto shown_place = [&shown](std::size_t position) {
    return static_cast<std::size_t>(std::distance(shown.begin(), shown.find(position)));
  };
  d.element = shown_place(element);
  d.maximum = shown_place(about.maximum);
  d.culprit = shown_place(about.culprit);

  const compute::Scaling scaling = compute::scaling(d.scale);
  compute::ExactSum sum;
  compute::ExactSum naive_sum;
  compute::ExactSum others;
  double largest_exponential = 0;
  for (std::size_t j = 0; j < places.size(); ++j) {
    Member member;
    member.position = j;
    member.input = x[j];
    member.logit = compute::rounded_logit(d.dtype, d.scale, x[j]);
    const Parts difference = scaled_difference(scaling, x[j], x[about.maximum]);
    const double exponential_of_difference = exponential(difference);
    member.naive_exponential = compute::rounded_exp(d.dtype, member.logit);
    sum.add(exponential_of_difference);
    naive_sum.add(member.naive_exponential);
    largest_exponential = std::max(largest_exponential, member.naive_exponential);
    if (j != element || std::isnan(softmax[j])) others.add(softmax[j]);
    if (!shown.contains(j)) continue;
    member.index = index_of(places[j], d.shape);
    member.difference = round_to(d.dtype, difference.high);
    member.exponential = round_to(d.dtype, exponential_of_difference);
    member.softmax = softmax[j];
    d.members.push_back(std::move(member));
  }

  d.stable.maximum = d.members[d.maximum].logit;
  d.stable.sum = sum.rounded(d.dtype);
  if (d.operation == Operation::log_softmax) {
    // The log-softmax of the maximum is 0 - log s, so this is the program's logarithm to the bit.
    d.stable.log_sum = 0.0 - results(Operation::log_softmax, Mode::stable)[about.maximum];
    d.stable.log_sum_exp = round_to(d.dtype, d.stable.maximum + d.stable.log_sum);
  }
  d.naive.sum = naive_sum.rounded(d.dtype);
  d.naive.quotient = round_to(d.dtype, d.members[d.element].naive_exponential / d.naive.sum);
  d.naive.result =
      d.operation == Operation::softmax ? d.naive.quotient : compute::rounded_log(d.dtype, d.naive.quotient);
  d.naive.failure = failure_of(d, d.stable.maximum, largest_exponential);

  // In the naive form the sum of the others may differ from it.
  d.complement = d.mode == Mode::stable ? others.rounded(d.dtype) : round_to(d.dtype, 1 - softmax[element]);
  for (Member& member : d.members) {
    const double factor = d.operation == Operation::softmax ? softmax[element] : 1;
    const double delta_less_p = member.position == element ? d.complement : -member.softmax;
    member.derivative = product(d.dtype, factor, delta_less_p, d.scale.value, d.scale.is_temperature);
  }
  return d;
}

Index resolve(const std::vector<long>& coordinates, const Shape& shape) {
  const auto refuse = [&](const std::string& why) {
    const std::string given = coordinates.empty() ? "''" : formatted("{}", fmt::join(coordinates, ","));
    throw Error(formatted("--explain {}: {}", given, why));
  };
  if (element_count(shape) == 0) refuse(formatted("a tensor of shape {} has no elements", shape_text(shape)));
  if (coordinates.size() != shape.size()) {
    const std::string_view hint = shape.empty() ? ", as in --explain ''" : "";
    refuse(formatted("expected {} coordinate{} for a tensor of shape {}{}, found {}", shape.size(),
                     shape.size() == 1 ? "" : "s", shape_text(shape), hint, coordinates.size()));
  }
  Index index;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    const auto size = static_cast<long>(shape[dim]);
    const long coordinate = coordinates[dim];
    if (coordinate < -size || coordinate >= size) {
      refuse(formatted("{} is out of range for dim {} of a tensor of shape {}: expected {} to {}", coordinate, dim,
                       shape_text(shape), -size, size - 1));
    }
    index.push_back(static_cast<std::size_t>(coordinate < 0 ? coordinate + size : coordinate));
  }
  return index;
}

std::string slice_text(const std::vector<std::size_t>& dims, const Index& index) {
  std::vector<std::string> coordinates;
  for (std::size_t dim = 0; dim < index.size(); ++dim) {
    const bool is_normalised = std::binary_search(dims.begin(), dims.end(), dim);
    coordinates.push_back(is_normalised ? ":" : formatted("{}", index[dim]));
  }
  return formatted("[{}]", fmt::join(coordinates, ","));
}

Parts scaled_difference(const compute::Scaling& scaling, double input, double other) {
  const double a = scaling.prescale * input;
  const double b = -scaling.prescale * other;
  const double difference = a + b;
  if (!std::isfinite(a) || !std::isfinite(b)) return {difference, 0};
  if (difference == 0) return {0, 0};
  // TwoSum; the powers of two of the scale; then Dekker's product with the rest of it, which is in two parts.
  const double part = difference - a;
  const double rest = ((a - (difference - part)) + (b - part)) * scaling.first * scaling.second;
  const double shifted = difference * scaling.first * scaling.second;
  const double nearest = shifted * scaling.high;
  if (!std::isfinite(nearest)) return {nearest, 0};
  const double left = std::fma(shifted, scaling.high, -nearest) + (shifted * scaling.low + rest * scaling.high);
  const double high = nearest + left;
  return {high, left - (high - nearest)};
}

double exponential(const Parts& difference) {
  const double value = compute::rounded_exp(Dtype::float64, difference.high);
  return std::isfinite(value) ? value + value * difference.low : value;
}

double product(Dtype dtype, double a, double b, double c, bool is_divided) {
  if (!std::isfinite(a) || !std::isfinite(b)) return a * b;
  int exponents[3];
  const double fractions = std::frexp(a, &exponents[0]) * std::frexp(b, &exponents[1]);
  const double fraction = std::frexp(c, &exponents[2]);
  const double value = is_divided ? fractions / fraction : fractions * fraction;
  const int exponent = exponents[0] + exponents[1] + (is_divided ? -exponents[2] : exponents[2]);
  return round_to(dtype, std::ldexp(value, exponent)) + 0.0;  // no -0
}
}  // namespace softmax::derive
