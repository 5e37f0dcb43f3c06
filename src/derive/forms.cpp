#include "derive/forms.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
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

/// For texts of this program, which have no character that JSON would escape.
std::string json_string(std::string_view text) { return formatted("\"{}\"", text); }

/// The members of a JSON object: keys and the JSON text of the values.
using Members = std::vector<std::pair<std::string_view, std::string>>;

std::string members_json(const Members& members, std::string_view separator) {
  std::string text;
  for (const auto& [key, value] : members) {
    text += formatted("{}\"{}\": {}", text.empty() ? "" : separator, key, value);
  }
  return text;
}

std::string array(const std::vector<std::size_t>& values) { return formatted("[{}]", fmt::join(values, ",")); }

std::string array(std::vector<std::string> texts) {
  for (std::string& text : texts) text = json_string(text);
  return formatted("[{}]", fmt::join(texts, ","));
}

std::string member_json(const Member& member, const Numbers& number) {
  return formatted("    {{{}}}", members_json({{"index", array(member.index)},
                                               {"x", number(member.input)},
                                               {"z", number(member.logit)},
                                               {"difference", number(member.difference)},
                                               {"exponential", number(member.exponential)},
                                               {"naive_exponential", number(member.naive_exponential)},
                                               {"softmax", number(member.softmax)},
                                               {"derivative", number(member.derivative)}},
                                              ", "));
}

std::string stable_json(const Derivation& d, const Numbers& number) {
  Members members = {{"maximum", number(d.stable.maximum)},
                     {"maximum_index", array(d.members[d.maximum].index)},
                     {"sum", number(d.stable.sum)}};
  if (d.operation == Operation::log_softmax) {
    members.emplace_back("log_sum", number(d.stable.log_sum));
    members.emplace_back("log_sum_exp", number(d.stable.log_sum_exp));
  }
  members.emplace_back("result", number(d.stable.result));
  return formatted("{{{}}}", members_json(members, ", "));
}

std::string naive_json(const Derivation& d, const Numbers& number) {
  const bool is_failed = d.naive.failure != Failure::none;
  return formatted("{{{}}}", members_json({{"sum", number(d.naive.sum)},
                                           {"quotient", number(d.naive.quotient)},
                                           {"result", number(d.naive.result)},
                                           {"failure", is_failed ? json_string(name(d.naive.failure)) : "null"}},
                                          ", "));
}
}  // namespace

std::optional<Form> form_by_ending(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, Form>, 4> endings = {
      {{".txt", Form::text}, {".md", Form::markdown}, {".tex", Form::latex}, {".json", Form::json}}};
  for (const auto& [ending, form] : endings) {
    if (path.ends_with(ending)) return form;
  }
  return std::nullopt;
}

std::string written(const Derivation& derivation, Form form, std::optional<int> precision) {
  const Numbers plain(derivation.dtype, precision, Spelling::plain);
  const Numbers math(derivation.dtype, precision, Spelling::math);
  switch (form) {
    case Form::text:
      return text(page(derivation, plain, Syntax(false)), plain);
    case Form::markdown:
      return markdown(page(derivation, math, Syntax(true)), plain);
    case Form::latex:
      return latex(page(derivation, math, Syntax(true)), math);
    case Form::json:
      break;
  }
  return json(derivation, precision);
}

std::string text(const Page& page, const Numbers& numbers) {
  const auto heading = [](const std::string& words) { return words + '\n'; };
  return page.title + '\n' + laid_out(page, heading, TextBlocks{numbers});
}

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

std::string json(const Derivation& d, std::optional<int> precision) {
  const Numbers number(d.dtype, precision, Spelling::json);
  const Numbers words(d.dtype, precision, Spelling::plain);
  const Syntax syntax(false);
  std::vector<std::string> sentences = remarks(d, words, syntax);
  sentences.push_back(naive_remark(d, words, syntax));

  std::vector<std::string> members;
  for (const Member& member : d.members) members.push_back(member_json(member, number));
  const double scale = d.scale.is_temperature ? 1 / d.scale.value : d.scale.value;
  const Members object = {{"index", array(d.index)},
                          {"shape", array(d.shape)},
                          {"dtype", json_string(name(d.dtype))},
                          {"op", json_string(name(d.operation))},
                          {"mode", json_string(name(d.mode))},
                          {"dim", array(d.dims)},
                          {"scale", Numbers(Dtype::float64, std::nullopt, Spelling::json)(scale)},
                          {"result", number(d.result)},
                          {"slice", json_string(slice_text(d.dims, d.index))},
                          {"slice_length", formatted("{}", d.slice_length)},
                          {"members", formatted("[\n{}\n  ]", fmt::join(members, ",\n"))},
                          {"left_out", formatted("{}", d.slice_length - d.members.size())},
                          {"stable", stable_json(d, number)},
                          {"naive", naive_json(d, number)},
                          {"remarks", array(sentences)}};
  return formatted("{{\n  {}\n}}\n", members_json(object, ",\n  "));
}
}  // namespace softmax::derive
