#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "compute/softmax.h"
#include "core/block.h"
#include "core/request.h"
#include "core/sink.h"
#include "support/invariants.h"

namespace softmax::test {

/// Values that can be read once only, as from a pipe.
class OnceSource : public Source {
 public:
  explicit OnceSource(Values values) : values_(std::move(values)) {}
  Block read(std::size_t first, std::size_t count, Buffer& buffer) override {
    REQUIRE(first == next_);
    next_ += count;
    return Block(values_).part(first, count).visit([&]<Real T>(std::span<const T> values) {
      buffer.as<T>().assign(values.begin(), values.end());
      return Block(buffer.as<T>());
    });
  }
  bool rereadable() const override { return false; }

 private:
  Values values_;
  std::size_t next_ = 0;
};

/// The numbers as values of the type that holds the dtype.
inline Values values_as(Dtype dtype, const std::vector<double>& x) {
  if (dtype == Dtype::float64) return x;
  return std::vector<float>(x.begin(), x.end());
}

/// Runs softmax over a tensor and checks every invariant.
inline Run checked_run(const Shape& shape, Dtype dtype, const std::vector<double>& x, const Request& request,
                       bool is_rereadable = true) {
  const std::unique_ptr<Source> source =
      is_rereadable ? memory_source(values_as(dtype, x)) : std::make_unique<OnceSource>(values_as(dtype, x));
  MemorySink sink;
  const Frame frame;
  Run run;
  std::optional<Outcome> outcome = compute::softmax(*source, {shape, dtype, &frame}, request, sink);
  REQUIRE(outcome.has_value() == request.wants_account);
  if (outcome) run.outcome = *std::move(outcome);
  run.shape = sink.tensor().shape;
  run.y = as_doubles(sink.tensor().values);
  CHECK(Invariants(shape, dtype, x, request, run).broken() == "");
  return run;
}

}  // namespace softmax::test
