#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {
void check_libtorch(const std::vector<test::TextCase>& prints) {
  for (const test::TextCase& print : prints) {
    CAPTURE(print.text);
    CHECK(test::scanned(print.text) == print.answer);
  }
}
}  // namespace

TEST_CASE("libtorch 1.13: vectors as columns, scalars, tensors without elements, dtypes") {
  check_libtorch(
      {{" 0.0900\n 0.2447\n 0.6652\n[ CPUFloatType{3} ]\n", "(3,) tensor by libtorch float32: 0.0900 0.2447 0.6652"},
       {"-nan\nnan\n[ CPUFloatType{2} ]\n", "(2,) tensor by libtorch float32: -nan nan"},
       {"  100000\n   1e+06\n[ CPUFloatType{2} ]\n", "(2,) tensor by libtorch float32: 100000 1e+06"},
       {"1000.25\n[ CPUFloatType{} ]\n", "() tensor by libtorch float32: 1000.25"},
       {"[ CPUFloatType{0,3} ]\n", "(0, 3) tensor by libtorch float32:"},
       {"[ CPUDoubleType{2,0} ]\n 1\n[ CPUHalfType{1} ]\n",
        "(2, 0) tensor by libtorch float64:\n(1,) tensor by libtorch float16: 1"},
       {" 0.2754  0.1445\n[ CUDABFloat16Type{1,2} ]\n", "(1, 2) tensor by libtorch bfloat16: 0.2754 0.1445"},
       {"torch_tensor\n 0.0900  0.2447\n[ CPUFloatType{1,2} ]\n", "(1, 2) tensor by libtorch float32: 0.0900 0.2447"}});
}

TEST_CASE("libtorch prints scalars and large whole numbers with six figures, else four decimals") {
  const auto rounding = [](const char* bytes) {
    const Text text("input", bytes);
    const PrintText print(text);
    return scan_prints(print)[0].printer->rounding;
  };
  CHECK(rounding("0.25\n[ CPUFloatType{} ]\n") == Rounding::figures);
  CHECK(rounding("  100000\n   1e+06\n[ CPUFloatType{2} ]\n") == Rounding::figures);
  CHECK(rounding(" 1.0000e+05\n 5.0000e-01\n[ CPUFloatType{2} ]\n") == Rounding::fixed);
  CHECK(rounding(" 1\n 0\n[ CPUFloatType{2} ]\n") == Rounding::fixed);
}

TEST_CASE("libtorch 1.13: the first index of the headings runs fastest") {
  check_libtorch(
      {{"(1,1,.,.) = \n  0.0000  0.2500\n\n(2,1,.,.) = \n  1.5000  1.7500\n\n(1,2,.,.) = \n  0.5000  0.7500\n\n"
        "(2,2,.,.) = \n  2.0000  2.2500\n\n(1,3,.,.) = \n  1.0000  1.2500\n\n(2,3,.,.) = \n  2.5000  2.7500\n"
        "[ CPUFloatType{2,3,1,2} ]\n",
        "(2, 3, 1, 2) tensor by libtorch float32: 0.0000 0.2500 0.5000 0.7500 1.0000 1.2500 1.5000 1.7500 2.0000 "
        "2.2500 2.5000 2.7500"},
       {"(1,.,.) = \n 0.001 *\n  1.0000  2.0000\n   3.0000  4.0000\n\n(2,.,.) = \n  1.5000  2.5000\n  3.0000  4.0000\n"
        "[ CPUFloatType{2,2,2} ]\n",
        "(2, 2, 2) tensor by libtorch float32: 1.0000@-3 2.0000@-3 3.0000@-3 4.0000@-3 1.5000 2.5000 3.0000 4.0000"}});
}

TEST_CASE("PyTorch up to 0.4 counts the headings from 0, the last index fastest; Torch 7 counts from 1") {
  check_libtorch({{"(0 ,0 ,.,.) = \n  1\n(0 ,1 ,.,.) = \n  2\n(1 ,0 ,.,.) = \n  3\n(1 ,1 ,.,.) = \n  4\n"
                   "[torch.FloatTensor of size 2x2x1x1]\n",
                   "(2, 2, 1, 1) tensor by PyTorch float32: 1 2 3 4"},
                  {"(1,.,.) = \n 1 2\n\n(2,.,.) = \n 3 4\n[torch.DoubleTensor of size 2x1x2]\n",
                   "(2, 1, 2) tensor by PyTorch float64: 1 2 3 4"}});
}

TEST_CASE("libtorch 1.13: what is glued to a heading of columns") {
  check_libtorch(
      {{"Columns 1 to 2 0.0000  0.1429\n 2.8571  3.0000\n\nColumns 3 to 3 1.4286\n 4.2857\n[ CPUFloatType{2,3} ]\n",
        "(2, 3) tensor by libtorch float32: 0.0000 0.1429 1.4286 2.8571 3.0000 4.2857"},
       {"Columns 1 to 20.0001 *\n 0.0000  0.1000\n  2.0000  2.1000\n\nColumns 3 to 30.0001 *\n 1.0000\n  3.0000\n"
        "[ CPUFloatType{2,3} ]\n",
        "(2, 3) tensor by libtorch float32: 0.0000@-4 0.1000@-4 1.0000@-4 2.0000@-4 2.1000@-4 3.0000@-4"},
       {"Columns 1 to 111e+05 *\n 1  2  3  4  5  6  7  8  9  1  2\n\nColumns 12 to 12100 *\n 1\n[ CPUFloatType{1,12} "
        "]\n",
        "(1, 12) tensor by libtorch float32: 1@5 2@5 3@5 4@5 5@5 6@5 7@5 8@5 9@5 1@5 2@5 1@2"},
       {"Columns 1 to 2-0.1429 -0.2857\n\nColumns 3 to 3nan\n[ CPUFloatType{1,3} ]\n",
        "(1, 3) tensor by libtorch float32: -0.1429 -0.2857 nan"}});
}

TEST_CASE("libtorch's headings that contradict the sizes, and other types, are refused with their place") {
  check_libtorch(
      {{"(1,.,.) = \n 1 2\n\n(1,.,.) = \n 3 4\n[ CPUFloatType{2,1,2} ]\n",
        "4:1: the print says shape (2, 1, 2), the heading was there before"},
       {"(1,.,.) = \n 1 2\n\n(3,.,.) = \n 3 4\n[ CPUFloatType{2,1,2} ]\n",
        "4:1: the print says shape (2, 1, 2), the heading is beyond it"},
       {"(1,1,.,.) = \n 1 2\n\n(2,1,.,.) = \n 3 4\n[ CPUFloatType{2,1,2} ]\n",
        "1:1: the print says shape (2, 1, 2), the heading is beyond it"},
       {"(1,.,.) = \n 1 2\n 3 4\n[ CPUFloatType{2,1,2} ]\n",
        "1:1: the print says shape (2, 1, 2), the rows of this block are 2"},
       {" 1  0\n[ CPUBoolType{1,2} ]\n", "2:1: expected a print of real numbers, found one of type CPUBoolType"},
       {" 1\n[ CPUComplexFloatType{1} ]\n",
        "2:1: expected a print of real numbers, found one of type CPUComplexFloatType"}});
}

TEST_CASE("exponents of Fortran and Scilab in rows of numbers, and Fortran's asterisks") {
  check_libtorch({{"  0.1000D-09  0.1000D+01\n", "(2,) by rows of decimals: 0.1000e-09 0.1000e+01"},
                  {"  0.1000-149  0.1000d1\n", "(2,) by rows of decimals: 0.1000e-149 0.1000e1"},
                  {"  0.2500-0.7500\n", "none"},
                  {"  0.25D\n", "none"},
                  {"  0.25  0.75\n******  1.00\n",
                   "2:1: expected a number, found asterisks: the number was too long for the format that printed it"},
                  {"************\n",
                   "1:1: expected a number, found asterisks: the number was too long for the format that printed it"},
                  {"tensor([1., 2.])\n****\n", "(2,) tensor by PyTorch: 1. 2."}});
}
