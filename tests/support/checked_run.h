#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "compute/softmax.h"
#include "core/request.h"
#include "core/sink.h"
#include "core/source.h"
#include "support/invariants.h"

namespace softmax::test {

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
  CHECK(Invariants(shape, dtype, x, request, run).broken() == "");
  return run;
}

}  // namespace softmax::test
