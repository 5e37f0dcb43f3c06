// The whole computation in memory, one thread, beside a copy of the same array in the same run: what counts is the
// ratio ("copies"), not the time of this machine. A benchmark whose result is wrong reports an error instead of a time.

#include <chrono>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "compute/softmax.h"
#include "core/sink.h"
#include "core/source.h"

namespace {

using namespace softmax;

template <Real T>
constexpr Dtype dtype_of = sizeof(T) == 4 ? Dtype::float32 : Dtype::float64;

template <Real T>
std::vector<T> logits(std::size_t count) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 3);
  std::vector<T> x(count);
  for (T& value : x) value = static_cast<T>(normal(random));
  return x;
}

/// A sink into memory that is there already.
template <Real T>
class ReadySink : public Sink {
 public:
  explicit ReadySink(std::size_t count) : y_(count) {}
  void begin(const TensorHeader&) override { place_ = 0; }
  void write(std::span<const T>) override {  // they stand in the room already
  }
  void write(std::span<const std::conditional_t<sizeof(T) == 4, double, float>>) override {}
  void end() override {}
  std::span<float> room_for_floats(std::size_t count) override { return room<float>(count); }
  std::span<double> room_for_doubles(std::size_t count) override { return room<double>(count); }
  const std::vector<T>& values() const { return y_; }

 private:
  template <Real U>
  std::span<U> room(std::size_t count) {
    place_ += count;
    if constexpr (std::same_as<T, U>) return std::span(y_).subspan(place_ - count, count);
    return {};
  }

  std::vector<T> y_;
  std::size_t place_ = 0;
};

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Whether the first slice sums to 1: enough to notice a kernel that is broken.
template <Real T>
bool is_right(const std::vector<T>& y, std::size_t length, std::size_t stride, bool is_log) {
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const double value = y[i * stride];
    sum += is_log ? std::exp(value) : value;
  }
  return std::abs(sum - 1) < 1e-5;
}

template <Real T>
void run(benchmark::State& state, Operation operation) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto columns = static_cast<std::size_t>(state.range(1));
  const long dim = state.range(2);
  const std::vector<T> x = logits<T>(rows * columns);
  const AnySource source = std::make_unique<MemorySource<T>>(x);
  Request request;
  request.operation = operation;
  request.dims.list = {dim};
  request.wants_account = false;
  const Frame frame;
  const TensorHeader header{{rows, columns}, dtype_of<T>, &frame};
  ReadySink<T> sink(x.size());

  double copies = 0;
  double computing = 0;
  std::vector<T> copy(x.size());
  for (auto _ : state) {
    const double start = seconds();
    std::memcpy(copy.data(), x.data(), x.size() * sizeof(T));
    benchmark::ClobberMemory();
    const double middle = seconds();
    compute::softmax(source, header, request, sink);
    const double end = seconds();
    copies += middle - start;
    computing += end - middle;
    state.SetIterationTime(end - middle);
  }
  if (!is_right(sink.values(), dim == 1 ? columns : rows, dim == 1 ? 1 : columns,
                operation == Operation::log_softmax)) {
    state.SkipWithError("the result is wrong");
  }
  state.counters["copies"] = computing / copies;
}

void shapes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({4096, 4096, 1})->Args({4096, 4096, 0})->Args({1000000, 10, 1})->Args({300, 50257, 1});
  benchmark->ArgNames({"rows", "columns", "dim"})->UseManualTime()->Unit(benchmark::kMillisecond);
}

void float32(benchmark::State& state, Operation operation) { run<float>(state, operation); }
void float64(benchmark::State& state, Operation operation) { run<double>(state, operation); }

BENCHMARK_CAPTURE(float32, softmax, Operation::softmax)->Apply(shapes);
BENCHMARK_CAPTURE(float32, log_softmax, Operation::log_softmax)->Apply(shapes);
BENCHMARK_CAPTURE(float64, softmax, Operation::softmax)->Apply(shapes);
BENCHMARK_CAPTURE(float64, log_softmax, Operation::log_softmax)->Apply(shapes);

}  // namespace

BENCHMARK_MAIN();
