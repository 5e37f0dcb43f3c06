#include <cmath>
#include <optional>

#include <doctest/doctest.h>

#include "derive/forms.h"

using namespace softmax;
using namespace softmax::derive;

namespace {

const Numbers number(Dtype::float64, std::nullopt, Spelling::plain);

}  // namespace

TEST_CASE("a page as text") {
  const Page page{"title", {{"", {Paragraph{"Words."}}}, {"Heading", {Equation{{"p_i", "1 / 2", "0.5"}, "i = [0]"}}}}};
  CHECK(text(page, number) ==
        "title\n"
        "\n"
        "Words.\n"
        "\n"
        "Heading\n"
        "\n"
        "  p_i = 1 / 2 = 0.5, i = [0]\n");
}

TEST_CASE("the points of numbers are aligned, no blank ends a line") {
  const Table table{{"x_j", "e_j"},
                    {{false, 0, {0}, {-10.25, 1}},
                     {true, 0, {1}, {1e-5, 100}},
                     {false, 7, {9}, {-HUGE_VAL, 0.5}},
                     {false, 0, {10}, {NAN, 1.5e300}}}};
  CHECK(text({"t", {{"", {table}}}}, number) ==
        "t\n"
        "\n"
        "    index  x_j        e_j\n"
        "    [0]    -10.25       1\n"
        "  > [1]      1e-05    100\n"
        "    ... 7 left out\n"
        "    [9]    -Infinity    0.5\n"
        "    [10]   NaN          1.5e+300\n");
}

TEST_CASE("a line that is wider than a terminal is broken") {
  const std::string forty(40, '1');
  CHECK(text({"t", {{"", {Equation{{"p_i", "e_i / s", forty, forty}, ""}}}}}, number) ==
        "t\n\n  p_i = e_i / s = " + forty + "\n      = " + forty + "\n");
  CHECK(
      text({"t", {{"", {Equation{{"p_i", std::string(30, '1'), std::string(30, '2')}, "j = i, as in x"}}}}}, number) ==
      "t\n\n  p_i = " + std::string(30, '1') + "\n      = " + std::string(30, '2') + ", j = i, as in x\n");
  const std::string word(39, 'w');
  CHECK(text({"t", {{"", {Paragraph{word + " " + word + "w " + word}}}}}, number) ==
        "t\n\n" + word + " " + word + "w\n" + word + "\n");
}
