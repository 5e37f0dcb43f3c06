#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/documents.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::all_of;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

std::unique_ptr<Reader> reader_of(const std::string& bytes, const ReadOptions& options = {}) {
  const TemporaryFile file(bytes);
  return printed_reader(Input::open(file.path()), options, Format::text);
}

/// What the reader gives up to its end or to an error, the beginning included.
std::string printed(const std::string& bytes, const ReadOptions& options = {}) {
  std::string answer;
  const std::string error = refusal([&] { answer = all_of(*reader_of(bytes, options)); });
  return error == "accepted" ? answer : error;
}

Print digits_of(const std::string& bytes) {
  ReadOptions options;
  options.digits = true;
  auto document = reader_of(bytes, options)->next();
  REQUIRE(document.has_value());
  REQUIRE(document->print.has_value());
  return *document->print;
}

}  // namespace

TEST_CASE("the tensors of a printed text, one after another") {
  CHECK(printed("tensor([[0.2500, 0.7500]])") == "(1, 2) 0.25 0.75\n");
  CHECK(printed("\xEF\xBB\xBFtensor(0.5)\r\n") == "() 0.5\n");
  CHECK(printed("x = torch.tensor([1., 2.])\r\n>>> x\r\ntensor([1., 2.])") == "(2,) 1 2\n(2,) 1 2\n");
  CHECK(printed("tensor([], size=(0, 3))") == "(0, 3)\n");
  CHECK(printed("[nan inf -inf]") == "(3,) nan inf -inf\n");
  CHECK_FALSE(reader_of("[1 2]")->is_sequence());
  CHECK(reader_of("[1 2] [3 4]")->is_sequence());
  CHECK(reader_of("[1 2]")->format() == formats::Format::text);
}

TEST_CASE("a common factor is part of every number") {
  CHECK(printed("1.00000e-02 *\n 1.25  8.75\n[torch.DoubleTensor of size 1x2]\n") == "(1, 2) 0.0125 0.0875\n");
  CHECK(printed("tensor(1.0e+03 * [1.5, nan, -inf])") == "(3,) 1500 nan -inf\n");
  CHECK(printed("tensor(1.0e-02 * [1.5e+01, 2e-1])") == "(2,) 0.15 0.002\n");
  CHECK(printed("tensor(1.0e+300 * [1.5, 1000000000])") ==
        "1:25: 1000000000e300 is beyond float64, whose largest is 1.7976931348623157e+308\n");
}

TEST_CASE("the dtype is that of --dtype, else the one that the print names, else float64") {
  const auto dtype = [](const std::string& bytes, const ReadOptions& options = {}) {
    return reader_of(bytes, options)->next()->dtype;
  };
  CHECK(dtype("tensor([0.1])") == Dtype::float64);
  CHECK(dtype("tensor([0.1], dtype=torch.float16)") == Dtype::float16);
  CHECK(dtype("array([0.1], dtype=float32)") == Dtype::float32);
  CHECK(dtype(" 0.1\n[torch.FloatTensor of size 1]") == Dtype::float32);
  ReadOptions options;
  options.dtype = Dtype::bfloat16;
  CHECK(dtype("tensor([0.1], dtype=torch.float16)", options) == Dtype::bfloat16);
  CHECK(printed("tensor([0.1], dtype=torch.float16)") == "(1,) 0.0999755859375\n");
  CHECK(printed("tensor([70000.], dtype=torch.float16)") == "1:9: 70000. is beyond float16, whose largest is 65504\n");
  options.dtype = Dtype::float32;
  CHECK(printed("tensor([1., 1e39])", options) == "1:13: 1e39 is beyond float32, whose largest is 3.4028235e+38\n");
}

TEST_CASE("--shape applies to each tensor") {
  ReadOptions options;
  options.shape = {{2, -1}};
  CHECK(printed("[1 2 3 4] [5 6]", options) == "(2, 2) 1 2 3 4\n(2, 1) 5 6\n");
  CHECK(printed("[1 2 3]", options) == "--shape 2,-1 does not fit 3 elements: that is no multiple of 2\n");
}

TEST_CASE("the digits stand beside the values") {
  const Print print = digits_of("tensor([0.2500, 0.7500], dtype=torch.float64)");
  CHECK(print.numbers[0].text == "0.2500");
  CHECK(print.numbers[0].value == 0.25);
  CHECK(print.dtype == Dtype::float64);
  CHECK(print.says_tensor);
  CHECK(print.printer == &printers::torch);
  CHECK_FALSE(reader_of("[1 2]")->next()->print.has_value());
}

TEST_CASE("the printer of a print, and which prints say tensor") {
  struct Row {
    const char* text;
    const Printer& printer;
    bool says_tensor;
  };
  for (const Row& row :
       {Row{"tensor([0.5])", printers::torch, true}, Row{"array([0.5])", printers::numpy, false},
        Row{"[0.5 0.5]", printers::numpy, false}, Row{"[0.5, 0.5]", by_hand, false},
        Row{"torch.tensor([0.5])", by_hand, true}, Row{"np.array([0.5])", by_hand, false},
        Row{"tf.Tensor([0.5], shape=(1,), dtype=float32)", printers::tensorflow, false},
        Row{"Array([0.5], dtype=float32)", printers::jax, false},
        Row{" 0.5\n[torch.FloatTensor of size 1]", printers::torch, true}, Row{"0.5 0.5", printers::rows, false},
        Row{"0.5000 0.2500", printers::fixed_rows, false}, Row{"0.5000 0.25", printers::rows, false}}) {
    CAPTURE(row.text);
    CHECK(digits_of(row.text).printer->name == row.printer.name);
    CHECK(digits_of(row.text).says_tensor == row.says_tensor);
    CHECK(reader_of(row.text)->says_tensor() == row.says_tensor);
  }
}

TEST_CASE("a text without a tensor is refused, and so is all of a text with one bad print") {
  const std::string none = "no tensor: expected numbers in brackets, as in [[1, 2], [3, 4]] or tensor([1., 2.])";
  for (const char* text : {"", "\n", "x", ">>> ", "torch.Size([2, 3])", "[]", "1;2\n3;4\n"}) {
    CAPTURE(text);
    CHECK(printed(text) == none);
  }
  CHECK(printed("tensor([1.])\ntensor([2., 3.") ==
        "2:15: the print is cut off: expected \"]\", found the end of the input");
}
