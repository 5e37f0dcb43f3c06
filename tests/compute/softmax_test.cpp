#include "compute/softmax.h"

#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/checked_run.h"
#include "support/exact.h"
#include "support/told_progress.h"

using namespace softmax;
using test::checked_run;
using test::Run;

namespace {

std::vector<double> random_values(std::size_t count, Dtype dtype, double deviation = 3) {
  std::mt19937_64 random(count);
  std::normal_distribution<double> normal(0, deviation);
  std::vector<double> x(count);
  for (double& value : x) value = round_to(dtype, normal(random));
  return x;
}

Request along(Dims dims, Operation operation = Operation::softmax) {
  Request request;
  request.dims = std::move(dims);
  request.operation = operation;
  return request;
}

/// The largest distance of a run from the twin, slice by slice, in ulp of the dtype.
double largest_error(const Shape& shape, Dtype dtype, const std::vector<double>& x, const Request& request,
                     const Run& run) {
  double worst = 0;
  for (const auto& slice : test::slices_by_coordinates(shape, Slices(shape, request.dims))) {
    std::vector<test::Quad> values;
    for (const std::size_t i : slice) values.push_back(x[i]);
    const auto exact = test::exact_slice(values, request.operation, request.scale);
    for (std::size_t k = 0; k < slice.size(); ++k) {
      worst = std::max(worst, test::distance_in_ulp(run.y[slice[k]], exact[k], dtype));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("every dim and list of dims of shapes of every rank, in every dtype, is right to an ulp") {
  const std::vector<Shape> shapes = {{},     {1},       {5},       {2, 3},       {3, 2},         {1, 4},
                                     {4, 1}, {2, 3, 4}, {3, 1, 5}, {2, 3, 2, 4}, {2, 2, 3, 1, 2}};
  for (const Shape& shape : shapes) {
    std::vector<Dims> choices = {{.all = true, .list = {}}};
    const auto rank = static_cast<long>(shape.size());
    for (long dim = -std::max(rank, 1L); dim < std::max(rank, 1L); ++dim)
      choices.push_back({.all = false, .list = {dim}});
    for (long a = 0; a < rank; ++a) {
      for (long b = a + 1; b < rank; ++b) choices.push_back({.all = false, .list = {b - rank, a}});
    }
    if (rank >= 4) choices.push_back({.all = false, .list = {0, 2, 3}});
    for (const Dims& dims : choices) {
      for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
        for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
          const auto x = random_values(element_count(shape), dtype);
          const Request request = along(dims, operation);
          CAPTURE(shape_text(shape));
          CAPTURE(name(dtype));
          const Run run = checked_run(shape, dtype, x, request);
          CHECK(largest_error(shape, dtype, x, request, run) <= 1);
        }
      }
    }
  }
}

TEST_CASE("the number of threads, and whether the source can be read again, change no bit") {
  struct Case {
    Shape shape;
    Dims dims;
  };
  // Panels that fit a block and panels that do not; slices side by side and runs.
  const Case cases[] = {{{3000, 700}, {false, {1}}},       {{3000, 700}, {false, {0}}},
                        {{2100000}, {false, {0}}},         {{2, 1500000}, {false, {0}}},
                        {{300, 7, 1000}, {false, {0, 2}}}, {{40, 50, 1100}, {false, {1}}}};
  for (const Case& c : cases) {
    CAPTURE(shape_text(c.shape));
    const auto x = random_values(element_count(c.shape), Dtype::float32);
    const Values values = std::vector<float>(x.begin(), x.end());
    MemorySource source(values);
    const auto result = [&](Source& from, unsigned threads) {
      Request request = along(c.dims);
      request.threads = threads;
      request.wants_account = false;
      MemorySink sink;
      const Frame frame;
      compute::softmax(from, {c.shape, Dtype::float32, &frame}, request, sink);
      return std::get<std::vector<float>>(std::move(sink.tensor().values));
    };
    const auto one = result(source, 1);
    for (const unsigned threads : {2U, 3U, 8U}) CHECK(result(source, threads) == one);
    test::OnceSource pipe(values);
    CHECK(result(pipe, 2) == one);
  }
}

TEST_CASE("progress counts every value, twice where it is read twice") {
  const Shape shape = {300, 700};
  for (const auto& [dim, readings] : {std::pair{1L, 1U}, std::pair{0L, 2U}}) {
    for (const Dtype dtype : {Dtype::float16, Dtype::float64}) {
      for (const unsigned threads : {1U, 3U}) {
        const auto x = random_values(element_count(shape), Dtype::float16);
        MemorySource source(test::values_as(dtype, x));
        Request request = along({false, {dim}});
        request.threads = threads;
        test::ToldProgress progress;
        MemorySink sink;
        const Frame frame;
        compute::softmax(source, {shape, dtype, &frame}, request, sink, progress);
        const std::uint64_t bytes = element_count(shape) * (dtype == Dtype::float64 ? 8 : 2) * readings;
        CHECK(progress.of(Stage::computing).total == bytes);
        CHECK(progress.of(Stage::computing).done == bytes);
        CHECK(progress.of(Stage::computing).begun == 1);
        CHECK(progress.of(Stage::computing).ended == 1);
        CHECK(progress.of(Stage::computing).advances >= 2);
      }
    }
  }
}

TEST_CASE("tensors larger than a block are right") {
  const Shape shape = {1100, 1000};
  const auto x = random_values(element_count(shape), Dtype::float64, 20);
  for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
    const Request request = along({false, {0}}, operation);
    const Run run = checked_run(shape, Dtype::float64, x, request);
    CHECK(largest_error(shape, Dtype::float64, x, request, run) <= 1);
  }
}

TEST_CASE("a tensor larger than a block is right along dims that have another between them") {
  const Shape shape = {350, 4, 100};
  auto x = random_values(element_count(shape), Dtype::float64, 5);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += 20.0 * static_cast<double>(i / 100 % 4);  // no slice like another
  for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
    const Request request = along({false, {0, 2}}, operation);
    const Run run = checked_run(shape, Dtype::float64, x, request);
    CHECK(largest_error(shape, Dtype::float64, x, request, run) <= 1);
  }
}

TEST_CASE("adding a constant to a slice changes nothing beyond rounding") {
  const Shape shape = {4, 50};
  auto x = random_values(200, Dtype::float32, 5);
  const Run before = checked_run(shape, Dtype::float32, x, along({false, {1}}));
  for (double& value : x) value += 1024;  // exact in float32 only to 2^-13: measured against the shifted values
  for (double& value : x) value = round_to(Dtype::float32, value);
  const Run after = checked_run(shape, Dtype::float32, x, along({false, {1}}));
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(after.y[i] == doctest::Approx(before.y[i]).epsilon(1e-3));
  // Powers of two added to small integers are exact: then not a bit changes.
  const std::vector<double> whole = {1, 2, 3, 5};
  const std::vector<double> shifted = {1025, 1026, 1027, 1029};
  CHECK(checked_run({4}, Dtype::float32, whole, along({false, {0}})).y ==
        checked_run({4}, Dtype::float32, shifted, along({false, {0}})).y);
}

TEST_CASE("the naive form rounds each step as the textbook does it") {
  Request request = along({false, {-1}});
  request.mode = Mode::naive;
  SUBCASE("it agrees with the stable form where nothing overflows") {
    const auto x = random_values(60, Dtype::float64, 3);
    const Run run = checked_run({6, 10}, Dtype::float64, x, request);
    CHECK(largest_error({6, 10}, Dtype::float64, x, request, run) <= 3);
  }
  SUBCASE("published: (-1000, -1000, -1000) is NaN throughout, (-1000, 1000, -1000) is (0, NaN, 0)") {
    const Run low = checked_run({1, 3}, Dtype::float32, {-1000, -1000, -1000}, request);
    for (const double y : low.y) CHECK(std::isnan(y));
    CHECK(low.outcome[Trouble::zero_sum].count == 1);
    CHECK(low.outcome[Trouble::underflow].count == 3);
    const Run high = checked_run({1, 3}, Dtype::float32, {-1000, 1000, -1000}, request);
    CHECK(high.y[0] == 0);
    CHECK(std::isnan(high.y[1]));
    CHECK(high.y[2] == 0);
    CHECK(high.outcome[Trouble::overflow].count == 1);
    CHECK(high.outcome[Trouble::overflow].first == Index{0, 1});
    CHECK(high.outcome[Trouble::overflow].value == 1000);
  }
  SUBCASE("every exponential finite, their sum not") {
    const Run run = checked_run({2, 2}, Dtype::float16, {11, 11, 1, 2}, request);  // e^11 = 59874 in float16: 59872
    CHECK(run.outcome[Trouble::overflow].count == 0);
    CHECK(run.outcome[Trouble::sum_overflow].count == 1);
    CHECK(run.outcome[Trouble::sum_overflow].first == Index{0});
    CHECK(run.outcome[Trouble::sum_overflow].value == 11);
    CHECK(run.y[0] == 0);
  }
  SUBCASE("each step of float16, by hand: e^1 = 2.71828 -> 2.71875, e^2 = 7.38906 -> 7.390625, the sum 10.109375") {
    const Run run = checked_run({2}, Dtype::float16, {1, 2}, request);
    CHECK(run.y[0] == round_to(Dtype::float16, 2.71875 / 10.109375));
    CHECK(run.y[1] == round_to(Dtype::float16, 7.390625 / 10.109375));
    request.operation = Operation::log_softmax;
    const Run log = checked_run({2}, Dtype::float16, {1, 2}, request);
    CHECK(log.y[0] == round_to(Dtype::float16, std::log(run.y[0])));
  }
}

TEST_CASE("the forecast counts the slices on which the naive form fails") {
  const auto forecast = [](Dtype dtype, const std::vector<double>& x, Scale scale = {}) {
    Request request = along({false, {-1}});
    request.scale = scale;
    const Run stable = checked_run({x.size() / 2, 2}, dtype, x, request);
    request.mode = Mode::naive;
    const Run naive = checked_run({x.size() / 2, 2}, dtype, x, request);
    // What the naive form then does: some result NaN or the sum infinite.
    const std::size_t overflows = stable.outcome[Trouble::naive_overflow].count;
    CHECK((overflows > 0) == (naive.outcome[Trouble::overflow].count + naive.outcome[Trouble::sum_overflow].count > 0));
    CHECK(stable.outcome[Trouble::naive_underflow].count == naive.outcome[Trouble::zero_sum].count);
    return stable.outcome;
  };
  CHECK(forecast(Dtype::float64, {1, 2, 709.78, 3})[Trouble::naive_overflow].count == 0);
  const Outcome over = forecast(Dtype::float64, {1, 2, 709.79, 3, 710, 5});
  CHECK(over[Trouble::naive_overflow].count == 2);
  CHECK(over[Trouble::naive_overflow].first == Index{1});
  CHECK(over[Trouble::naive_overflow].value == 709.79);
  CHECK(forecast(Dtype::float64, {709.5, 709.5})[Trouble::naive_overflow].count == 1);
  CHECK(forecast(Dtype::float32, {88.7, 1})[Trouble::naive_overflow].count == 0);
  CHECK(forecast(Dtype::float32, {88.75, 1})[Trouble::naive_overflow].count == 1);
  CHECK(forecast(Dtype::float64, {-746, -800})[Trouble::naive_underflow].count == 1);
  CHECK(forecast(Dtype::float64, {-745, -800})[Trouble::naive_underflow].count == 0);
  CHECK(forecast(Dtype::float64, {1000, 1}, {true, 2})[Trouble::naive_overflow].count == 0);
  CHECK(forecast(Dtype::float64, {-400, 1}, {false, -2})[Trouble::naive_overflow].count == 1);
}

TEST_CASE("sums, and notes where people trip") {
  const Request request = along({false, {-1}});
  SUBCASE("each of up to ten sums, beyond that the range") {
    const Run run = checked_run({12, 3}, Dtype::float64, random_values(36, Dtype::float64), request);
    CHECK(run.outcome.sums.values.size() == 10);
    CHECK(run.outcome.sums.count == 12);
    CHECK(run.outcome.sums.error <= 1e-15);
  }
  SUBCASE("a distribution as input") {
    CHECK(checked_run({2, 2}, Dtype::float64, {0.25, 0.75, 0.5, 0.5}, request).outcome.input_is_distribution);
    CHECK(checked_run({3}, Dtype::float64, {0.0132, 0.2654, 0.7214}, request).outcome.input_is_distribution);
    CHECK_FALSE(checked_run({2, 2}, Dtype::float64, {0.25, 0.75, 0.5, 0.6}, request).outcome.input_is_distribution);
    CHECK_FALSE(checked_run({2}, Dtype::float64, {-0.5, 1.5}, request).outcome.input_is_distribution);
    CHECK_FALSE(checked_run({2, 1}, Dtype::float64, {1, 1}, request).outcome.input_is_distribution);
    const std::vector<double> zeros(30000);
    CHECK_FALSE(checked_run({30000}, Dtype::float64, zeros, request).outcome.input_is_distribution);
  }
  SUBCASE("slices of nothing but -Infinity") {
    const Run run = checked_run({3, 2}, Dtype::float64, {1, 2, -HUGE_VAL, -HUGE_VAL, 3, -HUGE_VAL}, request);
    CHECK(run.outcome.masked_slices == 1);
    CHECK(run.outcome.first_masked == Index{1});
    CHECK(run.outcome[Trouble::nan_output].count == 2);
    CHECK(run.y[5] == 0);
  }
  SUBCASE("log-softmax: sums of the exponentials") {
    const Run run = checked_run({1, 3}, Dtype::float64, {1, 2, 3}, along({false, {-1}}, Operation::log_softmax));
    CHECK(run.outcome.sums.values.at(0) == doctest::Approx(1).epsilon(1e-15));
  }
}

TEST_CASE("size-0 dims give an empty result") {
  for (const Shape& shape : {Shape{0}, Shape{2, 0}, Shape{0, 3}, Shape{2, 0, 3}}) {
    for (long dim = 0; dim < static_cast<long>(shape.size()); ++dim) {
      const Run run = checked_run(shape, Dtype::float64, {}, along({false, {dim}}));
      CHECK(run.y.empty());
    }
  }
  CHECK(checked_run({2, 0}, Dtype::float64, {}, along({false, {1}})).outcome.sums.values == std::vector<double>{0, 0});
}

TEST_CASE("dims that do not fit are refused before the sink hears of them") {
  const auto message = [](const Shape& shape, Dims dims) -> std::string {
    try {
      checked_run(shape, Dtype::float64, std::vector<double>(element_count(shape)), along(std::move(dims)));
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  CHECK(message({2, 3}, {false, {2}}) == "dim 2 is out of range for a tensor of shape (2, 3): expected -2 to 1");
  CHECK(message({2, 3}, {false, {-3}}) == "dim -3 is out of range for a tensor of shape (2, 3): expected -2 to 1");
  CHECK(message({}, {false, {1}}) == "dim 1 is out of range for a tensor of shape (): expected -1 to 0");
  CHECK(message({2, 3}, {false, {1, -1}}) == "--dim names dim 1 twice");
}
