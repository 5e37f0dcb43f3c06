#include <cstddef>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/layouts.h"

namespace softmax::derive {
namespace {

/// Longer formulas get a line for each side: the lines of an article hold about so many characters of source.
constexpr std::size_t longest_on_one_line = 90;

std::string latex_of(const Paragraph& paragraph) { return paragraph.text + '\n'; }

std::string latex_of(const Equation& equation) {
  const std::string aside = equation.aside.empty() ? "" : ",\\quad " + equation.aside;
  const std::string line = formatted("{}{}", fmt::join(equation.sides, " = "), aside);
  if (line.size() <= longest_on_one_line) return formatted("\\[ {} \\]\n", line);
  std::string text = "\\begin{align*}\n  " + equation.sides.front();
  for (std::size_t side = 1; side < equation.sides.size(); ++side) {
    text += formatted("{} &= {}", side == 1 ? "" : " \\\\\n ", equation.sides[side]);
  }
  return text + aside + "\n\\end{align*}\n";
}

std::string latex_of(const Table& table, const Numbers& numbers) {
  std::string text =
      formatted("\\begin{{center}}\n\\begin{{tabular}}{{l{}}}\n  index", std::string(table.headings.size(), 'r'));
  for (const std::string& heading : table.headings) text += formatted(" & ${}$", heading);
  text += " \\\\\n  \\hline\\noalign{\\smallskip}\n";
  for (const Table::Row& row : table.rows) {
    if (row.left_out > 0) {
      text += formatted("  {} left out", row.left_out);
      for (std::size_t c = 0; c < row.numbers.size(); ++c) text += " & $\\cdots$";
      text += " \\\\\n";
    }
    // In math: a bracket behind \\ would be its argument.
    const std::string_view mark = row.is_element ? "\\boldmath" : "";
    text += formatted("  {}${}$", mark, index_text(row.index));
    for (const double number : row.numbers) text += formatted(" & {}${}$", mark, numbers(number));
    text += " \\\\\n";
  }
  return text + "\\end{tabular}\n\\end{center}\n";
}

}  // namespace

std::string latex(const Page& page, const Numbers& numbers) {
  std::string text =
      "\\documentclass{article}\n"
      "\\usepackage{amsmath}\n"
      "\\addtolength{\\textwidth}{4cm}\n"  // two columns of numbers as long as they come
      "\\addtolength{\\oddsidemargin}{-2cm}\n"
      "\\setlength{\\parindent}{0pt}\n"
      "\\allowdisplaybreaks\n"
      "\\begin{document}\n";
  text += formatted("\n\\section*{{{}}}\n", page.title);
  for (const Section& section : page.sections) {
    if (!section.heading.empty()) text += formatted("\n\\subsection*{{{}}}\n", section.heading);
    for (const auto& block : section.blocks) {
      text += '\n';
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) text += latex_of(*paragraph);
      if (const auto* equation = std::get_if<Equation>(&block)) text += latex_of(*equation);
      if (const auto* table = std::get_if<Table>(&block)) text += latex_of(*table, numbers);
    }
  }
  return text + "\n\\end{document}\n";
}

}  // namespace softmax::derive
