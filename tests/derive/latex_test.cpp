#include <cmath>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "derive/forms.h"
#include "support/derived.h"
#include "support/process.h"

using namespace softmax;
using namespace softmax::derive;

TEST_CASE("a page as a LaTeX document") {
  const Table table{{"x_j"}, {{true, 0, {0, 1}, {-10.25}}, {false, 7, {0, 9}, {-HUGE_VAL}}}};
  const std::string wide(50, '1');
  const Page page{"title",
                  {{"", {Paragraph{"Words."}, Equation{{"p_i", "\\frac{1}{2}", "0.5"}, "i = [0]"}}},
                   {"Heading", {table, Equation{{"s", wide, wide}, "j = i"}}}}};
  CHECK(latex(page, Numbers(Dtype::float64, std::nullopt, Spelling::math)) ==
        "\\documentclass{article}\n"
        "\\usepackage{amsmath}\n"
        "\\addtolength{\\textwidth}{4cm}\n"
        "\\addtolength{\\oddsidemargin}{-2cm}\n"
        "\\setlength{\\parindent}{0pt}\n"
        "\\allowdisplaybreaks\n"
        "\\begin{document}\n"
        "\n"
        "\\section*{title}\n"
        "\n"
        "Words.\n"
        "\n"
        "\\[ p_i = \\frac{1}{2} = 0.5,\\quad i = [0] \\]\n"
        "\n"
        "\\subsection*{Heading}\n"
        "\n"
        "\\begin{center}\n"
        "\\begin{tabular}{lr}\n"
        "  index & $x_j$ \\\\\n"
        "  \\hline\\noalign{\\smallskip}\n"
        "  \\boldmath$[0,1]$ & \\boldmath$-10.25$ \\\\\n"
        "  7 left out & $\\cdots$ \\\\\n"
        "  $[0,9]$ & $-\\infty$ \\\\\n"
        "\\end{tabular}\n"
        "\\end{center}\n"
        "\n"
        "\\begin{align*}\n"
        "  s &= " +
            wide +
            " \\\\\n"
            "  &= " +
            wide +
            ",\\quad j = i\n"
            "\\end{align*}\n"
            "\n"
            "\\end{document}\n");
}

TEST_CASE("documents compile without changes, and nothing is wider than the page") {
  const test::TemporaryDirectory directory;
  if (test::run_script("command -v pdflatex", directory.path()).status != 0) {
    MESSAGE("no pdflatex to be had here: not tested");
    return;
  }
  std::vector<double> longer(1000);
  for (std::size_t i = 0; i < longer.size(); ++i) longer[i] = 0.123456789 * static_cast<double>(i);
  struct Case {
    std::vector<double> x;
    std::size_t element;
    Request request;
  };
  Request log;
  log.operation = Operation::log_softmax;
  Request scaled = log;
  scaled.scale = {.is_temperature = false, .value = -3.3333333};
  Request naive;
  naive.mode = Mode::naive;
  naive.scale.value = 1e-5;
  const std::vector<Case> cases = {
      {{1, 2, 3}, 0, {}},       {{1, 1000}, 1, log},   {longer, 500, scaled},
      {longer, 0, naive},       {{1, NAN}, 0, naive},  {{1, HUGE_VAL}, 1, log},
      {{-HUGE_VAL}, 0, scaled}, {{-HUGE_VAL}, 0, log}, {{1e-300, -1e-200, 1e308}, 0, naive}};
  for (const Case& tested : cases) {
    const Derivation d = test::derived(test::vector_of(tested.x), tested.request, {tested.element});
    std::ofstream(directory.path() / "explained.tex") << written(d, Form::latex, std::nullopt);
    const test::Finished finished =
        test::run_script("pdflatex -interaction=nonstopmode -halt-on-error explained.tex", directory.path());
    CHECK_MESSAGE(finished.status == 0, finished.output);
    CHECK_MESSAGE(finished.output.find("Overfull") == std::string::npos, finished.output);
  }
}
