#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/forms.h"
#include "text/utf8.h"

namespace softmax::derive {
namespace {
constexpr std::size_t widest_line = 80;
constexpr std::string_view indent = "  ";
constexpr std::string_view between = "  ";

/// The length of a number up to its point or exponent; all of a word.
std::size_t whole_part(std::string_view number) { return std::min(number.find_first_of(".e"), number.size()); }

/// The cells of a column, heading first, with blanks before the numbers so that their points are aligned.
std::vector<std::string> column(const std::string& heading, std::vector<std::string> numbers) {
  const auto is_word = [](const std::string& number) { return number == "NaN" || number.ends_with("Infinity"); };
  std::size_t widest = 0;
  for (const std::string& number : numbers) {
    if (!is_word(number)) widest = std::max(widest, whole_part(number));
  }
  for (std::string& number : numbers) {
    const std::size_t whole = is_word(number) ? number.size() : whole_part(number);
    number.insert(0, widest - std::min(widest, whole), ' ');
  }
  numbers.insert(numbers.begin(), heading);
  return numbers;
}

void append_padded(std::vector<std::string>& lines, const std::vector<std::string>& cells) {
  std::size_t width = 0;
  for (std::size_t row = 0; row < lines.size(); ++row) width = std::max(width, lines[row].size());
  for (std::size_t row = 0; row < lines.size(); ++row) {
    lines[row].resize(width, ' ');
    lines[row].append(between).append(cells[row]);
  }
}

/// The blocks of a page as plain text.
struct TextBlocks {
  const Numbers& numbers;

  std::string operator()(const Paragraph& paragraph) const { return wrapped(paragraph.text, widest_line) + '\n'; }

  std::string operator()(const Equation& equation) const {
    const std::string aside = equation.aside.empty() ? "" : ", " + equation.aside;
    const std::string line = formatted("{}{}{}\n", indent, fmt::join(equation.sides, " = "), aside);
    if (line.size() <= widest_line + 1) return line;
    std::string text = formatted("{}{}", indent, equation.sides.front());
    const std::string margin(indent.size() + equation.sides.front().size(), ' ');
    std::size_t width = margin.size();
    for (std::size_t side = 1; side < equation.sides.size(); ++side) {
      const bool is_last = side + 1 == equation.sides.size();
      const std::string part = " = " + equation.sides[side] + (is_last ? aside : "");
      if (side > 1 && width + part.size() > widest_line) {
        text += "\n" + margin;
        width = margin.size();
      }
      text += part;
      width += part.size();
    }
    return text + '\n';
  }

  std::string operator()(const Table& table) const {
    std::vector<std::string> lines = {formatted("{}  index", indent)};
    for (const Table::Row& row : table.rows) {
      lines.push_back(formatted("{}{} {}", indent, row.is_element ? '>' : ' ', index_text(row.index)));
    }
    for (std::size_t c = 0; c < table.headings.size(); ++c) {
      std::vector<std::string> cells;
      for (const Table::Row& row : table.rows) cells.push_back(numbers(row.numbers[c]));
      append_padded(lines, column(table.headings[c], std::move(cells)));
    }
    std::string text = lines.front() + '\n';
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (table.rows[row].left_out > 0) text += formatted("{}  ... {} left out\n", indent, table.rows[row].left_out);
      text += lines[row + 1] + '\n';
    }
    return text;
  }
};
}  // namespace

std::string text(const Page& page, const Numbers& numbers) {
  const auto heading = [](const std::string& words) { return words + '\n'; };
  return page.title + '\n' + laid_out(page, heading, TextBlocks{numbers});
}
}  // namespace softmax::derive
