#include <cstddef>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/forms.h"

namespace softmax::derive {
namespace {
/// The blocks of a page as Markdown.
struct MarkdownBlocks {
  const Numbers& numbers;  ///< of tables

  std::string operator()(const Paragraph& paragraph) const { return paragraph.text + '\n'; }

  std::string operator()(const Equation& equation) const {
    const std::string aside = equation.aside.empty() ? "" : formatted(", ${}$", equation.aside);
    return formatted("${}${}\n", fmt::join(equation.sides, " = "), aside);
  }

  std::string operator()(const Table& table) const {
    std::string text = "| index |";
    std::string rule = "|---|";
    for (const std::string& heading : table.headings) {
      text += formatted(" ${}$ |", heading);
      rule += "---:|";
    }
    text += '\n' + rule + '\n';
    for (const Table::Row& row : table.rows) {
      if (row.left_out > 0) {
        text += formatted("| {} left out |", row.left_out);
        for (std::size_t c = 0; c < row.numbers.size(); ++c) text += " … |";
        text += '\n';
      }
      const std::string_view mark = row.is_element ? "**" : "";
      text += formatted("| {}{}{} |", mark, index_text(row.index), mark);
      for (const double number : row.numbers) text += formatted(" {}{}{} |", mark, numbers(number), mark);
      text += '\n';
    }
    return text;
  }
};

/// The blocks of a page as LaTeX.
struct LatexBlocks {
  const Numbers& numbers;  ///< of tables

  std::string operator()(const Paragraph& paragraph) const { return paragraph.text + '\n'; }

  std::string operator()(const Equation& equation) const {
    const std::string aside = equation.aside.empty() ? "" : ",\\quad " + equation.aside;
    const std::string line = formatted("{}{}", fmt::join(equation.sides, " = "), aside);
    // Longer formulas get a line for each side: about this much source fits in a line of an article.
    constexpr std::size_t longest_on_one_line = 90;
    if (line.size() <= longest_on_one_line) return formatted("\\[ {} \\]\n", line);
    std::string text = "\\begin{align*}\n  " + equation.sides.front();
    for (std::size_t side = 1; side < equation.sides.size(); ++side) {
      text += formatted("{} &= {}", side == 1 ? "" : " \\\\\n ", equation.sides[side]);
    }
    return text + aside + "\n\\end{align*}\n";
  }

  std::string operator()(const Table& table) const {
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
      // In math: LaTeX would take a bracket after \\ for its argument.
      const std::string_view mark = row.is_element ? "\\boldmath" : "";
      text += formatted("  {}${}$", mark, index_text(row.index));
      for (const double number : row.numbers) text += formatted(" & {}${}$", mark, numbers(number));
      text += " \\\\\n";
    }
    return text + "\\end{tabular}\n\\end{center}\n";
  }
};
}  // namespace

std::string markdown(const Page& page, const Numbers& numbers) {
  const auto heading = [](const std::string& text) { return formatted("## {}\n", text); };
  return formatted("# {}\n", page.title) + laid_out(page, heading, MarkdownBlocks{numbers});
}

std::string latex(const Page& page, const Numbers& numbers) {
  const auto heading = [](const std::string& text) { return formatted("\\subsection*{{{}}}\n", text); };
  std::string text =
      "\\documentclass{article}\n"
      "\\usepackage{amsmath}\n"
      "\\addtolength{\\textwidth}{4cm}\n"  // room for two columns of numbers of any length
      "\\addtolength{\\oddsidemargin}{-2cm}\n"
      "\\setlength{\\parindent}{0pt}\n"
      "\\allowdisplaybreaks\n"
      "\\begin{document}\n";
  text += formatted("\n\\section*{{{}}}\n", page.title);
  return text + laid_out(page, heading, LatexBlocks{numbers}) + "\n\\end{document}\n";
}
}  // namespace softmax::derive
