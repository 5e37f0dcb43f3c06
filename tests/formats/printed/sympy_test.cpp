#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

TEST_CASE("SymPy 1.11 and mpmath 1.2: matrices") {
  for (const test::TextCase& row :
       {test::TextCase{"Matrix([\n[0.5, 1000.25],\n[  3,       4]])\n", "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        test::TextCase{"Matrix([[0.500000000000000, 1000.25000000000], [3, 4]])",
                       "(2, 2) by SymPy: 0.500000000000000 1000.25000000000 3 4\n"},
        test::TextCase{"Matrix([[0.1], [0.2], [0.7]])", "(3, 1) by SymPy: 0.1 0.2 0.7\n"},
        test::TextCase{
            "\xE2\x8E\xA1"
            "0.5  1000.25\xE2\x8E\xA4\n\xE2\x8E\xA2            \xE2\x8E\xA5\n\xE2\x8E\xA3 3     4    \xE2\x8E\xA6\n",
            "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        test::TextCase{"[0.5  1000.25]\n[            ]\n[ 3     4    ]\n", "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        test::TextCase{">>> print(m)\n[0.5  1000.25]\n[3.0      4.0]\n>>> ", "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0\n"},
        test::TextCase{"[0.0900305731703805   0.244728471054798]\n[ 0.665240955774822  0.0900305731703805]\n",
                       "(2, 2) by SymPy: 0.0900305731703805 0.244728471054798 0.665240955774822 0.0900305731703805\n"},
        test::TextCase{"matrix(\n[['0.5', '1000.25'],\n ['3.0', '4.0']])\n", "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0\n"},
        test::TextCase{"matrix(\n[['0.5'],\n ['nan']])\n", "(2, 1) by SymPy: 0.5 nan\n"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
  CHECK(test::scanned_lines("[ 3     4  ]\n[          ]\n[ 3    1/3 ]\n") == "3:8: expected a number, found \"1/3\"");
  CHECK(test::scanned_lines("matrix(\n[['0.5', '1.0'],\n ['3.0']])\n") ==
        "3:8: expected 2 numbers in the row, found \"]\"");
  CHECK(test::scanned_lines("matrix(\n[['0.5', 'x']])\n") == "2:11: expected a number in quotes, found \"x'\"");
  // NumPy's vectors, one after another.
  CHECK(test::scanned_lines("[0.5  0.25]\n[0.5  0.75]\n") == "(2,) by NumPy: 0.5 0.25\n(2,) by NumPy: 0.5 0.75\n");
  CHECK(test::scanned_lines("[0.5 0.5]\n[0.5 0.5]\n") == "(2,) by NumPy: 0.5 0.5\n(2,) by NumPy: 0.5 0.5\n");
  CHECK(test::scanned_lines("[0.1  0.25]\n") == "(2,) by NumPy: 0.1 0.25\n");
}
