#include <string>

#include <doctest/doctest.h>

#include "formats/reader.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

formats::Format detected(const std::string& bytes, const std::string& ending, const ReadOptions& options = {}) {
  const TemporaryFile file(bytes, ending);
  Input input = Input::open(file.path());
  const formats::Format format = detect(input, options);
  CHECK(input.read_rest() == bytes);  // detection has taken nothing
  return format;
}

const std::string npy = "\x93NUMPY\x01";

}  // namespace

TEST_CASE("the option comes first, then the magic of npy, then the ending, then the content") {
  ReadOptions csv;
  csv.format = formats::Format::csv;
  CHECK(detected(npy, ".json", csv) == formats::Format::csv);
  CHECK(detected(npy, ".json") == formats::Format::npy);
  CHECK(detected(npy, ".txt") == formats::Format::npy);
  CHECK(detected(npy, "") == formats::Format::npy);
  CHECK(detected(npy.substr(0, 5), "") == formats::Format::csv);
  CHECK(detected("1 2", ".json") == formats::Format::json);
  CHECK(detected("[1]", ".csv") == formats::Format::csv);
  CHECK(detected("[1]", ".jsonl") == formats::Format::jsonl);
  CHECK(detected("[1]", ".ndjson") == formats::Format::jsonl);
  CHECK(detected("[1]", ".tsv") == formats::Format::tsv);
  CHECK(detected("[1]", ".npy") == formats::Format::npy);
  CHECK(detected("[1]", ".data") == formats::Format::json);
  CHECK(detected("[1]\n[2]\n", "") == formats::Format::json);  // jsonl only by its ending or by name
}

TEST_CASE("the ending .txt says nothing") {
  CHECK(detected("[1, 2]", ".txt") == formats::Format::json);
  CHECK(detected("1 2\n3 4\n", ".txt") == formats::Format::csv);
  CHECK(detected("name,score\na,2\n", ".txt") == formats::Format::csv);
  CHECK(detected("tensor([1, 2])", ".txt") == formats::Format::text);
}

TEST_CASE("formats that are not read are refused by their ending") {
  const auto refused = [](const std::string& bytes, const std::string& ending) {
    return refusal([&] { detected(bytes, ending); });
  };
  CHECK(refused("# Title", ".md") == "Markdown is not read yet; --from text reads the prints of libraries in it");
  CHECK(refused("{}", ".ipynb").starts_with("a notebook is not read yet; jq -r "));
  CHECK(refused("[1]", ".npz").starts_with(".npz is not read yet; numpy.save("));
}

TEST_CASE("only the beginning of the content counts") {
  const std::string row(20000, '1');
  CHECK(detected("[" + row + "," + row + "]", "") == formats::Format::json);
  CHECK(detected("[1 " + row + "]", "") == formats::Format::text);
}

TEST_CASE("content: json") {
  for (const char* text : {"[",
                           "[]",
                           "[[]]",
                           "[1]",
                           "[[1]]",
                           "[1,2]",
                           "[1 ,2]",
                           "[ 1\n, 2 ]",
                           "[[1,2],\n [3,4]]",
                           "[[1],[2]]",
                           "[1][2]",
                           "[1] [2]",
                           "[1]\n[2]",
                           "[]\n[]",
                           "[NaN, 1]",
                           "[-Infinity,1]",
                           "{",
                           "{}",
                           " \r\n\t[1]",
                           "\xEF\xBB\xBF[1]",
                           "\xEF\xBB\xBF {\"a\":1}",
                           "[x",
                           "[null]",
                           "[\"a\" \"b\"]",
                           "[1",
                           "[-1.5e-7,",
                           "{\"logits\": [1 2]}",
                           "[01]",
                           "[1 \"a\"]"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::json);
  }
}

TEST_CASE("content: printed text") {
  for (const char* text : {"[1 2 3]",
                           "[1. 2. 3.]",
                           "[ 0.1  0.2]",
                           "[[0.1 0.2]\n [0.3 0.4]]",
                           "[[0.1]\n [0.2]]",
                           "[[1 2] [3 4]]",
                           "[[] []]",
                           "[nan 1.]",
                           "[-inf  inf]",
                           "[1\n2]",
                           "[.5 1]",
                           "[+1 -1]",
                           "[0.1 0.2 ... 0.9]",
                           "\xEF\xBB\xBF[1 2]",
                           "tensor([1, 2])",
                           "tensor(0.5)",
                           "tensor([])",
                           "tensor([[nan, 1]])",
                           "array([0.1, 0.2])",
                           "array([[ 0.1,  0.2],\n       [0.3, 0.4]])",
                           "np.array([1])",
                           "tf.Tensor(\n[[1. 2.]], shape=(1, 2), dtype=float32)",
                           "logits = [1, 2]",
                           "logits=[[1, 2]]",
                           "logits: [1]",
                           "x = np.array([1, 2])",
                           "x: torch.tensor([1])",
                           "Out[3]: array([1])",
                           "(1, 2)",
                           "softmax of x\n[1 2]",
                           ">>> softmax(x)\n0.5",
                           ">> tensor([0.5])",
                           "In [3]: x\nOut[3]: 0.5",
                           "# [0.1, 0.9]",
                           "# tensor([0.1, 0.9])",
                           "// array([0.1])",
                           "[tensor(0.1), tensor(0.9)]",
                           "[[0.1, 0.2]]\n<NDArray 1x2 @cpu(0)>",
                           "loss=None, logits=tensor([[0.1]])",
                           "import torch\nx = torch.tensor(\n[1.])",
                           "Variable containing:\n 0.1\n",
                           " 0.1  0.2\n[torch.FloatTensor of size 1x2]",
                           " 0.1  0.2\n[ CPUFloatType{1,2} ]",
                           "1.00000e-02 *\n 1 2\n",
                           "(0 ,.,.) = \n 1 2\n",
                           "Columns 0 to 9 \n 1 2\n",
                           "<tf.Tensor: shape=(1,), dtype=float32, numpy=array([1.], dtype=float32)>",
                           "((1, 2), (3, 4))"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::text);
  }
}

TEST_CASE("content: csv is everything else") {
  for (const char* text : {"",
                           " ",
                           "\n",
                           "1",
                           "1 2 3",
                           "1,2\n3,4\n",
                           "1;2",
                           "-1.5\n2\n",
                           "a,b\n1,2\n",
                           "name value\n1 2\n",
                           "nan,inf\n",
                           "nan",
                           "NaN 1",
                           "inf",
                           "\"a\",\"b\"\n1,2\n",
                           "time [s],value [m]\n1,2\n",
                           "x(m),y(m)\n1,2\n",
                           "# comment\n1 2\n",
                           "label: 5",
                           "a:1",
                           "x=1,y=2",
                           "\xEF\xBB\xBF"
                           "1,2",
                           "+1 2",
                           ".5",
                           "]",
                           ")",
                           "\xFF\xFE",
                           "(m),(s)\n1,2\n"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::csv);
  }
}

TEST_CASE("content: odd beginnings of printed text, and what only looks like it") {
  for (const char* text : {"\xEF\xBB\xBF>>> x", "\r\n\r\ntensor(\r\n[1.])", "Array([0.25], dtype=float32)",
                           "Tensor(shape=[1], dtype=float32,\n [1.])", "##  tensor(1.)", "loss 3\n[1 2]\n",
                           "y: [0.5 0.5]", "np.float64(0.5)", "[np.float64(0.5), np.float64(0.5)]", "> [1, 2]"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::text);
  }
  for (const char* text : {"[[[", "[torch", "{\"x\": \"y\"}", "[\"tensor\"]"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::json);
  }
  for (const char* text : {"tensor,array\n1,2\n", "tensor\n1\n", "array(x)\n1\n", "a#b,c\n1,2\n", "1e-02,*\n"}) {
    CAPTURE(text);
    CHECK(format_of_content(text) == formats::Format::csv);
  }
}
