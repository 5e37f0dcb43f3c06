#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// "sized (2,) …: 1 2 | rest", "none | rest", or the error.
std::string rows(const std::string& bytes) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const PrintText print(text);
    const PrintFound found = read_rows({print, text.begin()});
    answer = found.tensor ? (found.counts_alone ? "" : "sized ") + test::shown(*found.tensor) : "none";
    answer += " | " + std::string(found.end, text.end());
  });
  return error == "accepted" ? answer : error;
}

}  // namespace

TEST_CASE("PyTorch up to 0.4: rows, then the type and the sizes") {
  struct Row {
    const char* text;
    const char* answer;
  };
  for (const Row& row :
       {Row{"\n 0.1250  0.8750\n 0.5000  0.5000\n[torch.FloatTensor of size 2x2]\n\nx",
            "sized (2, 2) tensor by PyTorch float32: 0.1250 0.8750 0.5000 0.5000 | \nx"},
        Row{" 0.25\n 0.75\n[torch.DoubleTensor of size 2]", "sized (2,) tensor by PyTorch float64: 0.25 0.75 | "},
        Row{" 0.25  0.75\n[torch.cuda.HalfTensor of size 1x2 (GPU 0)]\n",
            "sized (1, 2) tensor by PyTorch float16: 0.25 0.75 | "},
        Row{" 3\n 4\n[torch.LongTensor of size (2,)]\n", "sized (2,) tensor by PyTorch: 3 4 | "},
        Row{"1.00000e-02 *\n  1.2500  8.7500\n[torch.FloatTensor of size 1x2]\n",
            "sized (1, 2) tensor by PyTorch float32: 1.2500@-2 8.7500@-2 | "},
        Row{"(0 ,.,.) = \n  1  2\n\n(1 ,.,.) = \n  3  4\n[torch.FloatTensor of size 2x1x2]\n",
            "sized (2, 1, 2) tensor by PyTorch float32: 1 2 3 4 | "},
        Row{"(0 ,.,.) = \n1.00000e-02 *\n  1.5  2.5\n(1 ,.,.) = \n  3.5  4.5\n[torch.FloatTensor of size 2x1x2]\n",
            "sized (2, 1, 2) tensor by PyTorch float32: 1.5@-2 2.5@-2 3.5 4.5 | "},
        Row{"(0 ,0 ,.,.) = \n  1  2\n(0 ,1 ,.,.) = \n  3  4\n[torch.FloatTensor of size 1x2x1x2]\n",
            "sized (1, 2, 1, 2) tensor by PyTorch float32: 1 2 3 4 | "},
        Row{"Columns 0 to 1 \n 1  2\n 5  6\n\nColumns 2 to 3 \n 3  4\n 7  8\n[torch.FloatTensor of size 2x4]\n",
            "sized (2, 4) tensor by PyTorch float32: 1 2 3 4 5 6 7 8 | "},
        Row{"Columns 0 to 1 \n1.0e-01 *\n 1  2\n\nColumn 2 \n1.0e-01 *\n 3\n[torch.FloatTensor of size 1x3]\n",
            "sized (1, 3) tensor by PyTorch float32: 1@-1 2@-1 3@-1 | "},
        Row{"# \n#  0.25  0.75\n# [torch.FloatTensor of size 1x2]\n",
            "sized (1, 2) tensor by PyTorch float32: 0.25 0.75 | "},
        Row{">>>  0.25\r\n[torch.FloatTensor of size 1]\r\n", "sized (1,) tensor by PyTorch float32: 0.25 | "},
        Row{"Out[3]: \n nan  -inf\n[torch.FloatTensor of size 1x2]\n",
            "sized (1, 2) tensor by PyTorch float32: nan -inf | "},
        Row{" 0.25\n 0.75\n[torch.DoubleTensor of dimension 2]", "sized (2,) tensor by PyTorch float64: 0.25 0.75 | "},
        Row{"2 7 \n 1\n 0\n[torch.LongTensor of size 2]\n", "sized (2,) tensor by PyTorch: 1 0 | "}}) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.answer);
  }
}

TEST_CASE("PyTorch's C++ library: rows, then the type and the sizes in braces") {
  struct Row {
    const char* text;
    const char* answer;
  };
  for (const Row& row :
       {Row{" 0.1250  0.8750\n 0.5000  0.5000\n[ CPUFloatType{2,2} ]\n",
            "sized (2, 2) tensor by libtorch float32: 0.1250 0.8750 0.5000 0.5000 | "},
        Row{" 0.25\n 0.75\n[ CPUDoubleType{2} ]", "sized (2,) tensor by libtorch float64: 0.25 0.75 | "},
        Row{"0.25\n[ CPUFloatType{} ]", "sized () tensor by libtorch float32: 0.25 | "},
        Row{"0.01 *\n 1.25  8.75\n[ CUDAFloatType{1,2} ]",
            "sized (1, 2) tensor by libtorch float32: 1.25@-2 8.75@-2 | "},
        Row{"(1,.,.) = \n 1  2\n\n(2,.,.) = \n 3  4\n[ CPUFloatType{2,1,2} ]",
            "sized (2, 1, 2) tensor by libtorch float32: 1 2 3 4 | "},
        Row{"Columns 1 to 2 1  2\n\nColumns 3 to 3 3\n[ CPUFloatType{1,3} ]",
            "sized (1, 3) tensor by libtorch float32: 1 2 3 | "}}) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.answer);
  }
}

TEST_CASE("rows without sizes are a tensor when they are of one length") {
  CHECK(rows("1 2 3\n") == "(3,) by rows of figures: 1 2 3 | ");
  CHECK(rows(" 1.5  2\n 3  4\n\nx") == "(2, 2) by rows of figures: 1.5 2 3 4 | x");
  CHECK(rows("1\n2\n") == "(2,) by rows of figures: 1 2 | ");
  CHECK(rows("0.5") == "() by rows of figures: 0.5 | ");
  CHECK(rows("1 2\n3\nx") == "none | x");
  CHECK(rows("(0 ,.,.) = \n 1 2\n") == "none | ");
}

TEST_CASE("lines that are no rows") {
  for (const char* text : {"x", "1 x\n", "1;2\n", "1, 2 3\n", "1 2, 3\n", "[1 2]\n", "1e-02 * x\n", "Columns of x\n",
                           "1-2\n", "... 1\n", "[torch.FloatTensor of size 2]\n", "Columns 1 to 2 x\n"}) {
    CAPTURE(text);
    CHECK(rows(text) == "none | " + std::string(text));
  }
  CHECK(rows("\n \n# \nx") == "none | x");
  CHECK(rows("") == "none | ");
}

TEST_CASE("rows that the sizes don't fit are refused where the sizes stand") {
  struct Row {
    const char* text;
    const char* answer;
  };
  for (
      const Row& row :
      {Row{" 1  2\n[torch.FloatTensor of size 2x2]", "2:1: the print says shape (2, 2), the rows above hold 2 numbers"},
       Row{" 1  2\n 3\n[torch.FloatTensor of size 2x2]",
           "3:1: the print says shape (2, 2), the rows above hold 3 numbers in rows of other lengths"},
       Row{" 1  2\n 3  4\n[torch.FloatTensor of size 1x2]",
           "3:1: the print says shape (1, 2), the rows above hold 4 numbers"},
       Row{" 1  2  3  4\n # [torch.FloatTensor of size 2x2]",
           "2:4: the print says shape (2, 2), the rows above hold 4 numbers in rows of other lengths"},
       Row{"7\n[ CPUFloatType{2} ]", "2:1: the print says shape (2,), the rows above hold 1 number"},
       Row{"7\n[torch.FloatTensor with no dimension]", "2:1: the print says shape (0,), the rows above hold 1 number"},
       Row{"7\n[torch.FloatTensor of size 4294967296x4294967296]",
           "2:1: the print says shape (4294967296, 4294967296), the rows above hold 1 number in rows of other lengths"},
       Row{"7\n[torch.FloatTensor of size 1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1]",
           "2:1: expected a tensor of rank 32 at most, found 33 sizes"},
       Row{" 1  2\n...\n 3  4\n[torch.FloatTensor of size 9x2]",
           "2:1: the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
           "numpy.set_printoptions(threshold=sys.maxsize)"},
       Row{" 1  \xE2\x8B\xAF  2\n", "none |  1  \xE2\x8B\xAF  2\n"},
       Row{" 1 ...  2\n[torch.FloatTensor of size 1x9]",
           "1:4: the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
           "numpy.set_printoptions(threshold=sys.maxsize)"},
       Row{"3.00000e-02 *\n 1  2\n[torch.FloatTensor of size 1x2]",
           "1:1: expected a common factor that is a power of ten, such as 1.00000e-02"}}) {
    CAPTURE(row.text);
    CHECK(rows(row.text) == row.answer);
  }
}
