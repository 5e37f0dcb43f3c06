#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "check/units.h"
#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"
#include "text/decimal.h"
#include "text/number.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {
std::string scan_octave(const std::string& bytes) { return test::scanned(bytes, true); }

void check_octave(const std::vector<test::TextCase>& prints) {
  for (const test::TextCase& print : prints) {
    CAPTURE(print.text);
    CHECK(scan_octave(print.text) == print.answer);
  }
}
double as_double(const std::string& digits) {
  double value = 0;
  scan_number(digits.data(), digits.data() + digits.size(), NumberSyntax::with_plus, Dtype::float64, value);
  return value;
}

}  // namespace

TEST_CASE("every print of Octave 7.3 in data/printed/octave is read, its digits and units are true") {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/data/printed/octave/prints.json");
  const nlohmann::json data = nlohmann::json::parse(file);
  REQUIRE(data["prints"].size() > 100);
  for (const nlohmann::json& row : data["prints"]) {
    const std::string bytes = row["print"];
    CAPTURE(bytes);
    CHECK(looks_printed(bytes.substr(0, 4096)));
    const Text text("input", bytes);
    const PrintText print(text);
    const std::vector<PrintedTensor> tensors = scan_prints(print);
    REQUIRE(tensors.size() == 1);
    const PrintedTensor& tensor = tensors[0];
    CHECK(tensor.shape == row["shape"].get<Shape>());
    REQUIRE(tensor.numbers.size() == row["values"].size());
    Print digits;
    digits.numbers = printed_numbers(tensor.numbers);
    digits.printer = tensor.printer;
    digits.columns = tensor.columns;
    const std::vector<check::ExpectedNumber> known = check::with_result_units(digits);
    for (std::size_t i = 0; i < tensor.numbers.size(); ++i) {
      const NumberToken& number = tensor.numbers[i];
      const double value = as_double(row["values"][i]);
      const Spelling look = spelling(number.text);
      if (!look.is_finite) {
        const double read = as_double(std::string(number.text));
        CHECK((std::isnan(value) ? std::isnan(read) : read == value));
        continue;
      }
      const double unit = std::pow(10.0, look.last() + static_cast<int>(number.power));
      const double read = Decimal(number.text, number.power).nearest();
      const double slack = std::abs(value) * 0x1p-52;
      CHECK(std::abs(read - value) <= unit * 0.5000001 + slack);
      CHECK(std::abs(read - value) <= known[i].unit() * 0.5000001 + slack);
    }
    const bool shows_units = tensor.printer->name == printers::octave.name ||
                             tensor.printer->name == printers::octave_short_g.name ||
                             tensor.printer->name == printers::octave_long.name;
    CHECK(shows_units);
  }
}

TEST_CASE("Octave 7.3: matrices, rows, columns, scalars") {
  check_octave(
      {{"A =\n\n   5.0000e-01   1.0002e+03\n   3.0000e+00   4.0000e+00\n\n",
        "(2, 2) by Octave: 5.0000e-01 1.0002e+03 3.0000e+00 4.0000e+00"},
       {"s =\n\n   0.090031   0.244728   0.665241\n\n", "(1, 3) by Octave: 0.090031 0.244728 0.665241 | any rank"},
       {"c =\n\n   0.1000\n   0.2000\n   0.7000\n\n", "(3, 1) by Octave: 0.1000 0.2000 0.7000 | any rank"},
       {"B =\n\n     1   NaN\n   Inf  -Inf\n\n", "(2, 2) by Octave: 1 NaN Inf -Inf"},
       {"S =\n\n   0.0900   0.2447   0.6652\n        0        0   1.0000\n\n",
        "(2, 3) by Octave: 0.0900 0.2447 0.6652 0 0 1.0000"},
       {"x = 0.2500\n", "() by Octave: 0.2500 | any rank"},
       {"x = NaN", "() by Octave: NaN | any rank"},
       {"z = [](0x3)\n", "(0, 3) by Octave:"},
       {"T = [](2x0x2)\n", "(2, 0, 2) by Octave:"},
       {"A =\n\n   1   2   3\n\nS =\n\n   0.090031   0.244728   0.665241\n\n",
        "(1, 3) by Octave: 1 2 3 | any rank\n(1, 3) by Octave: 0.090031 0.244728 0.665241 | any rank"},
       {"# A =\n#\n#    1   2\n#    3   4\n", "(2, 2) by Octave: 1 2 3 4"}});
}

TEST_CASE("Octave's and MATLAB's columns, factors and pages") {
  check_octave(
      {{"v =\n\n Columns 1 and 2:\n\n   1.0000e-08   3.5537e+01\n\n Column 3:\n\n  -8.0065e+01\n\n",
        "(1, 3) by Octave: 1.0000e-08 3.5537e+01 -8.0065e+01 | any rank"},
       {" Columns 1 through 3:\n\n   0.1000   0.2000   0.3000\n   0.5000   0.6000   0.7000\n\n Column 4:\n\n"
        "   0.4000\n   0.8000\n\n",
        "(2, 4) by Octave: 0.1000 0.2000 0.3000 0.4000 0.5000 0.6000 0.7000 0.8000"},
       {"A =\n\n   1.0e+03 *\n\n    0.0005    1.0003\n    0.0030    0.0040\n\n",
        "(2, 2) by Octave: 0.0005@3 1.0003@3 0.0030@3 0.0040@3"},
       {"A =\n\n   1.0e+03 *\n\n  Columns 1 through 2\n\n    0.0005    1.0003\n\n  Column 3\n\n    0.0040\n\n",
        "(1, 3) by Octave: 0.0005@3 1.0003@3 0.0040@3 | any rank"},
       {"T =\n\nans(:,:,1) =\n\n   1   2\n   3   4\n\nans(:,:,2) =\n\n   5   6\n   7   8\n\n",
        "(2, 2, 2) by Octave: 1 5 2 6 3 7 4 8"},
       {"x =\n\nans(:,:,1) = 0\nans(:,:,2) = 4253.5\nans(:,:,3) = Inf\n\n", "(1, 1, 3) by Octave: 0 4253.5 Inf"},
       {"ans(:,:,1,1) =\n\n   1   2\n\nans(:,:,2,1) =\n\n   3   4\n\nans(:,:,1,2) =\n\n   5   6\n\n"
        "ans(:,:,2,2) =\n\n   7   8\n\n",
        "(1, 2, 2, 2) by Octave: 1 5 3 7 2 6 4 8"},
       {"x(:,:,1) =\n\n  1.0e-03 *\n\n    0.5000    0.2000\n\n\nx(:,:,2) =\n\n     5     6\n",
        "(1, 2, 2) by Octave: 0.5000@-3 5 0.2000@-3 6"}});
}

TEST_CASE("how Octave's formats are told apart") {
  check_octave({{"A =\n\n          0.5       1000.2\n            3            4\n\n",
                 "(2, 2) by Octave, format short g: 0.5 1000.2 3 4"},
                {"s =\n\n     0.090031      0.24473      0.66524\n\n",
                 "(1, 3) by Octave, format short g: 0.090031 0.24473 0.66524 | any rank"},
                {"p =\n\n            1        1e-10\n          0.5         0.25\n\n",
                 "(2, 2) by Octave, format short g: 1 1e-10 0.5 0.25"},
                {"h =\n\n   0.5   0.5\n\n", "(1, 2) by Octave, format short g: 0.5 0.5 | any rank"},
                {"a =\n\n   1000.5   2000.5\n\n", "(1, 2) by Octave: 1000.5 2000.5 | any rank"},
                {"s =\n\n   9.003057317038046e-02   2.447284710547976e-01\n\n",
                 "(1, 2) by Octave, format long: 9.003057317038046e-02 2.447284710547976e-01 | any rank"},
                {"x = 0.333333333333333\n", "() by Octave, format long: 0.333333333333333 | any rank"},
                {"s =\n\n     0.09003057317038046      0.2447284710547976\n\n",
                 "(1, 2) by Octave, format long: 0.09003057317038046 0.2447284710547976 | any rank"},
                {"x = 0.3333333\n", "() by Octave: 0.3333333 | any rank"},
                {"m =\n    0.5 1000.25\n      3       4\n", "(2, 2) by rows of figures: 0.5 1000.25 3 4"}});
}

TEST_CASE("a prompt's line before a print is its input") {
  check_octave(
      {{">> softmax([1 2 3])\nans =\n\n   0.090031   0.244728   0.665241\n\n",
        "(1, 3) by Octave: 0.090031 0.244728 0.665241 | any rank"},
       {"octave:1> A = [1 2\n> 3 4]\nA =\n\n   1   2\n   3   4\n\noctave:2> \n", "(2, 2) by Octave: 1 2 3 4"},
       {">> A = [1 2 3; 4 5 6]\n\nA =\n\n     1     2     3\n     4     5     6\n\n", "(2, 3) by Octave: 1 2 3 4 5 6"},
       {">> x = [1 2; 3 4];\n", "(2, 2): 1 2 3 4"},
       {">> sum([0.5 0.5])\nans = 1\n", "() by Octave: 1 | any rank"},
       {">> z = zeros(0, 3)\nz = [](0x3)\n", "(0, 3) by Octave:"},
       {"lr = 0.1\ntensor([1., 2.])\n", "(2,) tensor by PyTorch: 1. 2."}});
}

TEST_CASE("MATLAB's lines with the class of a matrix") {
  check_octave(
      {{"x =\n\n  1\xC3\x97"
        "2 single row vector\n\n    0.0900    0.2447\n\n",
        "(1, 2) by Octave float32: 0.0900 0.2447 | any rank"},
       {"x =\n\n  single\n\n    0.2500\n\n", "() by Octave float32: 0.2500 | any rank"},
       {"x =\n\n     []\n\n", "(0, 0) by Octave:"},
       {"x =\n\n  0\xC3\x97"
        "3 empty double matrix\n\n",
        "(0, 3) by Octave:"},
       {"x =\n\n  2\xC3\x97"
        "2 single matrix\n\n   1   2\n\n",
        "3:3: the print says shape (2, 2), its numbers have shape (1, 2)"},
       {"D =\n\nDiagonal Matrix\n\n   1.0000        0\n        0   2.5000\n\n", "(2, 2) by Octave: 1.0000 0 0 2.5000"},
       {"D =\n\nDiagonal Matrix\n\n   1\n       2\n\n",
        "1:1: expected all numbers of the matrix, found the diagonal alone: print full(x)"}});
}

TEST_CASE("what Octave prints of other values is refused by its name") {
  check_octave(
      {{"z =\n\n   1.0000 + 2.0000i   3.5000 +      0i\n\n",
        "3:4: expected a print of real numbers, found a complex number"},
       {"z =  1 + 2i\n", "1:6: expected a real number, found a complex one"},
       {"y =\n\n    NA     1\n\n", "3:5: expected a number, found \"NA\""},
       {"c =\n{\n  [1,1] = 0.5000\n}\n\n", "2:1: expected a matrix of real numbers, found \"{\""},
       {"st =\n\n  scalar structure containing the fields:\n\n    a = 1\n\n",
        "3:3: expected a matrix of real numbers, found \"scalar structure containing the fields:\""},
       {"x =\n\n  1\xC3\x97"
        "2 logical array\n\n   1   0\n\n",
        "3:3: expected a matrix of real numbers, found \"1\xC3\x97"
        "2 logical array\""},
       {"x =\n\n  int32\n\n   5\n\n", "3:3: expected a matrix of real numbers, found \"int32\""},
       {"s =\n\nCompressed Column Sparse (rows = 2, cols = 2, nnz = 2 [50%])\n\n  (1, 1) -> 1\n",
        "3:1: expected a matrix of real numbers, found \"Compressed Column Sparse (rows = 2, cols = 2, nnz = 2 "
        "[50%])\""},
       {"x = [](2x3)\n", "1:5: expected the sizes of an empty matrix, as in [](0x3), found \"[\""}});
}

TEST_CASE("cut, test::summarised and ragged prints of Octave are refused with their place") {
  check_octave(
      {{"x =\n\n  1 2 3\n  4 5\n", "4:3: expected 3 numbers, as in the rows above, found 2"},
       {"x =\n\n  1 2\n  4 x\n", "4:5: expected a number between blanks, as in the rows of a matrix, found \"x\""},
       {"x =\n\n  1 2\n\n  3 4\n", "5:3: expected the end of the matrix, found a further row after an empty line"},
       {"x =\n\n Columns 1 through 8:\n\n   1 2 3\n",
        "3:2: the heading says columns 1 to 8, the rows below end with column 3"},
       {"x =\n\n Columns 1 and 2:\n\n   1 2\n\n Columns 4 and 5:\n\n 4 5\n",
        "7:2: expected columns 3 and up, found columns 4 and up"},
       {"x =\n\n Columns 3 and 4:\n\n   1 2\n", "3:2: the print is cut off: the columns before these are missing"},
       {"x =\n\n Columns 1 and 2:\n\n   1 2\n\n Column 3:\n\n 4\n 5\n",
        "9:1: expected 1 row, as for the columns above, found 2"},
       {"ans(:,:,1,1) =\n\n 1 2\n\nans(:,:,2,1) =\n\n 3 4\n\nans(:,:,1,2) =\n\n 5 6\n",
        "9:1: the pages have shape (2, 2), and there are 3 of them"},
       {"ans(:,:,1) =\n\n 1 2\n\nans(:,:,2) =\n\n 3 4 5\n",
        "5:1: expected a page of 1 by 2 numbers, as the first is, found one of 1 by 3"},
       {"ans(:,:,2) =\n\n 1 2\n\nans(:,:,2) =\n\n 3 4\n",
        "5:1: expected another page, found one that is there already"},
       {"ans(:,:,1) =\n\n", "2:1: expected a row of numbers, found the end of the line"},
       {"x =\n\n  2.0e+03 *\n\n 1 2\n", "3:3: expected a common factor that is a power of ten, such as 1.00000e-02"}});
  CHECK(scan_octave("T(:,:,1) = [1 2; 3 4];\nT(:,:,2) = [5 6; 7 8];\n") ==
        "1:1: an assignment to a part of an array is not read");
  CHECK(scan_octave("x =\n\n  1 2\n  ...\n 4 5\n") == "4:3: " + test::summarised);
  CHECK(scan_octave("x =\n\n  1 2 ... 3\n") == "3:7: " + test::summarised);
}

TEST_CASE("Scilab 6.1") {
  check_octave({{" A  = \n\n   0.5   1000.25\n   3.    4.     \n\n", "(2, 2) by Scilab: 0.5 1000.25 3. 4."},
                {" ans  =\n\n  -0.3610568  -1.4670568\n\n", "(1, 2) by Scilab: -0.3610568 -1.4670568 | any rank"},
                {" s  = \n\n   9.003D-02   2.447D-01\n\n", "(1, 2) by Scilab: 9.003e-02 2.447e-01 | any rank"},
                {"   0.9999996   1.247D-08   0.0000004\n", "(3,) by Scilab: 0.9999996 1.247e-08 0.0000004 | any rank"},
                {"   0.0000011   0.0000003   0.999998\n", "(3,) by Scilab: 0.0000011 0.0000003 0.999998 | any rank"},
                {" B  = \n\n   1.    Nan\n   Inf  -Inf\n\n", "(2, 2) by Scilab: 1. Nan Inf -Inf"},
                {"--> A=[0.5 1000.25;3 4]\n A  = \n\n   0.5   1000.25\n   3.    4.     \n\n",
                 "(2, 2) by Scilab: 0.5 1000.25 3. 4."},
                {" x  = \n\n         column 1 to 2\n\n   0.5   1.\n\n         column 3\n\n   2.\n\n",
                 "(1, 3) by Scilab: 0.5 1. 2. | any rank"},
                {"(:,:,1)\n\n   0.25   0.75\n   0.5    1.  \n(:,:,2)\n\n   1.25   1.75\n   1.5    2.  \n",
                 "(2, 2, 2) by Scilab: 0.25 1.25 0.75 1.75 0.5 1.5 1. 2."},
                {" e  = \n\n    []\n\n", "(0, 0) by Scilab:"},
                {" b  = \n\n  T F\n\n", "3:3: expected a matrix of real numbers, found truth values"}});
}

TEST_CASE("Octave's and OpenCV's rows between semicolons") {
  check_octave(
      {{"A = [1 2 3; 4 5 6]", "(2, 3): 1 2 3 4 5 6"},
       {"logits = [1.421, 0.315; -0.2215, 2.0364];", "(2, 2): 1.421 0.315 -0.2215 2.0364"},
       {"[0.1 0.333333333333333;NaN Inf]", "(2, 2): 0.1 0.333333333333333 NaN Inf"},
       {"single([0.100000001490116 0.2;3 4])", "(2, 2) float32: 0.100000001490116 0.2 3 4"},
       {"x = reshape([1 7 3 9 5 11 2 8 4 10 6 12], 2, 3, 2)", "(2, 3, 2): 1 2 3 4 5 6 7 8 9 10 11 12"},
       {"[1;2;3]", "(3, 1): 1 2 3 | any rank"},
       {"[1 2;\n 3 4;\n]", "(2, 2): 1 2 3 4"},
       {"[1 2; ...\n 3 4]", "(2, 2): 1 2 3 4"},
       {"[[0.1];\n [0.2]]", "(2, 1): 0.1 0.2 | any rank"},
       {"[0.1, 0.2;\n 0.69999999, 1e-10]", "(2, 2) by OpenCV: 0.1 0.2 0.69999999 1e-10"},
       {"[0.090030573;\n 0.24472848]", "(2, 1) by OpenCV: 0.090030573 0.24472848 | any rank"},
       {"[1 2; 3]", "1:1: [1] has 1 element, its siblings have 2"},
       {"[1 2; 3 x]", "1:9: expected a number, found \"x\""},
       {"[1 2; 3 4] * 2",
        "1:1: rows between semicolons are read only outside of other brackets, and if nothing is done to them"},
       {"[1 2; 3 4](1, :)",
        "1:1: rows between semicolons are read only outside of other brackets, and if nothing is done to them"},
       {"[1 2; 3 4].'",
        "1:1: rows between semicolons are read only outside of other brackets, and if nothing is done to them"},
       {"[[1.; 2.]; [3.; 4.]]",
        "1:2: rows between semicolons are read only outside of other brackets, and if nothing is done to them"}});
}

TEST_CASE("detection knows these texts") {
  for (const char* text : {"x =\n\n 1 2\n", "x = 0.25\n", "ans(:,:,1,1) =\n\n 1\n", " Columns 1 through 3:\n\n 1 2 3\n",
                           "z = [](0x3)", "octave:1> x\n", "--> x\n", "julia> x\n", "[1, 2; 3, 4]", " 0.5 1.2D-08\n",
                           "2\xC3\x97"
                           "3 Matrix{Float64}:\n",
                           "3-element Vector{Float32}:\n", "[ CPUFloatType{0,3} ]", " A  = \n\n 0.5\n"}) {
    CAPTURE(text);
    CHECK(looks_printed(text));
  }
  for (const char* text : {"x = 1, 2\n", "x,y =\n1,2\n", "1 2 3\n4 5 6\n", "a == b\n1\n", "1,3D-10\n"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_printed(text));
  }
}
