#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/option_table.h"
#include "manual/manual.h"
#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

std::string frame() { return bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / "docs/softmax.1.in"); }

/// The page's text as it is read: without what switches fonts, with - and \ for their names.
std::string read_page() {
  std::string page = manual::page(frame());
  for (const auto& [mark, meaning] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"\\fB", ""}, {"\\fI", ""}, {"\\fR", ""}, {"\\-", "-"}, {"\\e", "\\"}}) {
    for (std::size_t at = 0; (at = page.find(mark, at)) != std::string::npos; at += meaning.size()) {
      page.replace(at, mark.size(), meaning);
    }
  }
  for (char& c : page) c = c == '\n' ? ' ' : c;
  return page;
}

}  // namespace

TEST_CASE("the manual page tells every option in its order, with its value and its default, and no other") {
  const std::string page = read_page();
  std::size_t at = page.find(" .SH OPTIONS ");
  REQUIRE(at != std::string::npos);
  std::size_t count = 0;
  for (const cli::Option& option : cli::option_table()) {
    std::string told = " .TP ";
    if (!option.text.short_name.empty()) told += fmt::format("{}, ", option.text.short_name);
    told += option.text.long_name;
    if (!option.text.value.empty()) told += fmt::format(" {}", option.text.value);
    told += fmt::format(" {}.", cli::description(option));
    if (!option.text.default_value.empty()) told += fmt::format(" Default: {}.", option.text.default_value);
    CAPTURE(told);
    at = page.find(told, at);
    REQUIRE(at != std::string::npos);
    ++count;
  }
  std::size_t paragraphs = 0;
  for (std::size_t i = 0; (i = page.find(" .TP -", i)) != std::string::npos; ++i) ++paragraphs;
  CHECK(paragraphs == count);
  CHECK(page.find("softmax " SOFTMAX_VERSION) != std::string::npos);
  CHECK(page.find('@') == std::string::npos);
}

TEST_CASE("what is copied from the manual page has hyphens that a shell takes for an option's") {
  const std::string page = manual::page(frame());
  CHECK(page.find("\\fB\\-d\\fR, \\fB\\-\\-dim\\fR") != std::string::npos);
  CHECK(page.find("default: \\-1") == std::string::npos);
  for (std::size_t at = 0; (at = page.find("--", at)) != std::string::npos; at += 2) FAIL_CHECK(page.substr(at, 40));
}

TEST_CASE("programs that show manual pages have nothing to complain of") {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / "softmax.1") << manual::page(frame());
  std::string command;
  SUBCASE("groff") { command = "groff -man -Tutf8 -ww softmax.1 >page"; }
  SUBCASE("mandoc") { command = "mandoc -T lint softmax.1"; }
  const std::string program = command.substr(0, command.find(' '));
  if (!has_program(program)) return;
  const Finished finished = run_script(command, directory.path());
  CHECK(finished.output.empty());
  CHECK(finished.errors.empty());
  CHECK(finished.status == 0);
}

}  // namespace softmax::test
