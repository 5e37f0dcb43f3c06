#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "compute/softmax.h"
#include "core/outcome.h"
#include "core/request.h"
#include "core/sink.h"
#include "core/slices.h"
#include "core/source.h"
#include "support/exact.h"

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
inline void check_invariants(const Shape& shape, Dtype dtype, std::span<const double> x, const Request& request,
                             const Run& run) {
  REQUIRE(run.shape == shape);
  REQUIRE(run.y.size() == x.size());
  const Slices slices(shape, request.dims);
  const auto members = slices_by_coordinates(shape, slices);
  const double epsilon = std::ldexp(1.0, 1 - traits(dtype).significand_bits);
  const bool is_log = request.operation == Operation::log_softmax;
  const auto scaled = [&](double value) {
    return request.scale.is_temperature ? value / request.scale.value : value * request.scale.value;
  };

  std::size_t nan_output = 0;
  for (const auto& slice : members) {
    const bool is_finite = std::all_of(slice.begin(), slice.end(), [&](std::size_t i) { return std::isfinite(x[i]); });
    long double sum = 0;
    for (const std::size_t i : slice) {
      nan_output += std::isnan(run.y[i]) ? 1U : 0U;
      sum += is_log ? std::exp(static_cast<long double>(run.y[i])) : run.y[i];
      if (request.mode == Mode::stable && is_finite) {
        CHECK(run.y[i] <= (is_log ? 0.0 : 1.0));
        if (!is_log) CHECK(run.y[i] >= 0);
      }
    }
    if (request.mode != Mode::stable || !is_finite || slice.empty()) continue;
    // Each result is within an ulp: of itself for softmax, of its magnitude for log-softmax.
    double slack = 0;
    for (const std::size_t i : slice)
      slack += epsilon * (is_log ? std::exp(run.y[i]) * (std::abs(run.y[i]) + 1) : run.y[i]);
    slack += static_cast<double>(slice.size()) * ulp(dtype, 0.0) + 1e-15;
    CHECK(std::abs(sum - 1) <= slack);

    // Order is kept: neighbours by input are neighbours by result, up to the error bound.
    std::vector<std::size_t> order = slice;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scaled(x[a]) < scaled(x[b]); });
    for (std::size_t k = 1; k < order.size(); ++k) {
      CHECK(run.y[order[k - 1]] <= run.y[order[k]] + 2 * epsilon * std::abs(run.y[order[k]]) + ulp(dtype, 0.0));
    }
  }

  if (!request.wants_account) return;
  const Outcome& outcome = run.outcome;
  CHECK(outcome.shape == shape);
  CHECK(outcome.sums.count == slices.count());
  CHECK(outcome[Trouble::nan_output].count == nan_output);
  const auto count_inputs = [&](auto is_met) {
    return static_cast<std::size_t>(std::count_if(x.begin(), x.end(), is_met));
  };
  CHECK(outcome[Trouble::nan_input].count == count_inputs([](double v) { return std::isnan(v); }));
  CHECK(outcome[Trouble::inf_input].count == count_inputs([](double v) { return v == HUGE_VAL; }));
  if (request.mode == Mode::stable && !is_log) {
    std::size_t underflow = 0;
    for (std::size_t i = 0; i < x.size(); ++i) underflow += std::isfinite(x[i]) && run.y[i] == 0 ? 1U : 0U;
    CHECK(outcome[Trouble::underflow].count == underflow);
  }
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const auto trouble = static_cast<Trouble>(t);
    if (outcome[trouble].count == 0) continue;
    CHECK(outcome[trouble].first.size() == (is_of_slices(trouble) ? slices.kept().size() : shape.size()));
  }
}

/// Values that can be read once only, as from a pipe.
template <Real T>
class OnceSource : public Source<T> {
 public:
  explicit OnceSource(std::vector<T> values) : values_(std::move(values)) {}
  std::span<const T> read(std::size_t first, std::size_t count, std::vector<T>& buffer) override {
    REQUIRE(first == next_);
    next_ += count;
    buffer.assign(values_.begin() + static_cast<std::ptrdiff_t>(first),
                  values_.begin() + static_cast<std::ptrdiff_t>(first + count));
    return buffer;
  }
  bool rereadable() const override { return false; }

 private:
  std::vector<T> values_;
  std::size_t next_ = 0;
};

/// Runs softmax over a tensor and checks every invariant.
inline Run checked_run(const Shape& shape, Dtype dtype, const std::vector<double>& x, const Request& request,
                       bool is_rereadable = true) {
  const auto source_of = [&]<Real T>(std::vector<T> values) -> AnySource {
    if (is_rereadable) return std::make_unique<MemorySource<T>>(std::move(values));
    return std::make_unique<OnceSource<T>>(std::move(values));
  };
  const AnySource source = dtype == Dtype::float64 ? source_of(x) : source_of(std::vector<float>(x.begin(), x.end()));
  MemorySink sink;
  const Frame frame;
  Run run;
  std::optional<Outcome> outcome = compute::softmax(source, {shape, dtype, &frame}, request, sink);
  REQUIRE(outcome.has_value() == request.wants_account);
  if (outcome) run.outcome = *std::move(outcome);
  run.shape = sink.tensor().shape;
  std::visit([&](const auto& values) { run.y.assign(values.begin(), values.end()); }, sink.tensor().values);
  check_invariants(shape, dtype, x, request, run);
  return run;
}

}  // namespace softmax::test
