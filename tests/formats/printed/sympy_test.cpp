#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// Every tensor of a text, one a line; "none", or the error.
std::string read(const std::string& bytes) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const PrintText print(text);
    for (const PrintedTensor& tensor : scan_prints(print)) answer += test::shown(tensor) + "\n";
  });
  return error != "accepted" ? error : answer.empty() ? "none" : answer;
}

struct Row {
  const char* text;
  const char* answer;
};

}  // namespace

TEST_CASE("SymPy 1.11 and mpmath 1.2: matrices") {
  for (const Row& row :
       {Row{"Matrix([\n[0.5, 1000.25],\n[  3,       4]])\n", "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        Row{"Matrix([[0.500000000000000, 1000.25000000000], [3, 4]])",
            "(2, 2) by SymPy: 0.500000000000000 1000.25000000000 3 4\n"},
        Row{"Matrix([[0.1], [0.2], [0.7]])", "(3, 1) by SymPy: 0.1 0.2 0.7\n"},
        Row{"\xE2\x8E\xA1"
            "0.5  1000.25\xE2\x8E\xA4\n\xE2\x8E\xA2            \xE2\x8E\xA5\n\xE2\x8E\xA3 3     4    \xE2\x8E\xA6\n",
            "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        Row{"[0.5  1000.25]\n[            ]\n[ 3     4    ]\n", "(2, 2) by SymPy: 0.5 1000.25 3 4\n"},
        Row{">>> print(m)\n[0.5  1000.25]\n[3.0      4.0]\n>>> ", "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0\n"},
        Row{"[0.0900305731703805   0.244728471054798]\n[ 0.665240955774822  0.0900305731703805]\n",
            "(2, 2) by SymPy: 0.0900305731703805 0.244728471054798 0.665240955774822 0.0900305731703805\n"},
        Row{"matrix(\n[['0.5', '1000.25'],\n ['3.0', '4.0']])\n", "(2, 2) by SymPy: 0.5 1000.25 3.0 4.0\n"},
        Row{"matrix(\n[['0.5'],\n ['nan']])\n", "(2, 1) by SymPy: 0.5 nan\n"}}) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.answer);
  }
  CHECK(read("[ 3     4  ]\n[          ]\n[ 3    1/3 ]\n") == "3:8: expected a number, found \"1/3\"");
  CHECK(read("matrix(\n[['0.5', '1.0'],\n ['3.0']])\n") == "3:8: expected 2 numbers in the row, found \"]\"");
  CHECK(read("matrix(\n[['0.5', 'x']])\n") == "2:11: expected a number in quotes, found \"x'\"");
  // NumPy's vectors, one after another.
  CHECK(read("[0.5  0.25]\n[0.5  0.75]\n") == "(2,) by NumPy: 0.5 0.25\n(2,) by NumPy: 0.5 0.75\n");
  CHECK(read("[0.5 0.5]\n[0.5 0.5]\n") == "(2,) by NumPy: 0.5 0.5\n(2,) by NumPy: 0.5 0.5\n");
  CHECK(read("[0.1  0.25]\n") == "(2,) by NumPy: 0.1 0.25\n");
}
