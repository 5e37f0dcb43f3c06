// Expected numbers are from mpmath 1.2.1 at 400 bits, each rounded to the dtype once, for the inputs as they are in the
// dtype.

#include "derive/derivation.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "core/slices.h"
#include "support/derived.h"
#include "support/exact.h"

using namespace softmax;
using namespace softmax::derive;
using test::derived;
using test::vector_of;

namespace {

Request along(long dim, Operation operation = Operation::softmax) {
  Request request;
  request.operation = operation;
  request.dims = {.all = false, .list = {dim}};
  return request;
}

Request request_of(Operation operation, Mode mode, Scale scale = {}) {
  Request request;
  request.operation = operation;
  request.mode = mode;
  request.scale = scale;
  return request;
}

bool is_same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

double at(const Tensor& tensor, std::size_t place) {
  return std::visit([&](const auto& values) { return static_cast<double>(values[place]); }, tensor.values);
}

std::vector<std::size_t> positions(const Derivation& d) {
  std::vector<std::size_t> shown;
  for (const Member& member : d.members) shown.push_back(member.position);
  return shown;
}

}  // namespace

TEST_CASE("softmax of a 2x2x2 tensor along each dim") {
  const Tensor x = test::tensor222();
  CHECK(derived(x, along(0), {0, 0, 0}).result == 0.7208737843071955);
  CHECK(derived(x, along(0), {0, 0, 1}).result == 0.6259544445137328);
  CHECK(derived(x, along(0), {1, 1, 1}).result == 0.23564606371434452);
  CHECK(derived(x, along(1), {0, 0, 0}).result == 0.8696423263784095);
  CHECK(derived(x, along(1), {1, 0, 1}).result == 0.5934630182609121);
  CHECK(derived(x, along(2), {0, 0, 0}).result == 0.61092450679204);
  CHECK(derived(x, along(2), {0, 0, 1}).result == 0.38907549320796);
  Request jointly = along(0);
  jointly.dims.list = {0, 2};
  CHECK(derived(x, jointly, {1, 0, 1}).result == 0.15826295218910502);
  CHECK(derived(x, jointly, {1, 0, 1}).slice_length == 4);
  jointly.dims = {.all = true, .list = {}};
  CHECK(derived(x, jointly, {1, 1, 0}).result == 0.03188265399513646);
  CHECK(derived(x, jointly, {1, 1, 0}).stable.sum == 3.781395717792732);
}

TEST_CASE("every step of a softmax") {
  const Derivation d = derived(test::tensor222(), along(0), {0, 0, 0});
  REQUIRE(d.members.size() == 2);
  CHECK(d.element == 0);
  CHECK(d.maximum == 0);
  CHECK(d.dims == std::vector<std::size_t>{0});
  CHECK(d.members[1].index == Index{1, 0, 0});
  CHECK(d.members[1].input == -0.4598);
  CHECK(d.members[1].logit == -0.4598);
  CHECK(d.members[1].difference == -0.9488);
  CHECK(d.members[0].exponential == 1);
  CHECK(d.members[1].exponential == 0.38720539124759834);
  CHECK(d.members[1].softmax == 0.2791262156928045);
  CHECK(d.stable.maximum == 0.489);
  CHECK(d.stable.sum == 1.3872053912475983);
  CHECK(d.stable.result == 0.7208737843071955);
  CHECK(d.members[0].naive_exponential == 1.6306847196215488);
  CHECK(d.members[1].naive_exponential == 0.631409914862542);
  CHECK(d.naive.sum == 2.262094634484091);
  CHECK(d.naive.quotient == 0.7208737843071955);
  CHECK(d.naive.result == 0.7208737843071955);
  CHECK(d.naive.failure == Failure::none);
  CHECK(d.complement == 0.2791262156928045);
  CHECK(d.members[0].derivative == 0.20121477140581848);
  CHECK(d.members[1].derivative == -0.20121477140581848);
}

TEST_CASE("every step of a log-softmax") {
  const Derivation d = derived(test::tensor222(), along(0, Operation::log_softmax), {1, 0, 0});
  CHECK(d.result == -1.2760912134607507);
  CHECK(d.stable.result == d.result);
  CHECK(d.stable.log_sum == 0.3272912134607508);
  CHECK(d.stable.log_sum_exp == 0.489 + 0.3272912134607508);  // of the two numbers that are shown
  CHECK(d.stable.log_sum_exp == doctest::Approx(0.8162912134607508).epsilon(1e-15));
  CHECK(d.naive.quotient == 0.2791262156928045);
  CHECK(d.members[0].derivative == -0.7208737843071955);
  CHECK(d.members[1].derivative == 0.7208737843071955);
}

TEST_CASE("a temperature divides the logits and the derivatives") {
  const Scale scale{.is_temperature = true, .value = 2};
  const Derivation d = derived(vector_of({2, 1, 0.1}), request_of(Operation::softmax, Mode::stable, scale), {2});
  CHECK(d.members[2].input == 0.1);
  CHECK(d.members[2].logit == 0.05);
  CHECK(d.members[2].difference == -0.95);
  CHECK(d.members[2].exponential == 0.38674102345450123);
  CHECK(d.stable.sum == 1.9932716831671347);
  CHECK(d.members[0].derivative == doctest::Approx(-0.048669541204604594).epsilon(1e-15));
  CHECK(d.members[1].derivative == doctest::Approx(-0.029519568934740018).epsilon(1e-15));
  CHECK(d.members[2].derivative == doctest::Approx(0.07818911013934461).epsilon(1e-15));
  const Derivation log = derived(vector_of({2, 1, 0.1}), request_of(Operation::log_softmax, Mode::stable, scale), {2});
  CHECK(log.result == -1.639777350639122);
  CHECK(log.stable.log_sum_exp == 1.689777350639122);
  CHECK(log.members[2].derivative == doctest::Approx(0.4029883816841256).epsilon(1e-15));
}

TEST_CASE("a negative theta: the smallest input is the largest logit") {
  const Scale scale{.is_temperature = false, .value = -3};
  const Derivation d = derived(vector_of({2, 1, 0.1}), request_of(Operation::softmax, Mode::stable, scale), {0});
  CHECK(d.maximum == 2);
  CHECK(d.stable.maximum == -0.30000000000000004);
  CHECK(d.members[0].difference == -5.7);
  CHECK(d.members[0].exponential == doctest::Approx(0.003345965457471273).epsilon(1e-15));
  CHECK(d.stable.sum == 1.070551478197221);
  CHECK(d.result == 0.003125459658517109);
  CHECK(d.members[0].derivative == doctest::Approx(-0.009347073481320274).epsilon(1e-15));
  CHECK(d.members[1].derivative == doctest::Approx(0.0005886165864300914).epsilon(1e-15));
}

TEST_CASE("float32: every number is a float32") {
  const Derivation d = derived(vector_of({0.489F, -0.4598F}, Dtype::float32), {}, {0});
  CHECK(d.members[1].difference == -0.94879997F);
  CHECK(d.members[1].exponential == 0.3872054F);
  CHECK(d.stable.sum == 1.3872054F);
  CHECK(d.result == 0.7208738F);
  CHECK(d.naive.sum == 2.2620945F);  // of 1.6306847F and 0.6314099F
}

TEST_CASE("the result is the program's to the bit, the naive form is that of --mode naive") {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal(0, 5);
  const Shape shape = {3, 5, 4};
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
    std::vector<double> values(60);
    for (double& value : values) value = round_to(dtype, normal(random));
    const Tensor input = test::tensor_of(shape, dtype, values);
    for (const Dims& dims :
         {Dims{false, {0}}, Dims{false, {1}}, Dims{false, {2}}, Dims{false, {0, 2}}, Dims{true, {}}}) {
      for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
        Request request = request_of(operation, Mode::stable, {.is_temperature = true, .value = 0.7});
        request.dims = dims;
        Request naive_request = request;
        naive_request.mode = Mode::naive;
        const Tensor stable = test::result_of(input, request);
        const Tensor naive = test::result_of(input, naive_request);
        for (std::size_t place = 0; place < 60; place += 7) {
          const Index index = index_of(place, shape);
          const Derivation d = softmax::derive::derive(input, stable, request, index);
          const Derivation of_naive = softmax::derive::derive(input, naive, naive_request, index);
          CHECK(is_same(d.result, at(stable, place)));
          CHECK(is_same(d.stable.result, at(stable, place)));
          CHECK(is_same(d.naive.result, at(naive, place)));
          CHECK(is_same(of_naive.result, at(naive, place)));
          CHECK(is_same(of_naive.naive.result, at(naive, place)));
        }
      }
    }
  }
}

TEST_CASE("derivatives are those of the exact function, and add up to 0 over a slice") {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 8);
  std::vector<double> x(12);
  for (double& value : x) value = normal(random);
  const std::vector<test::Quad> quads(x.begin(), x.end());
  const Scale scale{.is_temperature = false, .value = 0.3};
  const auto p = test::exact_slice(quads, Operation::softmax, scale);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Derivation d = derived(vector_of(x), request_of(Operation::softmax, Mode::stable, scale), {i});
    const Derivation log = derived(vector_of(x), request_of(Operation::log_softmax, Mode::stable, scale), {i});
    for (std::size_t j = 0; j < x.size(); ++j) {
      const test::Quad bracket = test::Quad(i == j ? 1 : 0) - p[j];
      const test::Quad factor(scale.value);
      CHECK(test::distance_in_ulp(d.members[j].derivative, factor * p[i] * bracket, Dtype::float64) <= 4);
      CHECK(test::distance_in_ulp(log.members[j].derivative, factor * bracket, Dtype::float64) <= 3);
    }
  }
}

TEST_CASE("1 - p keeps its digits where one element dominates") {
  const Derivation d = derived(vector_of({40, 0}), request_of(Operation::log_softmax, Mode::stable), {0});
  CHECK(d.members[0].softmax == 1);
  CHECK(d.complement == 4.248354255291589e-18);
  CHECK(d.members[0].derivative == 4.248354255291589e-18);
  CHECK(d.stable.sum == 1);
  CHECK(d.stable.log_sum == 4.248354255291589e-18);
}

TEST_CASE("where the naive form fails") {
  const auto failure = [](const std::vector<double>& x, std::size_t i, Operation operation = Operation::softmax,
                          Scale scale = {}, Dtype dtype = Dtype::float64) {
    return derived(vector_of(x, dtype), request_of(operation, Mode::stable, scale), {i}).naive.failure;
  };
  CHECK(failure({1, 2, 3}, 0) == Failure::none);
  CHECK(failure({1, 1000}, 0) == Failure::exponential);
  CHECK(failure({709.782712893384}, 0) == Failure::none);
  CHECK(failure({709.782712893385}, 0) == Failure::exponential);
  CHECK(failure({88.73F, 0}, 1, Operation::softmax, {}, Dtype::float32) == Failure::exponential);
  CHECK(failure({709.7, 709.7}, 0) == Failure::sum);
  CHECK(failure({-1000, -1001}, 0) == Failure::zero_sum);
  CHECK(failure({0, -800}, 1) == Failure::none);  // the stable form has 0, too
  CHECK(failure({0, -800}, 1, Operation::log_softmax) == Failure::zero_quotient);
  CHECK(failure({-740, -746}, 1) == Failure::zero_quotient);
  CHECK(failure({1e300, 0}, 1, Operation::softmax, {.is_temperature = true, .value = 1e-20}) == Failure::logit);
  CHECK(failure({1000, NAN}, 0) == Failure::none);
}

TEST_CASE("slices without a result, and why") {
  const auto undefined = [](const std::vector<double>& x, Scale scale = {}) {
    const Derivation d = derived(vector_of(x), request_of(Operation::softmax, Mode::stable, scale), {0});
    CHECK(std::isnan(d.result) == (d.undefined != Undefined::no));
    CHECK(std::isnan(d.stable.sum) == (d.undefined != Undefined::no));
    CHECK(std::isnan(d.members[0].derivative) == (d.undefined != Undefined::no));
    return std::pair(d.undefined, d.members[d.culprit].position);
  };
  const Scale zero{.is_temperature = false, .value = 0};
  const Scale minus{.is_temperature = false, .value = -1e300};
  CHECK(undefined({1, 1e308, -HUGE_VAL}).first == Undefined::no);
  CHECK(undefined({1, 1e308, HUGE_VAL}, minus).first == Undefined::no);
  CHECK(undefined({1, -1e308}, minus).first == Undefined::no);
  CHECK(undefined({1, HUGE_VAL, NAN}) == std::pair(Undefined::nan, std::size_t{2}));
  CHECK(undefined({1, HUGE_VAL, HUGE_VAL}) == std::pair(Undefined::infinity, std::size_t{1}));
  CHECK(undefined({1, 2, -HUGE_VAL}, minus) == std::pair(Undefined::infinity, std::size_t{2}));
  CHECK(undefined({-HUGE_VAL, -HUGE_VAL}) == std::pair(Undefined::masked, std::size_t{0}));
  CHECK(undefined({HUGE_VAL, HUGE_VAL}, minus) == std::pair(Undefined::masked, std::size_t{0}));
  CHECK(undefined({1, -HUGE_VAL}, zero) == std::pair(Undefined::zero_times, std::size_t{1}));
  CHECK(undefined({1, 2}, zero).first == Undefined::no);
}

TEST_CASE("a masked element") {
  const Derivation d = derived(vector_of({0, -HUGE_VAL}), {}, {1});
  CHECK(d.result == 0);
  CHECK(d.members[1].exponential == 0);
  CHECK(d.members[0].derivative == 0);
}

TEST_CASE("a slice of one, and a tensor of rank 0") {
  const Derivation one = derived(vector_of({5}), {}, {0});
  CHECK(one.result == 1);
  CHECK(one.members[0].derivative == 0);
  const Derivation scalar = derived(test::tensor_of({}, Dtype::float64, {5}), {}, {});
  CHECK(scalar.result == 1);
  CHECK(scalar.slice_length == 1);
  CHECK(scalar.dims.empty());
}

TEST_CASE("a long slice is shown by its ends, the element, and the maximum or culprit") {
  std::vector<double> x(12);
  CHECK(derived(vector_of(x), {}, {3}).members.size() == 12);
  x.resize(13);
  CHECK(positions(derived(vector_of(x), {}, {0})) == std::vector<std::size_t>{0, 1, 2, 3, 9, 10, 11, 12});
  CHECK(positions(derived(vector_of(x), {}, {4})) == std::vector<std::size_t>{0, 1, 2, 3, 4, 9, 10, 11, 12});
  // A gap of one is no gap.
  CHECK(positions(derived(vector_of(x), {}, {5})) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 9, 10, 11, 12});
  x[6] = 1;
  CHECK(positions(derived(vector_of(x), {}, {0})) == std::vector<std::size_t>{0, 1, 2, 3, 6, 9, 10, 11, 12});
  x[6] = NAN;
  CHECK(positions(derived(vector_of(x), {}, {0})) == std::vector<std::size_t>{0, 1, 2, 3, 6, 9, 10, 11, 12});

  x.resize(1000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i + 1);
  const Derivation d = derived(vector_of(x), {}, {500});
  CHECK(positions(d) == std::vector<std::size_t>{0, 1, 2, 3, 500, 996, 997, 998, 999});
  CHECK(d.members[d.element].position == 500);
  CHECK(d.members[d.element].exponential == 1.9366606581912876e-217);
  CHECK(d.stable.sum == 1.5819767068693265);
  CHECK(d.result == 1.2242030175171591e-217);
}

TEST_CASE("in the naive mode the numbers are those of the naive form") {
  const Derivation d = derived(vector_of({1, 2, 1000}), request_of(Operation::softmax, Mode::naive), {0});
  CHECK(d.result == 0);
  CHECK(std::isnan(d.members[2].softmax));
  CHECK(d.naive.sum == HUGE_VAL);
  CHECK(d.complement == 1);
  CHECK(d.stable.result == 0);
  const Derivation largest = derived(vector_of({1, 2, 1000}), request_of(Operation::softmax, Mode::naive), {2});
  CHECK(std::isnan(largest.result));
  CHECK(largest.stable.result == 1);
}
