#include <cmath>
#include <optional>

#include <doctest/doctest.h>

#include "derive/forms.h"

using namespace softmax;
using namespace softmax::derive;

TEST_CASE("a page as Markdown") {
  const Table table{{"x_j", "e_j"}, {{true, 0, {0, 1}, {-10.25, 1}}, {false, 7, {0, 9}, {-HUGE_VAL, 1e-5}}}};
  const Page page{"title",
                  {{"", {Paragraph{"Words."}, Equation{{"p_i", "\\frac{1}{2}", "0.5"}, "i = [0]"}}},
                   {"Heading", {table, Equation{{"s", "2"}, ""}}}}};
  CHECK(markdown(page, Numbers(Dtype::float64, std::nullopt, Spelling::plain)) ==
        "# title\n"
        "\n"
        "Words.\n"
        "\n"
        "$p_i = \\frac{1}{2} = 0.5$, $i = [0]$\n"
        "\n"
        "## Heading\n"
        "\n"
        "| index | $x_j$ | $e_j$ |\n"
        "|---|---:|---:|\n"
        "| **[0,1]** | **-10.25** | **1** |\n"
        "| 7 left out | … | … |\n"
        "| [0,9] | -Infinity | 1e-05 |\n"
        "\n"
        "$s = 2$\n");
}
