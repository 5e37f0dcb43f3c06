#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"

using namespace softmax::formats;

TEST_CASE("texts that look printed: brackets without commas, names, prompts, margins, words of a form") {
  for (const char* text : {"[1 2]", "[[1 2]\n [3 4]]", "tensor([1, 2])", "x = [1, 2]", ">>> x", "Out[3]: [1, 2]",
                           "# [1, 2]", "[tensor(1.), tensor(2.)]", "# tf.Tensor(\n# [[1.\n", "(1, 2)",
                           "1.00000e-02 *\n 1 2\n", "loss 3\n[1 2]\n", "> {}"}) {
    CAPTURE(text);
    CHECK(looks_printed(text));
  }
}

TEST_CASE("source code and logs look printed: a line names numbers in brackets") {
  for (const char* text :
       {"x <- c(1, 2, 3)\n", "# data\nx <- c(1, 2)\n", "x = 3 * [1]\n", "x = -[1 2 3]\n", "x: list[float] = [1.0]\n",
        "let x = vec![1.0];\n", "std::vector<double> x = {1.0};\n", "x := []float64{1.0}\n", "x, y = [1, 2], [3, 4]\n",
        "2024-01-01 12:00:00 INFO logits: [0.1, 0.2]\n", "[INFO] logits: [0.1, 0.2]\n",
        "import numpy as np\n\ndef f(x):\n    return x\nscores = [3.0, 1.0]\n", "{'logits': tensor([[0.1, 0.2]])}\n",
        "{'logits': [0.1, 0.2]}\n", "{logits: [0.1]}\n", "[0.29, 0.71].\n", "The result is\np(a): [0.1, 0.2]\n"}) {
    CAPTURE(text);
    CHECK(looks_printed(text));
  }
  for (const char* text : {"a,b\n1,2\n# x = [1, 2]\n", "{\"a\": [1, 2]}\n", "[{\"a\": [1]}, {\"b = [1\": [2]}]\n",
                           "a,\"b: [1, 2]\"\n1,2\n", "{\n  \"a\":\n    [1]\n}\n", "a,x=(1)\n1,2\n", "x<=[1],y\n1,2\n",
                           "12:30,[1]\n", "a == [1]\n"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_printed(text));
  }
}

TEST_CASE("JSON and CSV don't look printed") {
  for (const char* text : {"", "[1, 2]", "[[1], [2]]", "{\"x\": [1 2]}", "1,2\n3,4\n", "1 2 3", "a,b\n1,2\n", "nan",
                           "# comment\n1 2\n", "label = five", "x(m),y(m)\n1,2\n", "1e-02,*\n"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_printed(text));
  }
}

TEST_CASE("every form's words make a text look printed") {
  for (const PrintForm& form : print_forms()) {
    for (const std::string_view word : form.words) {
      CAPTURE(word);
      CHECK(looks_printed("1 2\n" + std::string(word)));
    }
  }
}
