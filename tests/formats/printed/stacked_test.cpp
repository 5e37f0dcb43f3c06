#include <doctest/doctest.h>

#include "formats/format.h"
#include "formats/reader.h"
#include "support/scanned.h"

using namespace softmax;
using softmax::test::check_prints;
using softmax::test::scanned;

TEST_CASE("rows in brackets one below another are a matrix") {
  check_prints({
      {"Eigen 3.4.0, CleanFmt", "[ 0.5, 1000]\n[   3,    4]\n", "(2, 2) by Eigen: 0.5 1000 3 4"},
      {"mpmath 1.2.1", "[0.5  1000.25]\n[3.0      4.0]\n", "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0"},
      {"SymPy 1.11.1, pprint", "[0.5  1000.25]\n[            ]\n[ 3     4    ]\n", "(2, 2) by SymPy: 0.5 1000.25 3 4"},
      {"Maxima 5.46",
       "                    [ 0.5  1000.25 ]\n(%o1)               [              ]\n                    [ 3.0    4.0   "
       "]\n",
       "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0"},
      {"Maxima 5.46, a fraction",
       "    [ 0.5  1000.25 ]\n    [              ]\n    [  1           ]\n    [  -      4    ]\n    [  3           ]\n",
       "3:8: expected 2 numbers in the row, found 1"},
      {"Maxima 5.46, a fraction above", "    [ 1        ]\n    [ -   0.5  ]\n    [ 3        ]\n",
       "2:5: expected a row of 1 number: a fraction over several lines is not read"},
      {"PARI/GP 2.15.2",
       "\n[0.50000000000000000000000000000000000000 1000.2500000000000000000000000000000000]\n\n"
       "[0.33333333333333333333333333333333333333 4]\n\n",
       "(2, 2) by PARI/GP: 0.50000000000000000000000000000000000000 1000.2500000000000000000000000000000000 "
       "0.33333333333333333333333333333333333333 4"},
      {"in a comment, typed", "# [0.1   9]\n# [0.2 0.8]\n", "(2, 2) by rows of figures: 0.1 9 0.2 0.8"},
  });
}

TEST_CASE("SymPy prints a matrix as a call, a row on each line") {
  check_prints({
      {"SymPy 1.11.1", "Matrix([\n[0.5, 1000.25],\n[  3,       4]])\n", "(2, 2) by SymPy: 0.5 1000.25 3 4"},
      {"SymPy 1.11.1", "Matrix([[0.500000000000000, 1000.25000000000], [3, 4]])\n",
       "(2, 2) by SymPy: 0.500000000000000 1000.25000000000 3 4"},
      {"SymPy 1.11.1, a fraction", "Matrix([\n[0.5, 1000.25],\n[  3,     1/3]])\n",
       "(2, 2): 0.5 1000.25 3 0.3333333333333333"},
      {"SymPy 1.11.1, source code of a column", "Matrix([0.5, 3])", "(2, 1) by SymPy: 0.5 3"},
  });
}

TEST_CASE("vectors that are not one below another stay a sequence") {
  // NumPy 1.24.2: print(x); print(softmax(x))
  CHECK(scanned("[1. 2. 3.]\n[0.09003057 0.24472847 0.66524096]\n") ==
        "(3,) by NumPy: 1. 2. 3.\n(3,) by NumPy: 0.09003057 0.24472847 0.66524096");
  CHECK(scanned("[0.09003057 0.90996943]\n[0.24472847 0.75527153]\n") ==
        "(2,) by NumPy: 0.09003057 0.90996943\n(2,) by NumPy: 0.24472847 0.75527153");
  CHECK(scanned("[-0.1  0.9]\n[ 0.2 -0.8]\n") == "(2,) by NumPy: -0.1 0.9\n(2,) by NumPy: 0.2 -0.8");
  CHECK(scanned("[1 2]\n[3 4]\n") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4");
  CHECK(scanned("x:\n[0.1, 0.9]\n[0.2, 0.8]\n") == "(2,): 0.1 0.9\n(2,): 0.2 0.8");
  CHECK(scanned("[1 2]\n[1 2 3]\n") == "(2,) by NumPy: 1 2\n(3,) by NumPy: 1 2 3");
  CHECK(scanned("x = [1 2]\ny = [3 4]\n") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4");
  CHECK(scanned(">>> [1 2]\n>>> [3 4]\n") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4");
  CHECK(scanned("[1 2] is x\n[3 4]\n") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4");
  CHECK(scanned("[1 2]\n\n\n[3 4]\n") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4");
}

TEST_CASE("padded rows are detected as text, JSON Lines as JSON") {
  CHECK(formats::format_of_content("[ 0.5, 1000]\n[   3,    4]\n") == formats::Format::text);
  CHECK(formats::format_of_content("[0.5,  1.5]\n[  3, -4.5]\n") == formats::Format::text);
  for (const char* text : {"[1,2]\n[3,4]\n", "[1, 2]\n[3, 4]\n", "[ 1, 2 ]\n[ 3, 4 ]\n", "[1,  2]\n[3, 4]\n"}) {
    CAPTURE(text);
    CHECK(formats::format_of_content(text) == formats::Format::json);
  }
}
