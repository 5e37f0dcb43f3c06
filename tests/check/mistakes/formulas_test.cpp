#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "check/mistakes/mistakes.h"
#include "support/judged.h"

using namespace softmax;
using namespace softmax::test;

namespace {
using Row = std::vector<double>;
using Rows = std::vector<Row>;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// How a print looks: PyTorch's `tensor(…)` with four decimals, or NumPy's brackets with eight.
enum class Look { torch, numpy };

std::string text_of(const Rows& rows, Look look) {
  const bool is_torch = look == Look::torch;
  std::string text = is_torch ? "tensor([" : "[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += i == 0 ? "[" : (is_torch ? ",\n        [" : "\n [");
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      text += j == 0 ? "" : (is_torch ? ", " : " ");
      const double x = rows[i][j];
      text += std::isfinite(x) ? fmt::format("{:.{}f}", x, is_torch ? 4 : 8) : fmt::format("{}", x);
    }
    text += "]";
  }
  return text + (is_torch ? "])" : "]");
}

/// A list with every digit: source code or JSON.
std::string list_of(const Rows& rows) {
  std::string text = "[";
  for (const Row& row : rows) text += fmt::format("{}[{}]", text.size() > 1 ? ", " : "", fmt::join(row, ", "));
  return text + "]";
}

Row mapped(const Row& x, const std::function<double(double)>& function) {
  Row y;
  for (const double value : x) y.push_back(function(value));
  return y;
}

double sum_of(const Row& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

Row exponentials(const Row& x) {
  return mapped(x, [](double value) { return std::exp(value); });
}

/// e^x / sum e^x, in plain loops; the inputs are small.
Row softmax_of(const Row& x) {
  const Row e = exponentials(x);
  const double sum = sum_of(e);
  return mapped(e, [sum](double value) { return value / sum; });
}

Row sorted(Row x) {
  std::sort(x.begin(), x.end(), std::greater<>());
  return x;
}

/// Softmax of the largest elements, 0 for the others.
Row of_largest(const Row& x, std::size_t kept) {
  const double least = sorted(x)[kept - 1];
  return softmax_of(mapped(x, [least](double value) { return value < least ? -infinite : value; }));
}

Row one_hot(const Row& x) {
  const double largest = sorted(x)[0];
  return mapped(x, [largest](double value) { return value == largest ? 1.0 : 0.0; });
}

/// A mistake as a formula for each row of a matrix.
struct Formula {
  std::string_view id;
  bool is_log;
  std::function<Row(const Row&, std::size_t row)> print;
};

Formula each_row(std::string_view id, std::function<Row(const Row&)> print, bool is_log = false) {
  return {id, is_log, [print = std::move(print)](const Row& x, std::size_t) { return print(x); }};
}

/// Softmax, with a function of each probability after it.
Formula of_probabilities(std::string_view id, const std::function<double(double)>& function, bool is_log = false) {
  return each_row(
      id, [function](const Row& x) { return mapped(softmax_of(x), function); }, is_log);
}

std::vector<Formula> formulas() {
  const auto logarithm = [](double p) { return std::log(p); };
  return {
      each_row("sigmoid", [](const Row& x) { return mapped(x, [](double v) { return 1 / (1 + std::exp(-v)); }); }),
      of_probabilities("negated", [](double p) { return -std::log(p); }),
      of_probabilities(
          "log-of-softmax", [](double p) { return std::log(p + 1e-8); }, true),
      of_probabilities(
          "log-of-softmax", [](double p) { return std::log(std::clamp(p, 1e-7, 1 - 1e-7)); }, true),
      of_probabilities(
          "log-of-softmax", [](double p) { return std::log(std::max(p, 1e-10)); }, true),
      of_probabilities("rounded=2", [](double p) { return std::round(p * 100) / 100; }),
      of_probabilities("quantised=1/256", [](double p) { return std::round(p * 256) / 256; }),
      each_row("plus-one",
               [](const Row& x) {
                 const Row e = exponentials(x);
                 const double sum = sum_of(e) + 1;
                 return mapped(e, [sum](double v) { return v / sum; });
               }),
      each_row("misplaced-parenthesis",
               [](const Row& x) {
                 const double sum = sum_of(exponentials(x));
                 return mapped(x, [sum](double v) { return std::exp(v / sum); });
               }),
      each_row("misplaced-parenthesis",
               [](const Row& x) {
                 const double sum = sum_of(x);
                 return mapped(exponentials(x), [sum](double v) { return v / sum; });
               }),
      each_row("relu", [](const Row& x) { return softmax_of(mapped(x, [](double v) { return v > 0 ? v : 0; })); }),
      each_row("unit-length",
               [](const Row& x) {
                 const double length = std::sqrt(sum_of(mapped(x, [](double v) { return v * v; })));
                 return mapped(x, [length](double v) { return v / length; });
               }),
      each_row("scaled=sqrt(8)",
               [](const Row& x) { return softmax_of(mapped(x, [](double v) { return v / std::sqrt(8.0); })); }),
      each_row("scaled=sqrt(64)", [](const Row& x) { return softmax_of(mapped(x, [](double v) { return v / 8; })); }),
      each_row("masked", [](const Row& x) { return of_largest(x, 2); }),
      {"masked", false,
       [](const Row& x, std::size_t row) {
         Row seen = x;
         for (std::size_t j = row + 1; j < seen.size(); ++j) seen[j] = -infinite;
         return softmax_of(seen);
       }},
      {"masked-after", false,
       [](const Row& x, std::size_t row) {
         Row p = softmax_of(x);
         for (std::size_t j = row + 1; j < p.size(); ++j) p[j] = 0;
         return p;
       }},
      {"nan-slice", false, [](const Row& x, std::size_t row) { return row == 1 ? Row(x.size(), nan) : softmax_of(x); }},
      each_row("one-hot", one_hot),
      each_row("permuted", [](const Row& x) { return sorted(softmax_of(x)); }),
      each_row("permuted",
               [](const Row& x) {
                 const Row p = softmax_of(x);
                 return Row(p.rbegin(), p.rend());
               }),
      {"sum-off", false,
       [](const Row& x, std::size_t row) {
         return mapped(softmax_of(x), [row](double p) { return row == 1 ? p : p / 1.03; });
       }},
      {"sum-off", true,
       [logarithm](const Row& x, std::size_t) {
         return mapped(softmax_of(x), [logarithm](double p) { return logarithm(p) + 0.02; });
       }},
      {"one-element", false,
       [](const Row& x, std::size_t row) {
         const double sum = sum_of(x);
         Row ratio = mapped(x, [sum](double v) { return v / sum; });
         if (row == 0) ratio[1] += 0.01;
         return ratio;
       }},
  };
}

const std::vector<Rows> inputs = {
    {{1.5, -0.25, 3.125, 0.75}, {0.5, 2.25, -1.375, 1.125}, {-0.625, 0.375, 1.75, 2.5}},
    {{0.3712, 2.1834, -1.2291, -22.4418}, {1.0021, -18.5317, 0.4427, 2.2204}, {3.3109, 0.2175, -19.7003, 1.9991}},
    {{2.75, 1.25, -3.5, 0.625, -20.125}, {-0.75, -21.5, 2.375, 1.875, 0.25}, {0.125, 4.5, 1.625, -18.25, 3.75}},
};

Rows printed_by(const Formula& formula, const Rows& input) {
  Rows rows;
  for (std::size_t row = 0; row < input.size(); ++row) rows.push_back(formula.print(input[row], row));
  return rows;
}

Verdict judged(const Formula& formula, const Rows& input, Look look) {
  return test::judged(list_of(input), text_of(printed_by(formula, input), look),
                      formula.is_log ? log_softmax_along(1) : softmax_along(1));
}

/// Uniform random numbers; each row divided by its sum.
Rows random_rows(std::mt19937_64& random, std::size_t rows, std::size_t columns, bool is_normalised) {
  std::uniform_real_distribution<double> uniform(0, 1);
  Rows found(rows);
  for (Row& row : found) {
    for (std::size_t j = 0; j < columns; ++j) row.push_back(uniform(random));
    const double sum = is_normalised ? sum_of(row) : 1;
    for (double& value : row) value /= sum;
  }
  return found;
}

}  // namespace

TEST_CASE("a mistake is named from prints of its formula, by PyTorch and by NumPy") {
  for (const Formula& formula : formulas()) {
    for (const Rows& input : inputs) {
      for (const Look look : {Look::torch, Look::numpy}) {
        // Where the smallest probabilities are 0.01, nothing has underflowed; and to four decimals no probability shows
        // that something was added to it.
        const bool is_lost = formula.id == "log-of-softmax" && (&input == &inputs.front());
        if (is_lost) continue;
        const Verdict verdict = judged(formula, input, look);
        CAPTURE(formula.id);
        CAPTURE(text_of(printed_by(formula, input), look));
        CHECK_FALSE(verdict.agrees());
        CAPTURE(fmt::format("{}", fmt::join(ids_of(verdict), " ")));
        CHECK(has_id(verdict, std::string(formula.id)));
      }
    }
  }
}

TEST_CASE("random numbers are explained in fewer than 1 of 100 cases") {
  std::mt19937_64 random(20260101);
  std::uniform_real_distribution<double> logit(-3, 3);
  int explained = 0;
  constexpr int tries = 400;
  for (int i = 0; i < tries; ++i) {
    const std::size_t rows = 3 + static_cast<std::size_t>(i % 3);
    const std::size_t columns = 4 + static_cast<std::size_t>(i % 2);
    Rows input(rows);
    for (Row& row : input) {
      for (std::size_t j = 0; j < columns; ++j) {
        const double scale = i % 4 == 0 ? 10 : 10000;  // one decimal, or four
        row.push_back(std::round(logit(random) * scale) / scale);
      }
    }
    const Rows print = random_rows(random, rows, columns, i % 2 == 0);
    const Request request = i % 5 == 0 ? log_softmax_along(1) : softmax_along(1);
    const Verdict verdict = test::judged(list_of(input), text_of(print, Look::torch), request);
    REQUIRE_FALSE(verdict.agrees());
    if (verdict.mistakes.empty()) continue;
    ++explained;
    MESSAGE(list_of(input) << " " << text_of(print, Look::torch) << " " << verdict.mistakes[0].id);
  }
  CHECK(explained * 100 < tries);
}
