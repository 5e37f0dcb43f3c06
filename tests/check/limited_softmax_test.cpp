#include <cmath>

#include <doctest/doctest.h>

#include "check/interval.h"
#include "check/softmax_range.h"

using namespace softmax;
using namespace softmax::check;

namespace {

LimitedSoftmax limited(const std::vector<double>& logits, Dtype dtype, LogForm form = LogForm::of_quotient) {
  return {std::make_shared<SoftmaxRange>([logits](std::size_t element) { return point(logits[element]); },
                                         SliceIndex({logits.size()}, {.all = true, .list = {}})),
          dtype, form};
}

}  // namespace

TEST_CASE("inside the range of the dtype it is softmax") {
  LimitedSoftmax softmax = limited({1, 2}, Dtype::float16);
  CHECK(softmax.value(0, Operation::softmax).low == doctest::Approx(1 / (1 + std::exp(1.0))));
  CHECK_FALSE(softmax.is_broken(0, Operation::softmax));
}

TEST_CASE("an infinite exponential: NaN for itself, 0 for the others, and their logarithms") {
  LimitedSoftmax softmax = limited({100, 0}, Dtype::float32);  // e^88.72 is the largest float32
  CHECK(is_nan(softmax.value(0, Operation::softmax)));
  CHECK(softmax.value(1, Operation::softmax).low == 0);
  CHECK(is_nan(softmax.value(0, Operation::log_softmax)));
  CHECK(softmax.value(1, Operation::log_softmax).low == -HUGE_VAL);
  CHECK(softmax.is_broken(0, Operation::softmax));
  CHECK(softmax.is_broken(1, Operation::softmax));
  CHECK_FALSE(limited({100, 0}, Dtype::float64).is_broken(0, Operation::softmax));
}

TEST_CASE("exponentials that are finite, and whose sum is not") {
  LimitedSoftmax softmax = limited({11, 11, 0}, Dtype::float16);  // 2 e^11 = 119748 > 65504
  CHECK(softmax.value(0, Operation::softmax).low == 0);
  CHECK(softmax.is_broken(0, Operation::softmax));
}

TEST_CASE("a sum of zeros: NaN; taken by difference, an infinity") {
  CHECK(is_nan(limited({-800, -900}, Dtype::float64).value(0, Operation::softmax)));
  CHECK(limited({-800, -900}, Dtype::float64, LogForm::by_difference).value(0, Operation::log_softmax).low == HUGE_VAL);
  CHECK(limited({800, 1}, Dtype::float64, LogForm::by_difference).value(1, Operation::log_softmax).low == -HUGE_VAL);
}

TEST_CASE("a correct 0 or NaN is not broken") {
  CHECK_FALSE(limited({-HUGE_VAL, 1}, Dtype::float64).is_broken(0, Operation::softmax));
  CHECK_FALSE(limited({0, NAN}, Dtype::float64).is_broken(0, Operation::softmax));
  LimitedSoftmax far_apart = limited({-900, 1}, Dtype::float64);  // e^-901 is less than any double
  CHECK_FALSE(far_apart.is_broken(0, Operation::softmax));
  CHECK(far_apart.is_broken(0, Operation::log_softmax));
}
