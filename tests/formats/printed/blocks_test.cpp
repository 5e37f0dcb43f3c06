#include <doctest/doctest.h>

#include "formats/format.h"
#include "formats/reader.h"
#include "support/scanned.h"

using namespace softmax;
using softmax::test::check_prints;

TEST_CASE("Armadillo prints a header, then rows") {
  check_prints({
      {"Armadillo 11.4.2", "A:\n   5.0000e-01   1.0002e+03\n   3.0000e+00   4.0000e+00\n",
       "(2, 2) by Armadillo: 5.0000e-01 1.0002e+03 3.0000e+00 4.0000e+00"},
      {"Armadillo 11.4.2, two matrices", "S\n   0.6969   0.2306\n   0.0791   0.7564\nlogS\n  -0.3611  -1.4671\n",
       "(2, 2) by Armadillo: 0.6969 0.2306 0.0791 0.7564"},
      {"Armadillo 11.4.2", "A:\n[matrix size: 2x2]\n   5.0000e-01   1.0002e+03\n   3.0000e+00   4.0000e+00\n",
       "(2, 2) by Armadillo: 5.0000e-01 1.0002e+03 3.0000e+00 4.0000e+00"},
      {"Armadillo 11.4.2, its size changed", "A:\n[matrix size: 3x2]\n   5.0000e-01   1.0002e+03\n",
       "2:1: the print says shape (3, 2), its numbers have shape (1, 2)"},
      {"Armadillo 11.4.2", "e2\n[matrix size: 0x3]\n", "(0, 3) by Armadillo:"},
      {"Armadillo 11.4.2",
       "Q:\n[cube slice: 0]\n   0.2500   0.7500\n   0.5000   1.0000\n\n[cube slice: 1]\n   1.2500   1.7500\n   1.5000  "
       " "
       "2.0000\n",
       "(2, 2, 2) by Armadillo: 0.2500 1.2500 0.7500 1.7500 0.5000 1.5000 1.0000 2.0000"},
      {"Armadillo 11.4.2, a slice left out", "[cube slice: 0]\n   0.2500\n\n[cube slice: 2]\n   1.2500\n",
       "4:1: expected slice 1 of the cube"},
      {"Armadillo 11.4.2", "[matrix size: 2x2; n_nonzero: 4; density: 100.0%]\n\n      (0, 0)          5.0000e-01\n",
       "1:1: expected a print of every number, found one of a sparse matrix"},
      {"R torch 0.9", "torch_tensor\n    1.0000  1000.2500\n    3.0000     4.0000\n[ CPUFloatType{2,2} ]\n",
       "(2, 2) tensor by libtorch float32: 1.0000 1000.2500 3.0000 4.0000"},
      {"Eigen 3.4.0", "Here is m:\n    0.5 1000.25\n      3       4\n", "(2, 2) by rows of figures: 0.5 1000.25 3 4"},
  });
}

TEST_CASE("blocks with empty lines between them are pages") {
  check_prints({
      {"GDL 1.0.1",
       "      0.00000     0.250000\n     0.500000     0.750000\n\n      1.00000      1.25000\n      1.50000      "
       "1.75000\n",
       "(2, 2, 2) by rows of figures: 0.00000 0.250000 0.500000 0.750000 1.00000 1.25000 1.50000 1.75000"},
      {"GDL 1.0.1", "IDL> print, s\n     0.090030573      0.24472847      0.66524096\n",
       "(3,) by GDL: 0.090030573 0.24472847 0.66524096"},
      {"rows with empty lines, typed", "1 2\n\n3 4\n", "(2, 2) by rows of figures: 1 2 3 4"},
      {"blocks of other sizes, typed", "1 2\n3 4\n\n5 6\n", "(3, 2) by rows of figures: 1 2 3 4 5 6"},
  });
}

TEST_CASE("gfortran is known by nine or seventeen figures of different places") {
  check_prints({
      {"gfortran 12.2",
       "  0.696939409      0.230603203       7.24574029E-02\n   7.90961012E-02  0.756395102      0.164508805    \n",
       "(2, 3) by gfortran: 0.696939409 0.230603203 7.24574029E-02 7.90961012E-02 0.756395102 0.164508805"},
      {"gfortran 12.2", "  0.10000000000000001        1.0000000000000000E-010   1000.2500000000000     \n",
       "(3,) by gfortran: 0.10000000000000001 1.0000000000000000E-010 1000.2500000000000"},
      {"gfortran 12.2", "   0.00000000      0.142857149       1.00000000    \n",
       "(3,) by gfortran: 0.00000000 0.142857149 1.00000000"},
      {"gfortran 12.2", "0.25-.75\n", "none"},
      {"gfortran 12.2", "  0.6969  0.2306  0.0725\n  0.0791  0.7564  0.1645\n",
       "(2, 3) by rows of decimals: 0.6969 0.2306 0.0725 0.0791 0.7564 0.1645"},
      {"GDL 1.0.1", "  1.00000e-10      1.00000      1000.25\n",
       "(3,) by rows of figures: 1.00000e-10 1.00000 1000.25"},
  });
}

TEST_CASE("headers and pages are detected as text where a table of CSV has no place for them") {
  for (const char* text :
       {"A:\n   5.0000e-01   1.0002e+03\n", "S\n   0.6969   0.2306\n", "Here is m:\n    0.5 1000.25\n",
        "0.25 0.75\n0.5 1\n\n1.25 1.75\n1.5 2\n", "[cube slice: 0]\n", "Tensor\n    0.25\n", "#2A((0.5 1.5) (3.0 4.0))",
        "%1 = [0.5, 1.5]", "[[        0.5,        1e3],\n", "std::vector<float> x = {1.0f, 2.0f};"}) {
    CAPTURE(text);
    CHECK(formats::format_of_content(text) == formats::Format::text);
  }
  for (const char* text : {"a b\n1 2\n", "x\n1\n2\n", "x\n   1\n", "1 2\n3 4\n\n", "a:,b\n1,2\n", "x y:\n  1  2\n"}) {
    CAPTURE(text);
    CHECK(formats::format_of_content(text) == formats::Format::csv);
  }
}
