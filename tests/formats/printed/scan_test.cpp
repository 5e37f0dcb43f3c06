#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("a tensor is found behind prompts, names and comments") {
  const std::string answer = "(2,) tensor by PyTorch: 0.2500 0.7500\n";
  for (const char* before : {"",
                             "# ",
                             ">> ",
                             ">>> ",
                             "Out[3]: ",
                             "Out[3]:\n",
                             "x = ",
                             "loss=None, logits=",
                             "p: ",
                             "print(",
                             "// ",
                             "## ",
                             "(",
                             "return_types(values=",
                             "In [2]: softmax(x)\nOut[2]: ",
                             "x[0] = ",
                             "\xE2\x86\x92 ",
                             "torch.Size([2]) ",
                             "softmax(x, dim=0)  # ",
                             ">>> softmax(x, 0)\n",
                             "probabilities sum to 1: ",
                             "y.shape (2, 1) ",
                             "{'p': "}) {
    CAPTURE(before);
    CHECK(test::scanned_lines(std::string(before) + "tensor([0.2500, 0.7500])") == answer);
  }
  for (const char* behind :
       {"", "\n", "  # sums to 1", ")", ", None)", "\r\n", " tensor", "}", "\nhidden_states=None", " # see [1]"}) {
    CAPTURE(behind);
    CHECK(test::scanned_lines("tensor([0.2500, 0.7500])" + std::string(behind)) == answer);
  }
}

TEST_CASE("plain brackets: lists are exact, brackets without commas a print of NumPy's kind") {
  CHECK(test::scanned_lines("[[0.25, 0.75]]") == "(1, 2): 0.25 0.75\n");
  CHECK(test::scanned_lines("[[0.25 0.75]]") == "(1, 2) by NumPy: 0.25 0.75\n");
  CHECK(test::scanned_lines("logits = [1, 2]") == "(2,): 1 2\n");
  CHECK(test::scanned_lines("Probabilities: [0.25 0.75]\n") == "(2,) by NumPy: 0.25 0.75\n");
  CHECK(test::scanned_lines("[np.float64(0.25), np.float64(0.75)]") == "(2,) float64: 0.25 0.75\n");
  CHECK(test::scanned_lines("np.float64(0.25)") == "() by NumPy float64: 0.25\n");
}

TEST_CASE("MXNet's sizes stand behind the brackets") {
  CHECK(test::scanned_lines("\n[[0.25 0.75]]\n<NDArray 1x2 @cpu(0)>") == "(1, 2) by MXNet: 0.25 0.75\n");
  CHECK(test::scanned_lines("# [0.25 0.75]\n# <NDArray 2 @gpu(0)>") == "(2,) by MXNet: 0.25 0.75\n");
  CHECK(test::scanned_lines("[0.25 0.75]\r\n<NDArray 2 @cpu(0)>\n[1 2 3]\n<NDArray 3 @cpu(0)>") ==
        "(2,) by MXNet: 0.25 0.75\n(3,) by MXNet: 1 2 3\n");
  CHECK(test::scanned_lines("[0.25 0.75]\n<NDArray 2x1 @cpu(0)>") ==
        "2:1: the print says shape (2, 1), its numbers have shape (2,)");
  CHECK(test::scanned_lines("[0.25 0.75] and\n<NDArray 3 @cpu(0)>") == "(2,) by NumPy: 0.25 0.75\n");
  CHECK(test::scanned_lines("<NDArray 3 @cpu(0)>") == "none");
}

TEST_CASE("old prints between other lines") {
  CHECK(test::scanned_lines("Variable containing:\n 0.2500  0.7500\n[torch.FloatTensor of size 1x2]\n") ==
        "(1, 2) tensor by PyTorch float32: 0.2500 0.7500\n");
  CHECK(
      test::scanned_lines(
          ">>> y\n\n 0.2500\n 0.7500\n[torch.FloatTensor of size 2]\n\n>>> z\n\n 1\n[torch.LongTensor of size 1]\n") ==
      "(2,) tensor by PyTorch float32: 0.2500 0.7500\n(1,) tensor by PyTorch: 1\n");
}

TEST_CASE("several tensors are found in their order") {
  CHECK(test::scanned_lines("x = torch.tensor([1., 2.])\nprint(softmax(x))\ntensor([0.2689, 0.7311])\n[0.5 0.5]") ==
        "(2,) tensor: 1. 2.\n(2,) tensor by PyTorch: 0.2689 0.7311\n(2,) by NumPy: 0.5 0.5\n");
  CHECK(test::scanned_lines("[tensor(0.25), tensor(0.75)]") == "(2,) tensor by PyTorch: 0.25 0.75\n");
  CHECK(test::scanned_lines("tensor([1.])tensor([2.])") == "(1,) tensor by PyTorch: 1.\n(1,) tensor by PyTorch: 2.\n");
  CHECK(test::scanned_lines("[1 2]\n[3 4]") == "(2,) by NumPy: 1 2\n(2,) by NumPy: 3 4\n");
}

TEST_CASE("numbers alone are a tensor when nothing else is") {
  CHECK(test::scanned_lines("1 2 3\n") == "(3,) by rows of figures: 1 2 3\n");
  CHECK(test::scanned_lines(">>> 0.5\n") == "() by rows of figures: 0.5\n");
  CHECK(test::scanned_lines("1 2\n[3 4]") == "(2,) by NumPy: 3 4\n");
  CHECK(test::scanned_lines("x\n1 2\n") == "none");
}

TEST_CASE("indices, sizes, steps and prose are no tensors") {
  for (const char* text : {"x[0]",
                           "x[0][1]",
                           "f(x)[0]",
                           "x[0, 1]",
                           "Out[3]",
                           "In [3]: x",
                           "torch.Size([2, 3])",
                           "shape=(2, 3)",
                           "shape: [2, 3]",
                           "shape [2, 3]",
                           "x.reshape([2, 3])",
                           "dim=[0, 1]",
                           "Epoch [3/10]",
                           "[0:5]",
                           "[info] done",
                           "[ERROR] [x]",
                           "see [a] and [b, c]",
                           "[]",
                           "[[]]",
                           "softmax(x) = exp(x) / sum(exp(x))  # along x[0] and [1, 2] too",
                           "(1, 2)",
                           ">>> \n>>> ",
                           "",
                           "\n",
                           "x",
                           "1e-02 *",
                           "f([x, y])",
                           "<tf.Tensor 'a:0' shape=(2,)>",
                           "\xC2\xA0",
                           "'''"}) {
    CAPTURE(text);
    CHECK(test::scanned_lines(text) == "none");
  }
  CHECK(test::scanned_lines(std::string("\0\0", 2)) == "none");
}

TEST_CASE("a comment behind code holds a tensor where it begins with one or names one") {
  CHECK(test::scanned_lines("y = softmax(x)  # [0.25 0.75]") == "(2,) by NumPy: 0.25 0.75\n");
  CHECK(test::scanned_lines("y = softmax(x)  # -> [0.25 0.75]") == "(2,) by NumPy: 0.25 0.75\n");
  CHECK(test::scanned_lines("y = softmax(x)  # see [0.25 0.75]") == "none");
  CHECK(test::scanned_lines("y = softmax(x)  # now tensor([0.25])") == "(1,) tensor by PyTorch: 0.25\n");
  CHECK(test::scanned_lines("  # this is [0.25 0.75]") == "(2,) by NumPy: 0.25 0.75\n");
}

TEST_CASE("prints that can't be read are refused") {
  struct Row {
    std::string text, answer;
  };
  for (const Row& row :
       {Row{"x\n[0.1 0.2 ... 0.9]", "2:10: " + test::summarised}, Row{"[...\n [1 2]]", "1:2: " + test::summarised},
        Row{"[[..., 1]]", "1:3: " + test::summarised},
        Row{"x = [1, 2", "1:10: the print is cut off: expected \"]\", found the end of the input"},
        Row{"tensor([0.1,\ntensor([0.2])", "2:1: expected a number, found \"tensor\""},
        Row{"[1 2\n [3 4]]", "2:2: [2] is an array, its siblings are numbers"},
        Row{"[2 apples]", "1:4: expected a number, found \"apples\""},
        Row{std::string("tensor([1.\0])", 13),
            "1:11: expected a blank, a comma or \"]\" after the number, found the byte 0x00"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
}

// Each took time in proportion to its square, or more stack than there is, at some time: the test would not end.
TEST_CASE("hostile texts take time in proportion to their length") {
  const std::size_t many = 10000;
  for (const char* part : {"tensor(",
                           "tensor(\n",
                           "tensor(a, ",
                           "tensor(data=",
                           "'tensor('\n",
                           "shape=(",
                           "size('",
                           "x[",
                           "In [",
                           "<tf.Tensor ",
                           "<tf.Tensor: ",
                           "<NDArray ",
                           "# ",
                           "#",
                           "\n",
                           ">>> \n",
                           ">",
                           "/",
                           "\"",
                           "[torch.\n",
                           "[torch.FloatTensor of size 2]\n",
                           "Columns 0 to 9\n",
                           "(0 ,.,.) =\n",
                           "x # [\n",
                           "1e-02 *\n"}) {
    CAPTURE(part);
    const std::string answer = test::scanned_lines(repeated(part, many) + "x");
    CHECK((answer == "none" || answer.find("cut off") != std::string::npos));
  }
  CHECK(test::scanned_lines(repeated("1 2\n1\n", many) + "x") == "none");
  CHECK(test::scanned_lines("x # [1] " + repeated("[1] # ", many) + repeated("\n", many)) == "(1,) by NumPy: 1\n");
  CHECK(test::scanned_lines(repeated("a ", many) + "[1," + repeated("\n1,", many) + "\n1]")
            .starts_with("(10002,): 1 1 "));
  CHECK(test::scanned_lines(repeated("[", 30) + repeated("x [", many)) != "");
  CHECK(test::scanned_lines(repeated("tensor(", many) + repeated(")", many)) == "none");
  CHECK(test::scanned_lines(repeated("[(", many)) ==
        "1:33: expected a tensor of rank 32 at most, found arrays nested deeper");
}
