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

std::string sentence_of(const Verdict& verdict, std::string_view id) {
  for (const Mistake& mistake : verdict.mistakes) {
    if (mistake.id == id) return mistake.sentence;
  }
  return "";
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

TEST_CASE("which elements are left out") {
  const auto sentence = [](const char* input, const char* print, const char* id) {
    return sentence_of(test::judged(input, print, softmax_along(-1)), id);
  };
  const std::string masked = "softmax of some elements, and 0 for the others: ";
  // 1/(1 + e^-1)
  CHECK(sentence("[1, 3, 2, -1]", "[0, 0.7311, 0.2689, 0]", "masked") == masked + "top-k=2");
  CHECK(sentence("[[1, 3], [2, -1]]", "[[1, 0], [0.9526, 0.0474]]", "masked") ==
        masked + "causal, without the elements above the diagonal");
  CHECK(sentence("[1, 3, 2, -1]", "[0.1192, 0.8808, 0, 0]", "masked") == masked + "without [2], [3]");
  // one of each slice is left out, then two
  CHECK(sentence("[[1, 3, 2], [2, -1, 1]]", "[[0, 0.7311, 0.2689], [1, 0, 0]]", "masked") ==
        masked + "without the smallest of each slice");
  // Not the rest's softmax: e^3/(e + e^3 + e^2) = 0.6652
  CHECK(sentence("[1, 3, 2, -1]", "[0, 0.6602, 0.2429, 0]", "masked").empty());
}

TEST_CASE("elements that are 0 after the division are told from those before it") {
  // p = 0.08866, 0.65513, 0.24101, 0.01200 of [1, 3, 2, -1]... the third row is whole
  const std::string input = "[[1, 3, 2], [0, 1, 2]]";
  const Verdict after = test::judged(input, "[[0.0900, 0.0000, 0.2447], [0.0900, 0.2447, 0.6652]]", softmax_along(1));
  CHECK(sentence_of(after, "masked-after") ==
        "right where it is not 0: the others were left out after the division: without [0,1]");
  CHECK_FALSE(has_id(after, "masked"));
  // e/(e + e^2) = 0.2689
  const Verdict before = test::judged(input, "[[0.2689, 0.0000, 0.7311], [0.0900, 0.2447, 0.6652]]", softmax_along(1));
  CHECK(has_id(before, "masked"));
  CHECK_FALSE(has_id(before, "masked-after"));
}

TEST_CASE("with a single number, zeros are no mask") {
  const std::vector<std::string> ids = ids_of(test::judged("[1, 3, 2, -1]", "[0, 0, 0.4, 0]", softmax_along(0)));
  CHECK(ids.empty());
}

TEST_CASE("which sum was used") {
  // oneDNN 2.6.3, log-softmax of [1, 2, 3]: all are 2.1e-6 too large
  const Verdict verdict =
      test::judged("[1, 2, 3]", "[-2.40760374 -1.40760386 -0.40760383]", log_softmax_along(0), Dtype::float32);
  CHECK(sentence_of(verdict, "sum-off") ==
        "off by the same factor in a whole slice: in the slice of [0], sum of exp(x - max) = 1.5032115, and should be "
        "1.5032147");
  // Two numbers alone have a common factor too often.
  CHECK_FALSE(has_id(test::judged("[1, 2]", "[0.2796, 0.7604]", softmax_along(0)), "sum-off"));
}

TEST_CASE("in which order the right numbers are") {
  const auto sentence = [](const char* input, const char* print) {
    return sentence_of(test::judged(input, print, softmax_along(-1)), "permuted");
  };
  // p = 0.04201, 0.11420, 0.84379
  const std::string start = "right, in another order: ";
  CHECK(sentence("[1, 2, 4]", "[0.8438, 0.0420, 0.1142]") == start + "the elements in the order 2, 0, 1");
  CHECK(sentence("[2, 1, 4]", "[0.8438, 0.1142, 0.0420]") ==
        start + "the elements of each slice, sorted, largest first");
  CHECK(sentence("[[1, 2, 4], [0, 0, 0]]", "[[0.3333, 0.3333, 0.3333], [0.0420, 0.1142, 0.8438]]") ==
        start + "the rows in reverse order");
  CHECK(sentence("[[1, 2, 4], [4, 2, 1]]", "[[0.1142, 0.0420, 0.8438], [0.1142, 0.8438, 0.0420]]") ==
        start + "the columns in the order 1, 0, 2");
  // Two different numbers are no order.
  CHECK(sentence("[5, 0, 0]", "[0.0066, 0.9867, 0.0066]").empty());
}

TEST_CASE("x divided by a sum that may be 0 is not taken for anything") {
  for (const char* print : {"[0.3, 0.9]", "[0.73, 0.27]", "[-5, 7]"}) {
    CHECK_FALSE(has_id(test::judged("[1, -1]", print, softmax_along(0)), "plain-ratio"));
  }
  // 0.1 + 0.2 - 0.3 is 5.6e-17 in doubles
  CHECK_FALSE(has_id(test::judged("[0.1, 0.2, -0.3]", "[3e15, 4e15, 5e15]", softmax_along(0)), "plain-ratio"));
}

TEST_CASE("the naive form is said to overflow or to underflow") {
  const Verdict over = test::judged("[[1000, 0], [1, 2]]", "[[nan, 0], [0.2689, 0.7311]]", softmax_along(1));
  CHECK(sentence_of(over, "naive") == "the naive form, which overflows here");
  const Verdict under = test::judged("[[-1000, -1001], [1, 2]]", "[[nan, nan], [0.2689, 0.7311]]", softmax_along(1));
  CHECK(sentence_of(under, "naive") == "the naive form, which underflows here");
}

TEST_CASE("rounded numbers are told by the most decimals at which they are right") {
  // p = 0.99987, 0.00012, 5.5e-5 to four decimals, but [1, 0, 0] only to three
  CHECK(ids_of(test::judged("[10, 1, 0.2]", "[1. 0. 0.]", softmax_along(0))).front() == "rounded=3");
  // p = 0.84... to one decimal is 0.8: argmax, not rounding
  const Verdict argmax = test::judged("[3, 1, 0.2]", "[1. 0. 0.]", softmax_along(0));
  CHECK(has_id(argmax, "one-hot"));
  CHECK_FALSE(has_id(argmax, "rounded=1"));
  const Verdict three = test::judged("[3, 1, 0.2]", "tensor([0.8360, 0.1130, 0.0510])", softmax_along(0));
  CHECK(sentence_of(three, "rounded=3") == "right, but rounded before it was printed with more digits, to 3 decimals");
  CHECK(sentence_of(test::judged("[5, 1, 0.2]", "[1. 0. 0.]", softmax_along(0)), "rounded=1") ==
        "right, but rounded before it was printed with more digits, to 1 decimal");
}

TEST_CASE("inputs that were rounded are an explanation where the print does not allow for it by itself") {
  // softmax of 1.24, 2.13, 3.98
  const Verdict verdict = test::judged("[1.2, 2.1, 4.0]", "[0.0528, 0.1287, 0.8185]", softmax_along(0));
  CHECK(sentence_of(verdict, "rounded-inputs") ==
        "right if the inputs were rounded to 1 decimal before they were printed");
  // whole numbers were not rounded
  CHECK_FALSE(has_id(test::judged("[1, 2, 4]", "[0.0528, 0.1287, 0.8185]", softmax_along(0)), "rounded-inputs"));
}

TEST_CASE("another mistake with one wrong number") {
  const Verdict verdict = test::judged("[5.1, 1.2, 0.2, 7]", "[0.3778 0.0889 0.0148 0.5189]", softmax_along(0));
  CHECK(sentence_of(verdict, "one-element") == "plain-ratio but for one element: [3] is 0.5189, and should be 0.5185");
  // Two right numbers in a slice are too few.
  CHECK_FALSE(has_id(test::judged("[5.1, 1.2, 0.2]", "[0.7846 0.1846 0.0388]", softmax_along(0)), "one-element"));
}

TEST_CASE("whole numbers are cut at each step, or wrap around") {
  CHECK(sentence_of(test::judged("[1, 2, 3]", "[0, 0, 1]", softmax_along(0)), "integers") ==
        "truncated to whole numbers at each step");
  // transformers.js 4.3.2 on a Uint8Array; SciPy 1.10.1 on uint8
  CHECK(has_id(test::judged("[1, 2, 3]", "[254, 255, 0]", log_softmax_along(0)), "wraparound"));
  CHECK(has_id(test::judged("[1, 2, 3]", "array([nan, nan, 0.], dtype=float16)", softmax_along(0)), "wraparound"));
  CHECK(ids_of(test::judged("[1.5, 2, 3]", "[nan, nan, 0]", softmax_along(0))).empty());
}

TEST_CASE("NaN and infinities as other runtimes spread them") {
  const auto has = [](const char* input, const char* print, Request request) {
    return has_id(test::judged(input, print, request), "nan-spread");
  };
  // oneDNN 2.6.3; ONNX Runtime on WebGPU; SciPy 1.10.1; XNNPACK of 2022
  CHECK(has("[[NaN, 1, 2], [1, 2, 3]]", "[[nan, 0, 0], [0.0900, 0.2447, 0.6652]]", softmax_along(1)));
  CHECK(has("[[Infinity, 1, 2], [1, 2, 3]]", "[[0, 0, 0], [0.0900, 0.2447, 0.6652]]", softmax_along(1)));
  CHECK(has("[Infinity, 0, 1]", "[nan, -inf, -inf]", log_softmax_along(0)));
  CHECK(has("[[-Infinity, -Infinity], [1, 2]]", "[[-inf, -inf], [0.2689, 0.7311]]", softmax_along(1)));
  // Masked slices that are 0 have their own id.
  CHECK_FALSE(has("[[-Infinity, -Infinity], [1, 2]]", "[[0, 0], [0.2689, 0.7311]]", softmax_along(1)));
}

TEST_CASE("log-softmax in forms that lose digits, each by its own remark") {
  const auto sentence = [](const char* input, const char* print) {
    return sentence_of(test::judged(input, print, log_softmax_along(0)), "log-of-softmax");
  };
  const std::string start = "log-softmax in a form that loses digits: ";
  CHECK(sentence("[1000, 0]", "[0, -inf]") == start + "log(p), where p has underflowed in float32");
  // e^-102.4 is 2.4 times the smallest float32, and 2 times in float32: ln(2 * 2^-149) = -102.5858
  CHECK(sentence("[0, -102.4]", "[0.0, -102.5858]") == start + "log(p), where p has underflowed in float32");
  CHECK(sentence("[0, -50]", "[0.0, -18.4207]") == start + "log(p + 1e-08)");
  CHECK(sentence("[0, -50]", "[0.0, -34.5388]") == start + "log(p + 1e-15)");
  // e^1000 is infinite
  CHECK(sentence("[1000, 1000]", "[-inf, -inf]") ==
        start + "x - log(sum of exp x), where the sum leaves the range of float32");
  // 1000 + ln(1 + e^-1 + e^-2) = 1000.40761 is 1000.40759 in float32
  CHECK(sentence("[1000, 999, 998]", "[-0.4075928, -1.4075928, -2.4075928]") ==
        start + "x - (max + log s), rounded in float32");
}
