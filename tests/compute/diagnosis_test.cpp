#include "compute/diagnosis.h"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

using namespace softmax;
using compute::Diagnosis;

namespace {

/// What is found of one tensor whose results are given as they are, right or
/// not.
Outcome diagnose(const Shape& shape, const Request& request, const std::vector<double>& x,
                 const std::vector<double>& y) {
  const Slices slices(shape, request.dims);
  Diagnosis diagnosis(request, shape, Dtype::float64, slices);
  for (std::size_t panel = 0; panel < slices.panels(); ++panel) {
    const std::size_t first = panel * slices.panel_elements();
    slices.for_each_piece(0, slices.panel_elements(), [&](const Slices::Piece& piece) {
      diagnosis.observe(panel, piece, x.data() + first + piece.first, y.data() + first + piece.first);
    });
    diagnosis.close_panel(panel, {});
  }
  return diagnosis.finish();
}

}  // namespace

TEST_CASE("sums are of the results as they are, in the shape without the dim") {
  const Outcome outcome = diagnose({2, 3}, Request{}, {1, 2, 3, 4, 5, 6}, {0.25, 0.25, 0.5, 0.25, 0.25, 0.25});
  CHECK(outcome.sums.shape == Shape{2});
  CHECK(outcome.sums.values == std::vector<double>{1, 0.75});
  CHECK(outcome.sums.smallest == 0.75);
  CHECK(outcome.sums.largest == 1);
  CHECK(outcome.sums.error == 0.25);
  CHECK(outcome.sums.worst == Index{1});
}

TEST_CASE("a NaN sum is the worst there is") {
  const Outcome outcome = diagnose({3, 1}, Request{}, {1, 2, 3}, {0.5, NAN, 0.25});
  CHECK(std::isnan(outcome.sums.error));
  CHECK(outcome.sums.worst == Index{1});
  CHECK(outcome[Trouble::nan_output].count == 1);
  CHECK(outcome[Trouble::nan_output].first == Index{1, 0});
  CHECK(outcome[Trouble::nan_output].value == 2);
}

TEST_CASE(
    "under a negative theta the smallest element dominates, and "
    "+Infinity is the mask") {
  Request request;
  request.scale = {.is_temperature = false, .value = -1};
  const Outcome outcome = diagnose({2, 2}, request, {HUGE_VAL, HUGE_VAL, HUGE_VAL, -1000}, {NAN, NAN, 0, 1});
  CHECK(outcome.masked_slices == 1);
  CHECK(outcome.first_masked == Index{0});
  CHECK(outcome[Trouble::naive_overflow].count == 1);
  CHECK(outcome[Trouble::naive_overflow].first == Index{1});
  CHECK(outcome[Trouble::inf_input].count == 3);
}

TEST_CASE("an element that is finite and became 0 is an underflow, a mask is none") {
  const Outcome outcome = diagnose({3}, Request{}, {0, -800, -HUGE_VAL}, {1, 0, 0});
  CHECK(outcome[Trouble::underflow].count == 1);
  CHECK(outcome[Trouble::underflow].first == Index{1});
  CHECK(outcome[Trouble::underflow].value == -800);
}
