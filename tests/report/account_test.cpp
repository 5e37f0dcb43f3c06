#include "report/account.h"

#include <doctest/doctest.h>

using namespace softmax;
using report::Account;

namespace {

Outcome outcome_of(Shape shape, double error) {
  Outcome outcome;
  outcome.shape = std::move(shape);
  outcome.dims = {1};
  outcome.slice_length = 3;
  outcome.sums = {{2}, 2, {1, 1 - error}, 1 - error, 1, error, {1}};
  return outcome;
}

}  // namespace

TEST_CASE("no tensor, no account") { CHECK(Account().text() == ""); }

TEST_CASE("one tensor") {
  Account account;
  Outcome outcome = outcome_of({2, 3}, 0.25);
  outcome[Trouble::naive_overflow] = {1, {1}, 1000};
  outcome.input_notes = {"header: a,b,c"};
  account.add(outcome);
  CHECK(account.text() ==
        "softmax along dim 1, stable, float64, shape (2, 3)\n"
        "sums along dim 1: 1, 0.75\n"
        "naive_overflow: 1 slice, first at [1], value 1000, threshold 709.7827: the naive form would overflow there\n"
        "note: header: a,b,c\n");
  CHECK(account.total(Trouble::naive_overflow) == 1);
  CHECK(account.total(Trouble::overflow) == 0);
}

TEST_CASE("a sequence: totals, the worst sum, the number of the tensor") {
  Account account;
  Outcome first = outcome_of({2, 3}, 0.125);
  Outcome second = outcome_of({2, 3}, 0.25);
  second[Trouble::nan_input] = {2, {0, 1}, 0};
  second.input_notes = {"int8 made float64"};
  Outcome third = outcome_of({4, 3}, 0.0625);
  third[Trouble::nan_input] = {3, {1, 1}, 0};
  third.input_notes = {"int8 made float64"};
  for (const Outcome& outcome : {first, second, third}) account.add(outcome);
  CHECK(account.text() ==
        "3 tensors: softmax along dim 1, stable, float64, shape (2, 3) and others\n"
        "sums: 6 slices, farthest from 1 by 0.25 at [1] of tensor 2\n"
        "nan_input: 5 elements, first at [0,1] of tensor 2, value 0: their slices become NaN\n"
        "the naive form would not have failed on any of them\n"
        "note: tensor 2 and 1 more: int8 made float64\n");
  CHECK(account.total(Trouble::nan_input) == 5);
}
