#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/judged.h"

using namespace softmax;
using namespace softmax::test;

namespace {
std::string sentence_of(const Verdict& verdict, std::string_view id) {
  for (const Mistake& mistake : verdict.mistakes) {
    if (mistake.id == id) return mistake.sentence;
  }
  return "";
}
}  // namespace

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
  // A row in which nothing is left
  CHECK(sentence("[[1, 3, 2], [0, 1, 2]]", "[[0, 0, 0], [0.2689, 0.7311, 0]]", "masked") ==
        masked + "without [0,0], [0,1], [0,2], [1,2]");
  // Not the rest's softmax: e^3/(e + e^3 + e^2) = 0.6652
  CHECK(sentence("[1, 3, 2, -1]", "[0, 0.6602, 0.2429, 0]", "masked").empty());
}

TEST_CASE("elements that are 0 after the division are told from those before it") {
  // p = 0.09003, 0.66524, 0.24473 and 0.09003, 0.24473, 0.66524
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
  // A sum without its largest term: e, e^2 and e^4 divided by e + e^2 = 10.1073
  CHECK(
      sentence_of(test::judged("[1, 2, 4]", "[0.2689, 0.7311, 5.4018]", softmax_along(0)), "sum-off") ==
      "off by the same factor in a whole slice: in the slice of [0], sum of exp(x - max) = 0.185, and should be 1.19");
  // Two slices with one sum: dim=all.
  const Verdict joint = test::judged("[[1, 2, 4], [0.5, -1, 3]]",
                                     "[[0.0313, 0.0851, 0.6290], [0.0190, 0.0042, 0.2314]]", softmax_along(1));
  CHECK(has_id(joint, "dim=all"));
  CHECK_FALSE(has_id(joint, "sum-off"));
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
  // p = 0.26894, 0.73106 and 0.95257, 0.04743
  CHECK(sentence("[[1, 2], [3, 0]]", "[[0.9526, 0.7311], [0.2689, 0.0474]]") ==
        start + "all elements, sorted, largest first");
  CHECK(sentence("[5, 0, 0]", "[0.0066, 0.9867, 0.0066]") == start + "the elements in the order 1, 0, 2");
  // Zeros and ones have no order, and two elements have one too often.
  CHECK(sentence("[1000, 0, 0]", "[0, 1, 0]").empty());
  CHECK(sentence("[1, 2]", "[0.7311, 0.2689]").empty());
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
  // No inputs have a softmax that adds up to 1.003.
  CHECK_FALSE(has_id(test::judged("[2.2, 0.1, 0.0]", "[0.8109, 0.1023, 0.0898]", softmax_along(0)), "rounded-inputs"));
}

TEST_CASE("a quantised print has no other numbers") {
  // softmax of [1, 2, 4] times 256 is 10.8, 29.2, 216.0
  CHECK(has_id(test::judged("[1, 2, 4]", "[0.04296875, 0.11328125, 0.84375]", softmax_along(0)), "quantised=1/256"));
  CHECK_FALSE(
      has_id(test::judged("[1, 2, 4]", "[0.04296875, 0.11419520, 0.84379473]", softmax_along(0)), "quantised=1/256"));
  // Two decimals do not show multiples of 1/256.
  CHECK_FALSE(has_id(test::judged("[1, 2, 4]", "[0.04, 0.12, 0.84]", softmax_along(0)), "quantised=1/256"));
}

TEST_CASE("small results that are 0 are flushed, not masked") {
  // e^-84/(1 + e + e^-84) = 8.8e-38 is a normal float32
  const Verdict verdict = test::judged("[0, -84, 1]", "[2.68941e-01, 0, 7.31059e-01]", softmax_along(0));
  CHECK(has_id(verdict, "flushed"));
  CHECK_FALSE(has_id(verdict, "masked"));
  // e^-60 is too large for that.
  CHECK_FALSE(has_id(test::judged("[0, -60, 1]", "[2.68941e-01, 0, 7.31059e-01]", softmax_along(0)), "flushed"));
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
