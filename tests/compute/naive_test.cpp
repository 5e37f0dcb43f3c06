// The kernels of the naive form against the definition, bit by bit, for every instruction set of this machine.

#include "support/naive.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compute/kernels.h"
#include "support/choices.h"

using namespace softmax;
using namespace softmax::compute;
using test::all_dtypes;
using test::both_operations;

namespace {

/// The same value and the same sign of zero; which NaN it is does not matter.
bool is_same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

/// Matrices one after another, whose columns are whole slices.
struct Layout {
  Matrix matrix;
  std::size_t panels;
};

template <Real T>
struct Results {
  std::vector<T> in_parts;  ///< by reduce, in two calls, and map
  std::vector<T> whole;
  std::vector<double> totals;  ///< of whole
};

template <Real T>
Results<T> run(const Kernels<T>& kernels, const NaiveSteps& steps, const Layout& layout, const std::vector<T>& x) {
  const Matrix& matrix = layout.matrix;
  const std::size_t slices = layout.panels * matrix.columns;
  constexpr T sentinel = 77;  // between the rows, as in expected()
  Results<T> results{std::vector<T>(x.size(), sentinel), std::vector<T>(x.size(), sentinel),
                     std::vector<double>(slices)};
  std::vector<double> numbers(3 * slices);
  const ExactSums sums = {numbers.data(), numbers.data() + slices, numbers.data() + 2 * slices};
  kernels.naive.whole(steps, x.data(), matrix, layout.panels, sums, results.totals.data(), results.whole.data());

  sums.reset(slices);
  std::vector<double> totals(slices);
  for (std::size_t panel = 0; panel < layout.panels; ++panel) {
    const std::size_t at = panel * matrix.rows * matrix.stride;
    const std::size_t slice = panel * matrix.columns;
    const std::size_t half = matrix.rows / 2;
    const Matrix first = {half, matrix.columns, matrix.stride};
    const Matrix second = {matrix.rows - half, matrix.columns, matrix.stride};
    kernels.naive.reduce(steps, x.data() + at, first, sums + slice);
    kernels.naive.reduce(steps, x.data() + at + half * matrix.stride, second, sums + slice);
    (sums + slice).rounded(steps.dtype, matrix.columns, totals.data() + slice);
    kernels.naive.map(steps, x.data() + at, matrix, totals.data() + slice, results.in_parts.data() + at);
  }
  return results;
}

template <Real T>
std::vector<T> expected(const NaiveSteps& steps, const Layout& layout, const std::vector<T>& x) {
  std::vector<T> y(x.size(), 77);
  const Matrix& matrix = layout.matrix;
  for (std::size_t panel = 0; panel < layout.panels; ++panel) {
    for (std::size_t column = 0; column < matrix.columns; ++column) {
      const std::size_t start = panel * matrix.rows * matrix.stride + column;
      std::vector<double> slice;
      for (std::size_t row = 0; row < matrix.rows; ++row) slice.push_back(x[start + row * matrix.stride]);
      const auto exact = test::naive_slice(slice, steps.operation, steps.dtype, steps.scale);
      for (std::size_t row = 0; row < matrix.rows; ++row) y[start + row * matrix.stride] = static_cast<T>(exact[row]);
    }
  }
  return y;
}

/// What differs first, empty when nothing does.
template <Real T>
std::string difference(const std::vector<T>& y, const std::vector<T>& twin, const std::vector<T>& x) {
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!is_same(y[i], twin[i])) return fmt::format("element {}, {}: {} and not {}", i, x[i], y[i], twin[i]);
  }
  return {};
}

template <Real T>
void check(const NaiveSteps& steps, const Layout& layout, const std::vector<T>& x) {
  const std::vector<T> twin = expected(steps, layout, x);
  for (const Kernels<T>* kernels : all_kernels<T>()) {
    const Results<T> results = run(*kernels, steps, layout, x);
    const std::string where =
        fmt::format("{} {} {} scale {} {} rows {} columns {} stride {}: ", kernels->name, name(steps.dtype),
                    name(steps.operation), steps.scale.is_temperature ? "T" : "theta", steps.scale.value,
                    layout.matrix.rows, layout.matrix.columns, layout.matrix.stride);
    const std::string whole = difference(results.whole, twin, x);
    CHECK_MESSAGE(whole.empty(), (where + "whole: " + whole));
    const std::string parts = difference(results.in_parts, twin, x);
    CHECK_MESSAGE(parts.empty(), (where + "in parts: " + parts));
  }
}

void check(const NaiveSteps& steps, const Layout& layout, const std::vector<double>& values) {
  if (steps.dtype == Dtype::float64) {
    check<double>(steps, layout, values);
  } else {
    check<float>(steps, layout, std::vector<float>(values.begin(), values.end()));
  }
}

/// A run of that many slices of that length.
Layout runs(std::size_t length, std::size_t count = 1) { return {{length, 1, 1}, count}; }

/// Values of the dtype over all that its exponential distinguishes and a little beyond, with everything special.
std::vector<double> values_of(Dtype dtype, std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  const DtypeTraits& type = traits(dtype);
  std::uniform_real_distribution<double> wide(type.exp_underflow - 2, type.exp_overflow + 1);
  std::normal_distribution<double> narrow(0, 2);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(round_to(dtype, i / 100 % 2 == 0 ? narrow(random) : wide(random)));
  const double infinity = std::numeric_limits<double>::infinity();
  const double special[] = {0.0, -0.0, infinity, -infinity, std::nan(""), type.largest, -type.largest};
  for (std::size_t i = 0; i < std::size(special) && count >= 2000; ++i)
    values[count / std::size(special) * i] = special[i];
  return values;
}

/// The neighbours of a number in the dtype, and that of the dtype nearest to it.
std::vector<double> around(Dtype dtype, double number, int neighbours) {
  std::vector<double> values = {round_to(dtype, number)};
  double below = values.front();
  double above = below;
  for (int i = 0; i < neighbours; ++i) {
    above += ulp(dtype, above);
    below -= ulp(dtype, below);
    values.push_back(above);
    values.push_back(round_to(dtype, below));
  }
  return values;
}

}  // namespace

TEST_CASE("naive: every float16 and every bfloat16, each in a slice with 0") {
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16}) {
    std::vector<double> values;
    for (unsigned bits = 0; bits < 65536; ++bits) {
      const auto pattern = static_cast<std::uint16_t>(bits);
      values.push_back(dtype == Dtype::float16 ? float16_value(pattern) : bfloat16_value(pattern));
      values.push_back(0);
    }
    for (const Operation operation : both_operations) {
      for (const Scale& scale : {Scale{true, 1}, Scale{true, 3}, Scale{true, 0.1}, Scale{false, -1.7}}) {
        check({operation, dtype, scale}, runs(2, values.size() / 2), values);
      }
    }
  }
}

TEST_CASE("naive: a million values over all the range of float32, and of float64") {
  for (const Dtype dtype : {Dtype::float32, Dtype::float64}) {
    const std::vector<double> values = values_of(dtype, 1'000'000, 5);
    check({Operation::softmax, dtype, {}}, runs(100, 10'000), values);
    check({Operation::log_softmax, dtype, {}}, {{100, 100, 100}, 100}, values);
  }
}

TEST_CASE("naive: every exponent of float32 and of float64") {
  for (const Dtype dtype : {Dtype::float32, Dtype::float64}) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> fraction(1, 2);
    std::vector<double> values;
    const DtypeTraits& type = traits(dtype);
    for (int exponent = type.min_exponent - type.significand_bits; exponent <= -type.min_exponent + 1; ++exponent) {
      for (const int sign : {1, -1}) {
        values.push_back(round_to(dtype, sign * std::ldexp(fraction(random), exponent)));
        values.push_back(-0.25);
      }
    }
    for (const Operation operation : both_operations) {
      for (const double scale : {1.0, 7.0, 1e-300, 1e300, 5e-324}) {
        check({operation, dtype, {true, scale}}, runs(2, values.size() / 2), values);
        check({operation, dtype, {false, -scale}}, runs(2, values.size() / 2), values);
      }
    }
  }
}

TEST_CASE("naive: around overflow, underflow, and the smallest normal exponential") {
  for (const Dtype dtype : all_dtypes) {
    const DtypeTraits& type = traits(dtype);
    std::vector<double> values;
    for (const double threshold : {type.exp_overflow, type.exp_underflow, type.log_largest,
                                   type.min_exponent * std::log(2.0), 0.0, std::log(2.0) / 2}) {
      const std::vector<double> near = around(dtype, threshold, 500);
      values.insert(values.end(), near.begin(), near.end());
    }
    for (const Operation operation : both_operations) {
      check({operation, dtype, {}}, runs(1, values.size()), values);
      // Beside an element of about the same size: the quotient keeps its digits, the sum may overflow.
      std::vector<double> pairs;
      for (const double value : values) pairs.insert(pairs.end(), {value, round_to(dtype, value - 1)});
      check({operation, dtype, {}}, runs(2, values.size()), pairs);
    }
  }
}

TEST_CASE("naive: quotients and logarithms that are subnormal or rounded to 0") {
  for (const Dtype dtype : all_dtypes) {
    const DtypeTraits& type = traits(dtype);
    std::vector<double> values;
    std::mt19937_64 random(3);
    const double least = std::log(std::ldexp(1.0, type.min_exponent));
    std::uniform_real_distribution<double> low(type.exp_underflow, least + 1);
    for (int i = 0; i < 2000; ++i) {
      const double value = low(random);
      values.push_back(round_to(dtype, value / 2));
      values.push_back(round_to(dtype, -value / 2 - 2));
    }
    for (const Operation operation : both_operations) check({operation, dtype, {}}, runs(2, values.size() / 2), values);
  }
}

TEST_CASE("naive: every length from 0 to twice the lanes and beyond, as runs, side by side, and with a stride") {
  for (const Dtype dtype : all_dtypes) {
    for (std::size_t length = 1; length <= 70; ++length) {
      const std::vector<double> values = values_of(dtype, length * 13 * 2, static_cast<unsigned>(length));
      for (const Operation operation : both_operations) {
        const NaiveSteps steps{operation, dtype, {false, 0.75}};
        check(steps, runs(length, 3), {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(3 * length)});
        check(steps, {{13, length, length}, 2}, values);
        check(steps, {{length, 13, 13}, 2}, values);
        check(steps, {{length, 11, 13}, 2}, values);
        check(steps, {{length, 1, 13}, 2}, values);
      }
    }
  }
}

TEST_CASE("naive: slices longer, and more of them side by side, than are worked on at once") {
  for (const Dtype dtype : {Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
    const std::vector<double> values = values_of(dtype, 3 * 5'003, 9);
    const NaiveSteps steps{Operation::softmax, dtype, {true, 2.5}};
    check(steps, runs(5'003, 3), values);
    check(steps, runs(3, 5'003), values);
    check(steps, {{3, 5'003, 5'003}, 1}, values);
    check(steps, {{5'003, 3, 3}, 1}, values);
  }
}

TEST_CASE("naive: no elements leave no sum") {
  for (const Kernels<float>* kernels : all_kernels<float>()) {
    double parts[3] = {};
    const ExactSums sums = {parts, parts + 1, parts + 2};
    const float x = 1;
    kernels->naive.reduce({Operation::softmax, Dtype::float32, {}}, &x, {0, 1, 1}, sums);
    CHECK(sums.get(0).rounded(Dtype::float32) == 0);
  }
}

TEST_CASE("naive: the reported sums are exact, and infinite where they should be") {
  for (const Kernels<double>* kernels : all_kernels<double>()) {
    const auto total_of = [&](const std::vector<double>& x) {
      return run(*kernels, {Operation::softmax, Dtype::float64, {}}, runs(x.size()), x).totals.front();
    };
    std::vector<double> mixed(1000, -40);  // e^-40 a thousand times changes a sum with 1 only when it is added exactly
    mixed[500] = 0;
    ExactSum sum;
    for (const double value : mixed) sum.add(rounded_exp(Dtype::float64, value));
    CHECK(total_of(mixed) == sum.rounded(Dtype::float64));
    CHECK(total_of(std::vector<double>(64, 709.0)) == HUGE_VAL);
    CHECK(total_of({709.0, 710.0, -5.0}) == HUGE_VAL);
    CHECK(total_of(std::vector<double>(50, -800.0)) == 0);
    CHECK(std::isnan(total_of({1, 2, std::nan(""), HUGE_VAL})));
  }
}
