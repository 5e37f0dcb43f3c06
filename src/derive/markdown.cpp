#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/layouts.h"

namespace softmax::derive {
namespace {

std::string markdown_of(const Paragraph& paragraph) { return paragraph.text + '\n'; }

std::string markdown_of(const Equation& equation) {
  const std::string aside = equation.aside.empty() ? "" : formatted(", ${}$", equation.aside);
  return formatted("${}${}\n", fmt::join(equation.sides, " = "), aside);
}

std::string markdown_of(const Table& table, const Numbers& numbers) {
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

}  // namespace

std::string markdown(const Page& page, const Numbers& numbers) {
  std::string text = formatted("# {}\n", page.title);
  for (const Section& section : page.sections) {
    if (!section.heading.empty()) text += formatted("\n## {}\n", section.heading);
    for (const auto& block : section.blocks) {
      text += '\n';
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) text += markdown_of(*paragraph);
      if (const auto* equation = std::get_if<Equation>(&block)) text += markdown_of(*equation);
      if (const auto* table = std::get_if<Table>(&block)) text += markdown_of(*table, numbers);
    }
  }
  return text;
}

}  // namespace softmax::derive
