#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/outcome.h"
#include "core/request.h"
#include "core/slices.h"

namespace softmax::test {

/// A finished run: what came out, and what was told of it.
struct Run {
  Shape shape;
  std::vector<double> y;
  Outcome outcome;
};

/// The elements of every slice, by their places in the tensor, found the slow way: by coordinates.
inline std::vector<std::vector<std::size_t>> slices_by_coordinates(const Shape& shape, const Slices& slices) {
  std::vector<std::vector<std::size_t>> members(slices.count());
  const std::size_t count = element_count(shape);
  for (std::size_t place = 0; place < count; ++place) {
    const Index index = index_of(place, shape);
    std::size_t slice = 0;
    for (std::size_t dim = 0; dim < shape.size(); ++dim) {
      if (!std::binary_search(slices.dims().begin(), slices.dims().end(), dim)) slice = slice * shape[dim] + index[dim];
    }
    members[slice].push_back(place);
  }
  return members;
}

/// What docs/numerics.md promises of every run, checked against the input and the result alone.
class Invariants {
 public:
  Invariants(const Shape& shape, Dtype dtype, std::span<const double> x, const Request& request, const Run& run)
      : shape_(shape), dtype_(dtype), x_(x), request_(request), run_(run) {}

  /// What does not hold, a line for each; empty when all does.
  std::string broken() {
    expect(run_.shape == shape_, "the result has the shape of the input");
    expect(run_.y.size() == x_.size(), "the result has as many elements as the input");
    if (!broken_.empty()) return broken_;
    const Slices slices(shape_, request_.dims);
    if (!x_.empty()) {  // else there may be more slices than memory has room for
      for (const auto& slice : slices_by_coordinates(shape_, slices)) check_slice(slice);
    }
    if (request_.wants_account) check_outcome(slices);
    return broken_;
  }

 private:
  void expect(bool holds, std::string_view what) {
    if (!holds) broken_ += fmt::format("{}\n", what);
  }

  double scaled(double value) const {
    return request_.scale.is_temperature ? value / request_.scale.value : value * request_.scale.value;
  }

  bool is_log() const { return request_.operation == Operation::log_softmax; }

  void check_slice(const std::vector<std::size_t>& slice) {
    const bool is_finite = std::all_of(slice.begin(), slice.end(), [&](std::size_t i) { return std::isfinite(x_[i]); });
    if (request_.mode != Mode::stable || !is_finite || slice.empty()) return;
    const double epsilon = std::ldexp(1.0, 1 - traits(dtype_).significand_bits);
    long double sum = 0;
    double slack = static_cast<double>(slice.size()) * ulp(dtype_, 0.0) + 1e-15;
    for (const std::size_t i : slice) {
      const double y = run_.y[i];
      expect(y <= (is_log() ? 0.0 : 1.0), fmt::format("element {}, {}, is no larger than it can be", i, y));
      expect(is_log() || y >= 0, fmt::format("element {}, {}, is not negative", i, y));
      sum += is_log() ? std::exp(static_cast<long double>(y)) : y;
      // Each result is within an ulp: of itself for softmax, of its magnitude for log-softmax.
      slack += epsilon * (is_log() ? std::exp(y) * (std::abs(y) + 1) : y);
    }
    expect(std::abs(sum - 1) <= slack,
           fmt::format("the slice of element {} sums to 1, not {}", slice.front(), static_cast<double>(sum)));
    check_order(slice, epsilon);
  }

  /// Order is kept: neighbours by input are neighbours by result, up to the error bound.
  void check_order(std::vector<std::size_t> slice, double epsilon) {
    std::sort(slice.begin(), slice.end(), [&](std::size_t a, std::size_t b) { return scaled(x_[a]) < scaled(x_[b]); });
    for (std::size_t k = 1; k < slice.size(); ++k) {
      const double larger = run_.y[slice[k]];
      expect(run_.y[slice[k - 1]] <= larger + 2 * epsilon * std::abs(larger) + ulp(dtype_, 0.0),
             fmt::format("elements {} and {} are in the order of their inputs", slice[k - 1], slice[k]));
    }
  }

  template <class IsMet>
  static std::size_t count(std::span<const double> values, IsMet is_met) {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), is_met));
  }

  void check_outcome(const Slices& slices) {
    const Outcome& outcome = run_.outcome;
    const auto is_nan = [](double value) { return std::isnan(value); };
    expect(outcome.shape == shape_, "the account has the shape");
    expect(outcome.sums.count == slices.count(), "the account has a sum for each slice");
    expect(outcome[Trouble::nan_output].count == count(run_.y, is_nan), "nan_output counts the NaN of the result");
    expect(outcome[Trouble::nan_input].count == count(x_, is_nan), "nan_input counts the NaN of the input");
    expect(outcome[Trouble::inf_input].count == count(x_, [](double value) { return value == HUGE_VAL; }),
           "inf_input counts the infinities of the input");
    if (request_.mode == Mode::stable && !is_log()) {
      std::size_t underflow = 0;
      for (std::size_t i = 0; i < x_.size(); ++i) underflow += std::isfinite(x_[i]) && run_.y[i] == 0 ? 1U : 0U;
      expect(outcome[Trouble::underflow].count == underflow, "underflow counts the zeros of finite elements");
    }
    for (std::size_t t = 0; t < trouble_count; ++t) {
      const auto trouble = static_cast<Trouble>(t);
      if (outcome[trouble].count == 0) continue;
      expect(outcome[trouble].first.size() == (is_of_slices(trouble) ? slices.kept().size() : shape_.size()),
             fmt::format("the first {} has an index of the right rank", trouble_names[t]));
    }
  }

  const Shape& shape_;
  Dtype dtype_;
  std::span<const double> x_;
  const Request& request_;
  const Run& run_;
  std::string broken_;
};

}  // namespace softmax::test
