#include "cli/option_table.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/options.h"
#include "core/error.h"
#include "support/process.h"

namespace softmax::test {
namespace {

using cli::Offer;
using cli::Option;
using cli::option_table;

cli::Options parse(std::vector<std::string> words) {
  std::vector<const char*> arguments = {"softmax"};
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return cli::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

/// The words of a text with one blank between any two.
std::string flowing(const std::string& text) {
  std::istringstream words(text);
  std::string flowing;
  for (std::string word; words >> word;) flowing += ' ' + word;
  return flowing + ' ';
}

std::string replaced(std::string text, std::string_view old, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += by.size()) {
    text.replace(at, old.size(), by);
  }
  return text;
}

/// What a Markdown table of options says about one option: its names with its value, and its default.
struct Row {
  std::string names;
  std::string default_value;
};

/// The cells of a row of a Markdown table; \| is no end of a cell.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells(1);
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '\\' && row[i + 1] == '|') {
      cells.back() += row[++i];
    } else if (row[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back() += row[i];
    }
  }
  cells.pop_back();
  return cells;
}

/// Text without the marks of code and links.
std::string plain(std::string text) {
  for (std::size_t end = 0; (end = text.find("](")) != std::string::npos;) {
    text.erase(end, text.find(')', end) + 1 - end);
    text.erase(text.rfind('[', end), 1);
  }
  text = flowing(replaced(text, "`", ""));
  return text.size() < 2 ? "" : text.substr(1, text.size() - 2);
}

/// The table of options in a Markdown file of the project, by long names. One row may describe several options.
std::map<std::string, Row> rows_of(std::string_view name) {
  std::map<std::string, Row> rows;
  std::istringstream text(bytes_of(std::filesystem::path(SOFTMAX_SOURCE_DIR) / name));
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("| `-")) continue;
    const std::vector<std::string> cells = cells_of(line);
    REQUIRE(cells.size() == 3);
    const std::string default_value = plain(cells[2]) == "none" ? "" : plain(cells[2]);
    std::istringstream entries(replaced(cells[0], "`, `", "`\n`"));
    for (std::string entry; std::getline(entries, entry);) {
      const std::string names = replaced(plain(entry), "θ", "THETA");  // what the program prints is ASCII
      const std::size_t begin = names.find("--");
      rows[names.substr(begin, names.find(' ', begin) - begin)] = {names, default_value};
    }
  }
  return rows;
}

std::string names_and_value(const Option& option, std::string_view between) {
  const std::string value = option.text.value.empty() ? "" : fmt::format(" {}", option.text.value);
  if (option.text.short_name.empty()) return fmt::format("{}{}", option.text.long_name, value);
  return fmt::format("{}{}{}{}", option.text.short_name, between, option.text.long_name, value);
}

}  // namespace

TEST_CASE("--help tells every option in its order, with its value and its default, and no other") {
  const std::string help = parse({"--help"}).text.value();
  const std::string words = flowing(help);
  std::size_t at = 0;
  for (const Option& option : option_table()) {
    const std::string told = fmt::format(" {} {} ", names_and_value(option, ","), cli::help_line(option));
    CAPTURE(told);
    at = words.find(told, at);
    REQUIRE(at != std::string::npos);
  }
  std::size_t lines_of_options = 0;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    CHECK_MESSAGE(line.size() <= 80, line);
    if (line.starts_with("  -")) ++lines_of_options;
  }
  CHECK(lines_of_options == option_table().size());
}

TEST_CASE("docs/options.md lists every option with the same names, value and default, and no other") {
  const std::map<std::string, Row> rows = rows_of("docs/options.md");
  for (const Option& option : option_table()) {
    CAPTURE(option.text.long_name);
    const auto row = rows.find(std::string(option.text.long_name));
    REQUIRE(row != rows.end());
    CHECK(row->second.names == names_and_value(option, ", "));
    CHECK(row->second.default_value == option.text.default_value);
  }
  CHECK(rows.size() == option_table().size());
}

TEST_CASE("README.md lists ten options with the names, value and default that docs/options.md has") {
  const std::map<std::string, Row> all = rows_of("docs/options.md");
  const std::map<std::string, Row> most_used = rows_of("README.md");
  CHECK(most_used.size() == 10);
  for (const auto& [long_name, row] : most_used) {
    CAPTURE(long_name);
    const auto same = all.find(long_name);
    REQUIRE(same != all.end());
    CHECK(row.names == same->second.names);
    CHECK(row.default_value == same->second.default_value);
  }
}

TEST_CASE("the words of an option are those that it takes, and its help names them") {
  for (const Option& option : option_table()) {
    const std::string name(option.text.long_name);
    CAPTURE(name);
    CHECK((option.offer == Offer::word || option.offer == Offer::list) == !option.words().empty());
    if (option.words().empty()) continue;
    const auto taken = [&option](std::vector<std::string> words) {
      if (!option.needs.empty()) words.insert(words.end(), {std::string(option.needs), "x"});
      return refusal(words);
    };
    const std::string expected = option.offer == Offer::word ? "one of " : "a list of ";
    CHECK(taken({name, "?"}) == fmt::format("{} ?: expected {}{}", name, expected, fmt::join(option.words(), ", ")));
    for (const std::string_view word : option.words()) {
      CAPTURE(word);
      CHECK(taken({name, std::string(word)}) == "accepted");
      CHECK((cli::help_line(option) + std::string(option.text.value)).find(word) != std::string::npos);
    }
    for (const std::string_view word : option.explained_words()) {
      CAPTURE(word);
      CHECK(refusal({"--explain", "0", name, std::string(word)}) == "accepted");
      CHECK(cli::help_line(option).find(word) != std::string::npos);
    }
    if (option.offer != Offer::list) continue;
    CHECK(refusal({name, fmt::format("{}", fmt::join(option.words(), ","))}) == "accepted");
  }
}

TEST_CASE("every option takes a value or none, as its text says") {
  for (const Option& option : option_table()) {
    if (option.text.long_name == "--help" || option.text.long_name == "--version") continue;
    CAPTURE(option.text.long_name);
    const bool needs_value =
        refusal({std::string(option.text.long_name)}).find(" needs a value; ") != std::string::npos;
    CHECK(needs_value == !option.text.value.empty());
    if (option.text.short_name.empty()) continue;
    CHECK(refusal({std::string(option.text.short_name)}) == refusal({std::string(option.text.long_name)}));
  }
}

TEST_CASE("no shell has to quote what completions show") {
  const auto is_plain = [](char c) {
    constexpr std::string_view signs = " -*/";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  };
  for (const Option& option : option_table()) {
    CHECK_MESSAGE(std::all_of(option.text.summary.begin(), option.text.summary.end(), is_plain), option.text.summary);
    for (const std::string_view word : option.words()) CHECK(std::all_of(word.begin(), word.end(), is_plain));
  }
}

}  // namespace softmax::test
