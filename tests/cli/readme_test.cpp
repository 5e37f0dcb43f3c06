// Runs the examples of README.md, docs/examples.md, docs/checking.md and the manual page. A fenced block that begins
// with ```console holds lines `$ command`, each followed by what a terminal then shows: standard output and standard
// error as they come. The current directory is data/samples.

#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/process.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

struct Example {
  std::size_t line;  ///< of the command
  std::string command;
  std::string shown;
};

/// The commands of the console blocks of a Markdown text.
std::vector<Example> examples_of(const std::string& markdown, const std::string& name) {
  std::vector<Example> examples;
  std::istringstream text(markdown);
  bool in_console = false;
  bool has_command = false;  // in this block
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (!in_console) {
      in_console = line == "```console";
      has_command = false;
    } else if (line == "```") {
      in_console = false;
    } else if (line.starts_with("$ ")) {
      examples.push_back({number, line.substr(2), {}});
      has_command = true;
    } else {
      REQUIRE_MESSAGE(has_command, fmt::format("{}:{}: a console block begins with '$ ' and a command", name, number));
      examples.back().shown += line + "\n";
    }
  }
  REQUIRE_MESSAGE(!in_console, fmt::format("{}: the last console block is not closed", name));
  return examples;
}

/// The examples of a manual page as console blocks.
std::string markdown_of(const std::string& page) {
  std::istringstream text(page);
  std::string markdown;
  bool is_example = false;
  for (std::string line; std::getline(text, line);) {
    if (line == ".EX" || line == ".EE") {
      is_example = line == ".EX";
      markdown += is_example ? "```console\n" : "```\n";
    } else if (is_example) {
      for (const auto& [mark, meaning] : {std::pair{"\\-", "-"}, std::pair{"\\(aq", "'"}}) {
        for (std::size_t at = 0; (at = line.find(mark, at)) != std::string::npos; ++at) {
          line.replace(at, std::string_view(mark).size(), meaning);
        }
      }
      markdown += line + '\n';
    }
  }
  return markdown;
}

}  // namespace

TEST_CASE("console blocks are taken apart into commands and what they show") {
  const std::vector<Example> examples = examples_of(
      "text\n```\n$ not this\n```\n```console\n$ first\na\n\nb\n$ second\n```\n"
      "```console\n$ third\nc\n```\n",
      "a text");
  REQUIRE(examples.size() == 3);
  CHECK(examples[0].line == 6);
  CHECK(examples[0].command == "first");
  CHECK(examples[0].shown == "a\n\nb\n");
  CHECK(examples[1].command == "second");
  CHECK(examples[1].shown.empty());
  CHECK(examples[2].command == "third");
  CHECK(examples[2].shown == "c\n");
}

TEST_CASE("the examples of the documents show what the program does") {
  std::string name;
  SUBCASE("README.md") { name = "README.md"; }
  SUBCASE("docs/examples.md") { name = "docs/examples.md"; }
  SUBCASE("docs/checking.md") { name = "docs/checking.md"; }
  SUBCASE("docs/softmax.1.in") { name = "docs/softmax.1.in"; }
  const std::string text = bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / name);
  const std::vector<Example> examples = examples_of(name.ends_with(".md") ? text : markdown_of(text), name);
  REQUIRE_FALSE(examples.empty());
  const TemporaryDirectory directory;
  const fs::path samples = directory.path() / "samples";
  fs::copy(fs::path(SOFTMAX_SOURCE_DIR) / "data/samples", samples, fs::copy_options::recursive);
  for (const Example& example : examples) {
    const Finished actual = run_script("exec 2>&1\n" + example.command, samples);
    CHECK_MESSAGE(actual.output == example.shown,
                  fmt::format("{}:{}: $ {}\nthe document shows\n{}---- but the program does\n{}----\n", name,
                              example.line, example.command, example.shown, actual.output));
  }
}

}  // namespace softmax::test
