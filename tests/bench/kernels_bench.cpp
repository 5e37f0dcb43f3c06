// The computation next to a copy of the same array in the same run: what counts is the ratio, not the time of this
// machine. Results are checked against quadruple precision; a benchmark whose result is wrong reports an error instead
// of a time.
//
// Names are <kernels>/<dtype>/<operation>/<shape>/<dim>. The kernels of the best instruction set are measured through
// compute::softmax, as commands use them: values come from memory, results go block by block to a sink that copies
// them, as the writer of .npy does. The kernels of the other instruction sets are measured directly.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/in_turn.h"
#include "compute/elementary.h"
#include "compute/kernels.h"
#include "compute/softmax.h"
#include "core/block.h"
#include "core/sink.h"
#include "support/exact.h"

namespace {

using namespace softmax;
using bench::Clock;
using bench::in_turn;
using bench::Limit;
using test::Quad;

template <Real T>
constexpr Dtype dtype_of = sizeof(T) == 4 ? Dtype::float32 : Dtype::float64;

/// A matrix to normalise along dim 0 or 1.
struct Matrix {
  std::size_t rows = 1;
  std::size_t columns = 1;
  long dim = 1;

  std::size_t elements() const { return rows * columns; }
  std::size_t slices() const { return dim == 1 ? rows : columns; }
  std::size_t length() const { return dim == 1 ? columns : rows; }
  std::size_t stride() const { return dim == 1 ? 1 : columns; }
  std::size_t first(std::size_t slice) const { return dim == 1 ? slice * columns : slice; }
  std::string text() const { return fmt::format("({},{})/dim:{}", rows, columns, dim); }
};

/// What is measured.
struct Work {
  Matrix matrix = {};
  Operation operation = Operation::softmax;
  Mode mode = Mode::stable;
  unsigned threads = 1;
  double aim = 0;  ///< the ratio to a copy that is aimed at; 0 for none
};

constexpr Matrix square{4096, 4096, 1};
constexpr Matrix square_down{4096, 4096, 0};
constexpr Matrix short_rows{1000000, 10, 1};
constexpr Matrix vocabulary{320, 50257, 1};

/// Normal numbers, kept for the next benchmark of the same size.
template <Real T>
Source& logits(std::size_t count) {
  static std::map<std::size_t, std::unique_ptr<Source>> kept;
  const auto found = kept.find(count);
  if (found != kept.end()) return *found->second;
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 3);
  std::vector<T> x(count);
  for (T& value : x) value = static_cast<T>(normal(random));
  return *kept.emplace(count, memory_source(std::move(x))).first->second;
}

template <Real T>
std::span<const T> values_of(Source& source, std::size_t count) {
  Buffer unused;
  return source.read(0, count, unused).as<T>();
}

/// Copies every block to the memory of one array, as the system does with what the writer of .npy writes.
template <Real T>
class CopySink : public Sink {
 public:
  explicit CopySink(std::size_t count) : y_(count) {}
  void begin(const TensorHeader&) override { place_ = 0; }
  void write(const Block& values) override {
    std::memcpy(y_.data() + place_, values.bytes().data(), values.bytes().size());
    place_ += values.size();
  }
  void end() override {}
  std::span<const T> values() const { return y_; }

 private:
  std::vector<T> y_;
  std::size_t place_ = 0;
};

/// How far a result may be from the exact one. The stable form keeps 2 ulp. In the naive one the exponential, the sum
/// and the quotient are each rounded, at worst where an ulp weighs twice as much as in the result; its logarithm has
/// those errors as absolute ones.
template <Real T>
bool is_right(const Work& work, T result, Quad exact) {
  const double distance = test::distance_in_ulp(result, exact, dtype_of<T>);
  if (work.mode == Mode::stable) return distance <= 2;
  if (work.operation == Operation::softmax) return distance <= 5;
  const double difference = static_cast<double>(fabsq(Quad(result) - exact));
  return distance <= 2 || difference <= 5 * static_cast<double>(std::numeric_limits<T>::epsilon());
}

/// The first wrong element of slices spread over the matrix, in words; empty when there is none.
template <Real T>
std::string wrong_element(const Work& work, std::span<const T> x, std::span<const T> y) {
  const Matrix& matrix = work.matrix;
  const std::size_t samples = std::clamp<std::size_t>(20000 / matrix.length(), 4, 64);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    const std::size_t slice = sample * (matrix.slices() - 1) / (samples - 1);
    std::vector<Quad> values;
    for (std::size_t i = 0; i < matrix.length(); ++i) {
      values.push_back(x[matrix.first(slice) + i * matrix.stride()]);
    }
    const std::vector<Quad> exact = test::exact_slice(values, work.operation, {});
    for (std::size_t i = 0; i < exact.size(); ++i) {
      const T result = y[matrix.first(slice) + i * matrix.stride()];
      if (!is_right(work, result, exact[i])) {
        return fmt::format("element {} of slice {} is {}, expected {}", i, slice, result,
                           static_cast<double>(exact[i]));
      }
    }
  }
  return {};
}

/// Measures a function, which puts into y what becomes of x, against a copy.
template <Real T, class Function>
void measure(benchmark::State& state, const Work& work, std::span<const T> x, std::span<const T> y,
             const Function& function) {
  std::vector<T> copy(x.size());
  const auto copying = [&] { std::memcpy(copy.data(), x.data(), x.size_bytes()); };
  in_turn(state, Limit{"memcpy", work.aim}, copying, function, work.threads > 1 ? Clock::wall : Clock::processor);
  const std::string wrong = wrong_element(work, x, y);
  if (!wrong.empty()) state.SkipWithError(wrong.c_str());
}

/// As the program computes it, without an account.
template <Real T>
void by_program(benchmark::State& state, const Work& work) {
  const std::size_t count = work.matrix.elements();
  Source& source = logits<T>(count);
  Request request;
  request.operation = work.operation;
  request.mode = work.mode;
  request.dims.list = {work.matrix.dim};
  request.threads = work.threads;
  request.wants_account = false;
  const Frame frame;
  const TensorHeader header{{work.matrix.rows, work.matrix.columns}, dtype_of<T>, &frame};
  CopySink<T> sink(count);
  measure<T>(state, work, values_of<T>(source, count), sink.values(),
             [&] { compute::softmax(source, header, request, sink); });
}

/// One set of kernels on a matrix, in blocks of the sizes that compute::softmax has.
template <Real T>
class KernelWalk {
 public:
  KernelWalk(const compute::Kernels<T>& kernels, Operation operation, const Matrix& matrix)
      : kernels_(kernels), operation_(operation), matrix_(matrix), numbers_(4 * matrix.slices()) {
    double* numbers = numbers_.data();
    slots_ = {numbers, numbers + matrix.slices(), numbers + 2 * matrix.slices(), numbers + 3 * matrix.slices()};
  }

  void operator()(const T* x, T* y) { matrix_.dim == 1 ? across(x, y) : down(x, y); }

 private:
  void across(const T* x, T* y) {
    const std::size_t rows = std::max<std::size_t>((std::size_t{1} << 17) / matrix_.columns, 1);
    for (std::size_t row = 0; row < matrix_.rows; row += rows) {
      const std::size_t at = row * matrix_.columns;
      kernels_.whole(operation_, x + at, {matrix_.columns, 1, 1}, std::min(rows, matrix_.rows - row), scaling_, slots_,
                     y + at);
    }
  }

  void down(const T* x, T* y) {
    kernels_.reset(slots_, matrix_.columns);
    for_each_block([&](std::size_t at, const compute::Matrix& block) {
      kernels_.reduce(operation_, x + at, block, scaling_, slots_);
    });
    kernels_.finish(operation_, slots_, matrix_.columns);
    for_each_block([&](std::size_t at, const compute::Matrix& block) {
      kernels_.map(operation_, x + at, block, scaling_, slots_, y + at);
    });
  }

  template <class Visit>
  void for_each_block(Visit visit) const {
    const std::size_t rows = std::max<std::size_t>((std::size_t{1} << 18) / matrix_.columns, 1);
    for (std::size_t row = 0; row < matrix_.rows; row += rows) {
      visit(row * matrix_.columns, {std::min(rows, matrix_.rows - row), matrix_.columns, matrix_.columns});
    }
  }

  const compute::Kernels<T>& kernels_;
  Operation operation_;
  Matrix matrix_;
  compute::Scaling scaling_ = compute::scaling({});
  std::vector<double> numbers_;
  compute::Slots slots_;
};

template <Real T>
void by_kernels(benchmark::State& state, const Work& work, const compute::Kernels<T>& set) {
  const std::span<const T> x = values_of<T>(logits<T>(work.matrix.elements()), work.matrix.elements());
  std::vector<T> y(x.size());
  KernelWalk<T> walk(set, work.operation, work.matrix);
  measure<T>(state, work, x, y, [&] { walk(x.data(), y.data()); });
}

/// Exponentials in the nearest cache: the other bound of the roofline. Many times over, or the clock would count.
template <Real T>
void exponentials(benchmark::State& state, const compute::Kernels<T>& set) {
  constexpr std::size_t count = 2048;
  constexpr std::size_t times = 200;
  const std::span<const T> all = values_of<T>(logits<T>(short_rows.elements()), short_rows.elements());
  std::vector<T> x(all.begin(), all.begin() + count);
  for (T& value : x) value = -std::abs(value);
  std::vector<T> y(count);
  const auto repeated = [](const auto& work) {
    return [&work] {
      for (std::size_t time = 0; time < times; ++time) {
        work();
        benchmark::ClobberMemory();
      }
    };
  };
  const auto copy = [&] { std::memcpy(y.data(), x.data(), count * sizeof(T)); };
  const auto exponentiate = [&] { set.exponentials(x.data(), count, y.data()); };
  in_turn(state, Limit{"memcpy"}, repeated(copy), repeated(exponentiate));
  for (std::size_t i = 0; i < count; ++i) {
    if (test::distance_in_ulp(y[i], expq(x[i]), dtype_of<T>) > 1) state.SkipWithError("an exponential is wrong");
  }
  state.counters["elements"] = static_cast<double>(count * times);
}

/// The ratio aimed at; 0 where none is.
template <Real T>
double aim(const Matrix& matrix, std::string_view instruction_set) {
  constexpr bool is_float = sizeof(T) == 4;
  const bool is_avx512 = instruction_set.starts_with("AVX3");
  if (!is_avx512 && instruction_set != "AVX2") return 0;
  if (matrix.length() > 10000) return 0;
  if (matrix.dim == 0 || matrix.length() < 100) return is_float ? 3 : 3.5;
  if (is_float) return is_avx512 ? 1.8 : 2.6;
  return is_avx512 ? 2.2 : 3.2;
}

template <class Function>
void declare(const std::string& name, Function function) {
  benchmark::RegisterBenchmark(name.c_str(), function)->UseManualTime()->Unit(benchmark::kMillisecond);
}

template <Real T>
std::string name_of(std::string_view kernels, const Work& work) {
  return fmt::format("{}/{}/{}/{}", kernels, name(dtype_of<T>), name(work.operation), work.matrix.text());
}

/// Each matrix with each operation; `run(state, work)` measures one. `label` names the instruction set, or what else is
/// special.
template <Real T, class Run>
void declare_works(std::string_view label, std::span<const Matrix> shapes, Work work, const Run& run) {
  for (const Matrix& matrix : shapes) {
    for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
      work.matrix = matrix;
      work.operation = operation;
      work.aim = aim<T>(matrix, label);
      declare(name_of<T>(label, work), [=](benchmark::State& state) { run(state, work); });
    }
  }
}

template <Real T>
void declare_all() {
  constexpr Matrix matrices[] = {square, square_down, short_rows, vocabulary};
  const std::vector<const compute::Kernels<T>*> sets = compute::all_kernels<T>();
  declare_works<T>(sets.front()->name, matrices, {}, by_program<T>);
  for (const compute::Kernels<T>* set : std::span(sets).subspan(1)) {
    declare_works<T>(set->name, matrices, {},
                     [set](benchmark::State& state, const Work& work) { by_kernels<T>(state, work, *set); });
  }
  const unsigned cores = std::thread::hardware_concurrency();
  if (cores > 1) declare_works<T>(fmt::format("threads:{}", cores), matrices, {.threads = cores}, by_program<T>);
  declare_works<T>("naive", std::span(matrices).first(2), {.mode = Mode::naive}, by_program<T>);
  for (const compute::Kernels<T>* set : sets) {
    declare(fmt::format("exponentials/{}/{}", set->name, name(dtype_of<T>)),
            [set](benchmark::State& state) { exponentials<T>(state, *set); });
  }
}

}  // namespace

int main(int argc, char** argv) {
  declare_all<float>();
  declare_all<double>();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
