// Runs the whole commands of the files tests/cli/*.case. One case after another, each
//
//     == what the case shows
//     $ the command, run by sh
//     further lines of the same script, if there are any
//     -- stdout
//     what standard output must be, byte for byte; no line when nothing
//     -- stderr
//     what standard error must be
//     -- status 0
//
// All of these must be there, in this order. Between cases there may be blank lines and lines that begin with #, and
// before the first case, after a line "-- before every case", what the scripts of all begin with. Every case has a
// directory of its own, with links in it to data/samples and data/broken as `samples` and `broken`, where no case may
// write; nothing is on standard input. No two cases of a file have the same title, as "file.case: title" is the name of
// the doctest test case that is made of each. `./dev approve` writes what a command does now into its case, for a
// person to read.

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/command_cases.h"
#include "support/case_file.h"
#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* faulty_file = " follows the format of case files";

#ifdef __SANITIZE_ADDRESS__
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SOFTMAX_SOURCE_DIR) / "tests/cli")) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string parse_error(const std::string& text) {
  try {
    CaseFileParser("some.case", text).cases();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

/// Nothing when both are the same, else both, whole.
std::string difference(const std::string& what, const std::string& expected, const std::string& actual) {
  if (expected == actual) return {};
  return fmt::format("{} was expected to be\n{}---- but is\n{}----\n", what, expected, actual);
}

/// A case that doctest knows by its name, or a file that can't be read as cases.
struct NamedCase {
  std::string name;
  fs::path file;
  CommandCase command;
  std::string fault;  ///< of the file
};

/// All of them, in places that do not change: doctest keeps the names by their addresses.
std::deque<NamedCase>& named_cases() {
  static std::deque<NamedCase> cases;
  return cases;
}

/// The one that doctest runs now.
const NamedCase& current_case() {
  const std::string name = doctest::getContextOptions()->currentTest->m_name;
  return *std::find_if(named_cases().begin(), named_cases().end(),
                       [&](const NamedCase& one) { return one.name == name; });
}

bool is_skipped(const fs::path& file) {
  if (!is_sanitized || file.filename() != "memory.case") return false;
  skipped("memory.case, as sanitizers reserve more address space than any limit leaves");
  return true;
}

Expectations run(const CommandCase& command) {
  const TemporaryDirectory directory;
  for (const char* data : {"samples", "broken"}) {
    fs::create_directory_symlink(fs::path(SOFTMAX_SOURCE_DIR) / "data" / data, directory.path() / data);
  }
  const Finished finished = run_script(command.script, directory.path());
  return {finished.output, finished.errors, finished.status};
}

void check_current_case() {
  const NamedCase& current = current_case();
  if (!current.fault.empty()) FAIL(current.fault);
  if (is_skipped(current.file)) return;
  const Expectations& expected = current.command.expected;
  const Expectations actual = run(current.command);
  const std::string differences =
      difference("standard output", expected.output, actual.output) +
      difference("standard error", expected.errors, actual.errors) +
      difference("the exit status", fmt::format("{}\n", expected.status), fmt::format("{}\n", actual.status));
  CHECK_MESSAGE(differences.empty(), fmt::format("$ {}{}", current.command.script, differences));
}

void approve_current_case() {
  const NamedCase& current = current_case();
  if (!current.fault.empty()) FAIL(current.fault);
  const std::string changed =
      with_expectations(current.file.string(), bytes_of(current.file), current.command.title, run(current.command));
  REQUIRE((std::ofstream(current.file, std::ios::binary) << changed << std::flush).good());
}

}  // namespace

TEST_CASE("a case file without cases, or with one that lacks a part, is refused") {
  const std::string parts = "$ command\n-- stdout\n-- stderr\n-- status 0\n";
  const std::string whole = "== title\n" + parts;
  CHECK(parse_error(whole) == "no error");
  CHECK(parse_error("# a comment\n\n" + whole + "\n== another\n" + parts) == "no error");
  CHECK(parse_error("") == "some.case:1: the file has no case");
  CHECK(parse_error("# a comment\n") == "some.case:2: the file has no case");
  CHECK(parse_error("title\n") ==
        "some.case:1: expected '== ' and what a case shows, a blank line, or a comment that begins with #");
  CHECK(parse_error("== title\n-- stdout\n") == "some.case:2: expected '$ ' and the command of the case");
  CHECK(parse_error("== title\n$ command\n-- stderr\n-- status 0\n") == "some.case:3: expected the line '-- stdout'");
  CHECK(parse_error("== title\n$ command\n-- stdout\n-- status 0\n") == "some.case:4: expected the line '-- stderr'");
  CHECK(parse_error("== title\n$ command\n-- stdout\n-- stderr\n") == "some.case:5: expected the line '-- status N'");
  CHECK(parse_error("== title\n$ command\n-- stdout\n-- stderr\n" + whole) ==
        "some.case:5: expected the line '-- status N'");
  CHECK(parse_error("== title\n$ command\n") == "some.case:3: expected the line '-- stdout'");
  CHECK(parse_error("== title\n$ command\n-- stdout\n-- stderr\n-- status zero\n") ==
        "some.case:5: expected a number after '-- status'");
  CHECK(parse_error(whole + "\n" + whole) == "some.case:7: the case of line 1 has the same title");
}

TEST_CASE("a case is read with every line of its script and of its expectations") {
  const std::vector<CommandCase> cases =
      CaseFileParser("some.case", "== the title\n$ first\nsecond\n-- stdout\n1\n\n2\n-- stderr\nno\n-- status 7\n")
          .cases();
  REQUIRE(cases.size() == 1);
  CHECK(cases[0].title == "the title");
  CHECK(cases[0].line == 1);
  CHECK(cases[0].script == "first\nsecond\n");
  CHECK(cases[0].expected == Expectations{"1\n\n2\n", "no\n", 7});
}

TEST_CASE("what stands before every case begins its script") {
  const std::string parts = "$ command\n-- stdout\n-- stderr\n-- status 0\n";
  const std::string text = "-- before every case\nfirst\n== one\n" + parts + "== two\n" + parts;
  const auto cases = CaseFileParser("some.case", text).cases();
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].script == "first\ncommand\n");
  CHECK(cases[1].script == "first\ncommand\n");
}

TEST_CASE("output, errors and exit status are kept apart, and a signal has a status of its own") {
  const TemporaryDirectory directory;
  const Finished finished = run_script("echo output; echo error >&2; cat; exit 3", directory.path());
  CHECK(finished.output == "output\n");
  CHECK(finished.errors == "error\n");
  CHECK(finished.status == 3);
  CHECK(run_script("kill -TERM $$", directory.path()).status == 128 + 15);
}

TEST_CASE("every broken input has a case") {
  std::string all;
  for (const fs::path& file : case_files()) all += bytes_of(file);
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SOFTMAX_SOURCE_DIR) / "data/broken")) {
    const std::string name = entry.path().filename();
    if (name == "make.py") continue;
    CHECK_MESSAGE(all.find("$ softmax broken/" + name + "\n") != std::string::npos,
                  fmt::format("no case reads broken/{}", name));
  }
}

bool is_faulty_case_file(std::string_view name) { return name.ends_with(faulty_file); }

void register_command_cases(Difference difference) {
  const bool approves = difference == Difference::is_approved;
  const auto add = [&](NamedCase added) {
    const NamedCase& one = named_cases().emplace_back(std::move(added));
    doctest::detail::TestSuite suite;
    suite* command_cases_suite;
    doctest::detail::TestCase test(approves ? approve_current_case : check_current_case, one.file.c_str(),
                                   static_cast<unsigned>(one.command.line), suite);
    doctest::detail::regTest(test * one.name.c_str());
  };
  for (const fs::path& file : case_files()) {
    const std::string name = file.filename();
    const std::string text = bytes_of(file);
    try {
      CaseFileParser parser(file.string(), text, approves ? NewCases::accepted : NewCases::refused);
      for (CommandCase& one : parser.cases()) add({name + ": " + one.title, file, std::move(one), {}});
    } catch (const std::runtime_error& error) {
      add({name + faulty_file, file, {}, error.what()});
    }
  }
}

}  // namespace softmax::test
