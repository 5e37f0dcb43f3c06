#include "compute/kernels.h"

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/choices.h"
#include "support/exact.h"

using namespace softmax;
using namespace softmax::compute;
using test::both_operations;
using test::Quad;

namespace {

template <Real T>
constexpr Dtype dtype_of = sizeof(T) == 4 ? Dtype::float32 : Dtype::float64;

/// Softmax of the columns of a contiguous matrix by one set of kernels, with `x` and `y` at the given places.
template <Real T>
void run(const Kernels<T>& kernels, Operation operation, const Scale& scale, const T* x, const Matrix& matrix, T* y) {
  const std::size_t slices = matrix.columns;
  std::vector<double> numbers(4 * slices);
  const Slots slots{numbers.data(), numbers.data() + slices, numbers.data() + 2 * slices, numbers.data() + 3 * slices};
  const Scaling scaled = scaling(scale);
  kernels.reset(slots, slices);
  kernels.reduce(operation, x, matrix, scaled, slots);
  kernels.finish(operation, slots, slices);
  kernels.map(operation, x, matrix, scaled, slots, y);
}

/// The same in one call.
template <Real T>
void run_whole(const Kernels<T>& kernels, Operation operation, const Scale& scale, const T* x, const Matrix& matrix,
               std::size_t panels, T* y) {
  const std::size_t slices = matrix.columns;
  std::vector<double> numbers(4 * slices);
  const Slots slots{numbers.data(), numbers.data() + slices, numbers.data() + 2 * slices, numbers.data() + 3 * slices};
  kernels.whole(operation, x, matrix, panels, scaling(scale), slots, y);
}

/// The twin: each column as a slice in quadruple precision.
template <Real T>
std::vector<Quad> twin(Operation operation, const Scale& scale, const T* x, const Matrix& matrix) {
  std::vector<Quad> y(matrix.rows * matrix.columns);
  for (std::size_t c = 0; c < matrix.columns; ++c) {
    std::vector<Quad> slice;
    for (std::size_t r = 0; r < matrix.rows; ++r) slice.push_back(x[r * matrix.stride + c]);
    const std::vector<Quad> exact = test::exact_slice(slice, operation, scale);
    for (std::size_t r = 0; r < matrix.rows; ++r) y[r * matrix.columns + c] = exact[r];
  }
  return y;
}

template <Real T>
double largest_error(const std::vector<T>& y, const std::vector<Quad>& exact) {
  double worst = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    worst = std::max(worst, test::distance_in_ulp(y[i], exact[i], dtype_of<T>));
  }
  return worst;
}

/// The errors that kernels.h claims.
template <Real T>
double claimed(Operation operation) {
  if (sizeof(T) == 4) return 0.51;
  return operation == Operation::softmax ? 0.75 : 0.6;
}

template <Real T>
std::vector<T> normal(std::size_t count, double deviation, double offset, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> distribution(offset, deviation);
  std::vector<T> x(count);
  for (T& value : x) value = static_cast<T>(distribution(random));
  return x;
}

/// Slices that ordinary implementations err on, and ordinary ones.
template <Real T>
struct Hard {
  const char* name;
  std::vector<T> x;
  Scale scale = {};
};

template <Real T>
std::vector<Hard<T>> hard_slices() {
  std::vector<Hard<T>> slices;
  for (const double deviation : {1.0, 5.0, 30.0}) {
    for (const double offset : {0.0, -17.0, 1000.0, -1000.0, 1e4}) {
      slices.push_back({"normal", normal<T>(700, deviation, offset, 1)});
    }
  }
  slices.push_back({"a vocabulary", normal<T>(50257, 4, 0, 2)});
  for (const T peak : {T(33), T(60), T(95)}) {
    Hard<T> dominated{"one dominates", normal<T>(5000, 0.5, 0, 3)};
    dominated.x[1234] = peak;
    slices.push_back(dominated);
  }
  Hard<T> ties{"ties", normal<T>(1000, 1, 0, 4)};
  for (T& value : ties.x) value = std::round(value);
  slices.push_back(ties);
  slices.push_back({"all equal", std::vector<T>(10000, T(3.7))});
  Hard<T> wide{"wide", normal<T>(1000, 1, 0, 5)};
  for (T& value : wide.x) value *= std::exp(std::abs(value) * 4);
  slices.push_back(wide);
  Hard<T> ascending{"ascending", std::vector<T>(20000)};
  for (std::size_t i = 0; i < ascending.x.size(); ++i) ascending.x[i] = static_cast<T>(static_cast<double>(i) * 1e-3);
  slices.push_back(ascending);
  slices.push_back({"temperature 0.7", normal<T>(500, 10, 0, 6), {true, 0.7}});
  slices.push_back({"temperature 1000", normal<T>(500, 1000, 100, 7), {true, 1000}});
  slices.push_back({"temperature 1e-5", normal<T>(500, 1e-5, 50, 8), {true, 1e-5}});
  slices.push_back({"theta -3.3", normal<T>(500, 5, 50, 9), {false, -3.3}});
  slices.push_back({"theta 0", normal<T>(10, 5, 50, 9), {false, 0}});
  Hard<T> huge{
      "huge values, huge temperature", normal<T>(100, 1, 0, 10), {true, double(std::numeric_limits<T>::max()) / 50}};
  for (T& value : huge.x) value *= std::numeric_limits<T>::max() / 5;
  slices.push_back(huge);
  return slices;
}

}  // namespace

TEST_CASE_TEMPLATE("the kernels keep the error bounds that their header claims", T, float, double) {
  for (const Hard<T>& hard : hard_slices<T>()) {
    for (const Operation operation : both_operations) {
      CAPTURE(hard.name);
      CAPTURE(name(operation));
      const Matrix run_of_one{hard.x.size(), 1, 1};
      const std::vector<Quad> exact = twin(operation, hard.scale, hard.x.data(), run_of_one);
      std::vector<T> y(hard.x.size());
      run(kernels<T>(), operation, hard.scale, hard.x.data(), run_of_one, y.data());
      CHECK(largest_error(y, exact) <= claimed<T>(operation));
      run_whole(kernels<T>(), operation, hard.scale, hard.x.data(), run_of_one, 1, y.data());
      CHECK(largest_error(y, exact) <= claimed<T>(operation));

      // The same slice as every column of a matrix three wide.
      std::vector<T> wide;
      for (const T value : hard.x) wide.insert(wide.end(), 3, value);
      std::vector<T> out(wide.size());
      run(kernels<T>(), operation, hard.scale, wide.data(), {hard.x.size(), 3, 3}, out.data());
      for (std::size_t i = 0; i < y.size(); ++i) y[i] = out[3 * i + 2];
      CHECK(largest_error(y, exact) <= claimed<T>(operation));
    }
  }
}

TEST_CASE_TEMPLATE("subnormal results are off by at most one unit", T, float, double) {
  const T lowest = sizeof(T) == 4 ? T(-103.9) : T(-745.1);
  std::vector<T> x = {0};
  for (T z = lowest; z < lowest + 20; z += T(0.37)) x.push_back(z);
  const Matrix matrix{x.size(), 1, 1};
  std::vector<T> y(x.size());
  run(kernels<T>(), Operation::softmax, {}, x.data(), matrix, y.data());
  CHECK(largest_error(y, twin<T>(Operation::softmax, {}, x.data(), matrix)) <= 1);
  // The maximum's own logarithm is the only subnormal one: minus what one other element leaves.
  for (T z = lowest; z < lowest + 20; z += T(0.37)) {
    const std::vector<T> pair = {0, z};
    std::vector<T> log(2);
    run(kernels<T>(), Operation::log_softmax, {}, pair.data(), {2, 1, 1}, log.data());
    CHECK(largest_error(log, twin<T>(Operation::log_softmax, {}, pair.data(), {2, 1, 1})) <= 1);
  }
}

TEST_CASE_TEMPLATE("every length, alignment and instruction set agrees with the twin and leaves its neighbours alone",
                   T, float, double) {
  constexpr std::size_t longest = 2 * 64 / sizeof(T);
  constexpr std::size_t guard = 32;
  constexpr T sentinel = T(-12345.5);
  const std::vector<T> values = normal<T>(longest * 3 + 64, 5, 0, 11);
  for (const Kernels<T>* set : all_kernels<T>()) {
    CAPTURE(std::string(set->name));
    for (std::size_t length = 1; length <= longest; ++length) {
      for (std::size_t shift = 0; shift < 64 / sizeof(T); ++shift) {
        // A run of one slice, and a matrix of `length` slices, each between guards.
        for (const Matrix matrix : {Matrix{length, 1, 1}, Matrix{3, length, length}}) {
          const std::size_t count = matrix.rows * matrix.columns;
          std::vector<T> in(count + 2 * guard + shift, std::numeric_limits<T>::quiet_NaN());
          std::vector<T> out(in.size(), sentinel);
          T* x = in.data() + guard + shift;
          std::copy_n(values.data(), count, x);
          for (const Operation operation : both_operations) {
            T* y = out.data() + guard + shift;
            run(*set, operation, {}, x, matrix, y);
            const std::vector<Quad> exact = twin<T>(operation, {}, x, matrix);
            REQUIRE(largest_error(std::vector<T>(y, y + count), exact) <= claimed<T>(operation));
            REQUIRE(std::all_of(out.data(), y, [=](T v) { return v == sentinel; }));
            REQUIRE(std::all_of(y + count, out.data() + out.size(), [=](T v) { return v == sentinel; }));
            std::fill_n(y, count, sentinel);
            run_whole(*set, operation, {}, x, matrix, 1, y);
            REQUIRE(largest_error(std::vector<T>(y, y + count), exact) <= claimed<T>(operation));
            REQUIRE(std::all_of(out.data(), y, [=](T v) { return v == sentinel; }));
            REQUIRE(std::all_of(y + count, out.data() + out.size(), [=](T v) { return v == sentinel; }));
          }
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("a matrix may be a part of a wider one", T, float, double) {
  constexpr std::size_t rows = 5;
  constexpr std::size_t width = 23;
  constexpr T sentinel = T(-12345.5);
  const std::vector<T> values = normal<T>(rows * width, 5, 0, 12);
  for (const Kernels<T>* set : all_kernels<T>()) {
    for (std::size_t columns = 2; columns < width; ++columns) {
      // Beside the part nothing is read for a result, and nothing is written.
      std::vector<T> in(rows * width, std::numeric_limits<T>::quiet_NaN());
      std::vector<T> part;
      for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(&values[row * width], columns, &in[row * width]);
        part.insert(part.end(), &values[row * width], &values[row * width] + columns);
      }
      for (const Operation operation : both_operations) {
        CAPTURE(std::string(set->name));
        CAPTURE(columns);
        std::vector<T> alone(part.size());
        run(*set, operation, {}, part.data(), {rows, columns, columns}, alone.data());
        std::vector<T> out(in.size(), sentinel);
        run(*set, operation, {}, in.data(), {rows, columns, width}, out.data());
        for (std::size_t i = 0; i < out.size(); ++i) {
          const std::size_t column = i % width;
          REQUIRE(out[i] == (column < columns ? alone[i / width * columns + column] : sentinel));
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("every instruction set returns the same bits", T, float, double) {
  const auto sets = all_kernels<T>();
  REQUIRE(sets.size() >= 1);
  CHECK(sets.back()->name == "SCALAR");
  CHECK(sets.front()->name == kernels<T>().name);
  for (const Hard<T>& hard : hard_slices<T>()) {
    const std::size_t count = hard.x.size() / 7 * 7;
    for (const Matrix matrix : {Matrix{count, 1, 1}, Matrix{count / 7, 7, 7}}) {
      for (const Operation operation : both_operations) {
        std::vector<T> best(count);
        std::vector<T> whole(count);
        run(*sets.front(), operation, hard.scale, hard.x.data(), matrix, best.data());
        for (const Kernels<T>* set : sets) {
          CAPTURE(hard.name);
          CAPTURE(std::string(set->name));
          std::vector<T> y(count);
          run(*set, operation, hard.scale, hard.x.data(), matrix, y.data());
          CHECK(std::memcmp(y.data(), best.data(), count * sizeof(T)) == 0);
          run_whole(*sets.front(), operation, hard.scale, hard.x.data(), matrix, 1, whole.data());
          run_whole(*set, operation, hard.scale, hard.x.data(), matrix, 1, y.data());
          CHECK(std::memcmp(y.data(), whole.data(), count * sizeof(T)) == 0);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("panels one after another, of every small shape", T, float, double) {
  const std::vector<T> x = normal<T>(40000, 6, 0, 13);
  for (const Kernels<T>* set : all_kernels<T>()) {
    CAPTURE(std::string(set->name));
    for (const std::size_t rows : {1UL, 2UL, 3UL, 10UL, 31UL, 32UL, 33UL, 200UL, 300UL}) {
      for (const std::size_t columns : {1UL, 2UL, 5UL, 16UL, 33UL}) {
        CAPTURE(rows);
        CAPTURE(columns);
        const std::size_t panels = std::min<std::size_t>(40000 / (rows * columns), 700);
        const Matrix panel{rows, columns, columns};
        for (const Operation operation : both_operations) {
          std::vector<T> y(panels * rows * columns);
          run_whole(*set, operation, {}, x.data(), panel, panels, y.data());
          double worst = 0;
          for (std::size_t p = 0; p < panels; p += 1 + panels / 9) {
            const T* at = y.data() + p * rows * columns;
            worst = std::max(worst, largest_error(std::vector<T>(at, at + rows * columns),
                                                  twin<T>(operation, {}, x.data() + p * rows * columns, panel)));
          }
          CHECK(worst <= claimed<T>(operation));
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("sums of many equal terms, whose rounding errors all have one sign", T, float, double) {
  for (const std::size_t length : {50257UL, 1000000UL}) {
    // 1 and n - 1 times e^-1: the exact results follow from the formula with one multiplication.
    const Quad sum = 1 + Quad(length - 1) * expq(-1);
    for (const std::size_t width : {1UL, 2UL}) {
      std::vector<T> x(length * width, T(-1));
      std::fill_n(x.begin(), width, T(0));
      std::vector<T> y(x.size());
      run(kernels<T>(), Operation::softmax, {}, x.data(), {length, width, width}, y.data());
      CHECK(test::distance_in_ulp(y.front(), 1 / sum, dtype_of<T>) <= claimed<T>(Operation::softmax));
      CHECK(test::distance_in_ulp(y.back(), expq(-1) / sum, dtype_of<T>) <= claimed<T>(Operation::softmax));
      run(kernels<T>(), Operation::log_softmax, {}, x.data(), {length, width, width}, y.data());
      CHECK(test::distance_in_ulp(y.front(), -logq(sum), dtype_of<T>) <= claimed<T>(Operation::log_softmax));
    }
  }
}

TEST_CASE_TEMPLATE("a slice may be reduced in parts", T, float, double) {
  const std::vector<T> x = normal<T>(9000, 8, 3, 12);
  for (const Operation operation : both_operations) {
    const std::vector<Quad> exact = twin<T>(operation, {}, x.data(), {x.size(), 1, 1});
    for (const std::size_t part : {1UL, 7UL, 4096UL, 5000UL}) {
      std::vector<double> numbers(4);
      const Slots slots{&numbers[0], &numbers[1], &numbers[2], &numbers[3]};
      const Kernels<T>& set = kernels<T>();
      set.reset(slots, 1);
      for (std::size_t i = 0; i < x.size(); i += part) {
        set.reduce(operation, x.data() + i, {std::min(part, x.size() - i), 1, 1}, {}, slots);
      }
      set.finish(operation, slots, 1);
      std::vector<T> y(x.size());
      set.map(operation, x.data(), {x.size(), 1, 1}, {}, slots, y.data());
      CHECK(largest_error(y, exact) <= claimed<T>(operation));
    }
  }
}

TEST_CASE("what is too small for a double counts where there is much of it") {
  // Beside the largest, e^-747 is nothing, and a million of them are a subnormal; a sum is carried over a rise of the
  // maximum by 710 and more, by which it becomes subnormal or nearly so.
  struct Case {
    std::size_t zeros;
    double largest;
  };
  for (const Case c : {Case{1'000'000, 747}, Case{4096, 710}, Case{std::size_t{1} << 20, 720}}) {
    const Quad others = static_cast<Quad>(c.zeros) * expq(-static_cast<Quad>(c.largest));
    for (const bool largest_first : {true, false}) {
      CAPTURE(c.largest);
      CAPTURE(largest_first);
      std::vector<double> x(c.zeros + 1, 0);
      (largest_first ? x.front() : x.back()) = c.largest;
      for (const Kernels<double>* set : all_kernels<double>()) {
        std::vector<double> y(x.size());
        run(*set, Operation::log_softmax, {}, x.data(), {x.size(), 1, 1}, y.data());
        const double found = largest_first ? y.front() : y.back();
        CHECK(test::distance_in_ulp(found, -log1pq(others), Dtype::float64) <= 1);
      }
    }
  }
}

TEST_CASE_TEMPLATE("slices reduced apart and merged are as exact, with the same bits everywhere", T, float, double) {
  const auto sets = all_kernels<T>();
  for (const Hard<T>& hard : hard_slices<T>()) {
    if (hard.x.size() > 60000) continue;  // the twin takes long
    CAPTURE(hard.name);
    for (const Operation operation : both_operations) {
      const std::vector<Quad> exact = twin(operation, hard.scale, hard.x.data(), {hard.x.size(), 1, 1});
      const Scaling scaled = scaling(hard.scale);
      for (const std::size_t part : {hard.x.size() / 2 + 1, hard.x.size() / 5 + 1}) {
        std::vector<T> first;
        for (const Kernels<T>* set : sets) {
          double numbers[8];
          const Slots slots{numbers, numbers + 1, numbers + 2, numbers + 3};
          const Slots apart = {numbers + 4, numbers + 5, numbers + 6, numbers + 7};
          set->reset(slots, 1);
          for (std::size_t i = 0; i < hard.x.size(); i += part) {
            set->reset(apart, 1);
            set->reduce(operation, hard.x.data() + i, {std::min(part, hard.x.size() - i), 1, 1}, scaled, apart);
            set->merge(apart, scaled, slots, 1);
          }
          set->finish(operation, slots, 1);
          std::vector<T> y(hard.x.size());
          set->map(operation, hard.x.data(), {hard.x.size(), 1, 1}, scaled, slots, y.data());
          CHECK(largest_error(y, exact) <= claimed<T>(operation));
          if (first.empty()) first = y;
          CHECK(std::memcmp(y.data(), first.data(), y.size() * sizeof(T)) == 0);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("merging knows ties, empty parts, masks and what spoils a slice", T, float, double) {
  constexpr T infinite = std::numeric_limits<T>::infinity();
  constexpr T none = std::numeric_limits<T>::quiet_NaN();
  struct Case {
    std::vector<T> x;  // the first two elements are one part, the others the second
    std::vector<T> y;
  };
  const T half = static_cast<T>(0.5);
  const T quarter = static_cast<T>(0.25);
  const std::vector<Case> cases = {{{2, 2, 2, 2}, {quarter, quarter, quarter, quarter}},
                                   {{3, -infinite, 3, -infinite}, {half, 0, half, 0}},
                                   {{-infinite, -infinite, 1, 1}, {0, 0, half, half}},
                                   {{1, 1, -infinite, -infinite}, {half, half, 0, 0}},
                                   {{0, -0.0, -0.0, 0}, {quarter, quarter, quarter, quarter}},
                                   {{1, 2, none, 3}, {none, none, none, none}},
                                   {{1, infinite, 2, 3}, {none, none, none, none}},
                                   {{-infinite, -infinite, -infinite, -infinite}, {none, none, none, none}}};
  for (const Case& c : cases) {
    for (const Kernels<T>* set : all_kernels<T>()) {
      double numbers[8];
      const Slots slots{numbers, numbers + 1, numbers + 2, numbers + 3};
      const Slots apart = {numbers + 4, numbers + 5, numbers + 6, numbers + 7};
      set->reset(slots, 1);
      for (const std::size_t first : {0UL, 2UL}) {
        set->reset(apart, 1);
        set->reduce(Operation::softmax, c.x.data() + first, {2, 1, 1}, {}, apart);
        set->merge(apart, {}, slots, 1);
      }
      set->finish(Operation::softmax, slots, 1);
      std::vector<T> y(4);
      set->map(Operation::softmax, c.x.data(), {4, 1, 1}, {}, slots, y.data());
      for (std::size_t i = 0; i < 4; ++i) {
        CHECK(((y[i] == c.y[i]) || (std::isnan(y[i]) && std::isnan(c.y[i]))));
      }
    }
  }
}

TEST_CASE_TEMPLATE("infinities and NaN as PyTorch has them", T, float, double) {
  constexpr T inf = std::numeric_limits<T>::infinity();
  constexpr T nan = std::numeric_limits<T>::quiet_NaN();
  struct Row {
    std::vector<T> x, softmax, log_softmax;
  };
  const T half_log = static_cast<T>(-std::log(2.0));
  const std::vector<Row> rows = {
      {{1, -inf, 1}, {T(0.5), 0, T(0.5)}, {half_log, -inf, half_log}},
      {{-inf, -inf, 2}, {0, 0, 1}, {-inf, -inf, 0}},
      {{-inf, -inf, -inf}, {nan, nan, nan}, {nan, nan, nan}},
      {{1, inf, 2}, {nan, nan, nan}, {nan, nan, nan}},
      {{1, nan, 2}, {nan, nan, nan}, {nan, nan, nan}},
      {{inf, -inf, nan}, {nan, nan, nan}, {nan, nan, nan}},
      {{std::numeric_limits<T>::max(), std::numeric_limits<T>::lowest(), 0},
       {1, 0, 0},
       {0, -inf, -std::numeric_limits<T>::max()}},
  };
  const auto same = [](T a, T b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  for (const Kernels<T>* set : all_kernels<T>()) {
    for (const Row& row : rows) {
      for (const bool is_column : {false, true}) {
        CAPTURE(std::string(set->name));
        CAPTURE(row.x[0]);
        CAPTURE(row.x[1]);
        const std::size_t width = is_column ? 2 : 1;
        std::vector<T> x;
        for (const T value : row.x) x.insert(x.end(), width, value);
        std::vector<T> y(x.size());
        run(*set, Operation::softmax, {}, x.data(), {3, width, width}, y.data());
        for (std::size_t i = 0; i < 3; ++i) CHECK(same(y[i * width], row.softmax[i]));
        run_whole(*set, Operation::softmax, {}, x.data(), {3, width, width}, 1, y.data());
        for (std::size_t i = 0; i < 3; ++i) CHECK(same(y[i * width], row.softmax[i]));
        run(*set, Operation::log_softmax, {}, x.data(), {3, width, width}, y.data());
        for (std::size_t i = 0; i < 3; ++i) CHECK(same(y[i * width], row.log_softmax[i]));
      }
    }
  }
}

TEST_CASE_TEMPLATE("extreme scales overflow nowhere", T, float, double) {
  const T largest = std::numeric_limits<T>::max();
  // z = (0, -1e-300...) and so on: what counts is the difference times the scale, whatever each factor is.
  for (const Scale scale : {Scale{true, 5e-324}, Scale{true, 1.7e308}, Scale{false, 1.7e308}, Scale{false, -1.7e308},
                            Scale{false, 5e-324}, Scale{true, 1e-39}, Scale{false, 1e60}}) {
    CAPTURE(scale.value);
    for (const std::vector<T>& x : {std::vector<T>{0, 1, -1}, std::vector<T>{largest, -largest, largest},
                                    std::vector<T>{largest, largest / 2, 0}}) {
      for (const Operation operation : both_operations) {
        std::vector<T> y(3);
        run(kernels<T>(), operation, scale, x.data(), {3, 1, 1}, y.data());
        CHECK(largest_error(y, twin<T>(operation, scale, x.data(), {3, 1, 1})) <= claimed<T>(operation));
      }
    }
  }
}

TEST_CASE_TEMPLATE("exponentials of non-positive numbers", T, float, double) {
  std::vector<T> x;
  for (T z = 0; z > (sizeof(T) == 4 ? T(-87) : T(-708)); z -= T(0.731)) x.push_back(z);
  x.push_back(-std::numeric_limits<T>::infinity());
  std::vector<T> y(x.size());
  kernels<T>().exponentials(x.data(), x.size(), y.data());
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(test::distance_in_ulp(y[i], expq(x[i]), dtype_of<T>) <= 0.6);
  CHECK(y.back() == 0);
}
