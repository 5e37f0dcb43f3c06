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
