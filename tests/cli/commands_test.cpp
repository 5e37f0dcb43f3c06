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
// All of these must be there, in this order. Between cases may stand blank lines and lines that begin with #, and
// before the first case, behind a line "-- before every case", what the scripts of all begin with. Every case has a
// directory of its own, with links in it to data/samples and data/broken as `samples` and `broken`, where no case may
// write; nothing is on standard input. Nothing writes these files: an expectation is written by whoever has read it.

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/case_file.h"
#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

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

void check(const fs::path& file, const CommandCase& expected) {
  const TemporaryDirectory directory;
  for (const char* data : {"samples", "broken"}) {
    fs::create_directory_symlink(fs::path(SOFTMAX_SOURCE_DIR) / "data" / data, directory.path() / data);
  }
  const Finished actual = run_script(expected.script, directory.path());
  const std::string differences =
      difference("standard output", expected.output, actual.output) +
      difference("standard error", expected.errors, actual.errors) +
      difference("the exit status", fmt::format("{}\n", expected.status), fmt::format("{}\n", actual.status));
  CHECK_MESSAGE(differences.empty(), fmt::format("{}:{}: {}\n$ {}{}", file.string(), expected.line, expected.title,
                                                 expected.script, differences));
}

}  // namespace

TEST_CASE("a case file without cases, or with one that lacks a part, is refused") {
  const std::string whole = "== title\n$ command\n-- stdout\n-- stderr\n-- status 0\n";
  CHECK(parse_error(whole) == "no error");
  CHECK(parse_error("# a comment\n\n" + whole + "\n" + whole) == "no error");
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
  CHECK(parse_error("== title\n$ command\n-- stdout\n-- stderr\n-- status zero\n") ==
        "some.case:5: expected a number behind '-- status'");
}

TEST_CASE("a case is read with every line of its script and of its expectations") {
  const std::vector<CommandCase> cases =
      CaseFileParser("some.case", "== the title\n$ first\nsecond\n-- stdout\n1\n\n2\n-- stderr\nno\n-- status 7\n")
          .cases();
  REQUIRE(cases.size() == 1);
  CHECK(cases[0].title == "the title");
  CHECK(cases[0].line == 1);
  CHECK(cases[0].script == "first\nsecond\n");
  CHECK(cases[0].output == "1\n\n2\n");
  CHECK(cases[0].errors == "no\n");
  CHECK(cases[0].status == 7);
}

TEST_CASE("what stands before every case begins its script") {
  const std::string whole = "== title\n$ command\n-- stdout\n-- stderr\n-- status 0\n";
  const auto cases = CaseFileParser("some.case", "-- before every case\nfirst\n" + whole + whole).cases();
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

TEST_CASE("whole commands do what their case files say") {
  const std::vector<fs::path> files = case_files();
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) {
    const std::string text = bytes_of(file);
    std::vector<CommandCase> cases;
    CHECK_NOTHROW_MESSAGE(cases = CaseFileParser(file.string(), text).cases(), parse_error(text));
    if (is_sanitized && file.filename() == "memory.case") {
      skipped("memory.case, as sanitizers reserve more address space than any limit leaves");
      continue;
    }
    for (const CommandCase& expected : cases) check(file, expected);
  }
}

}  // namespace softmax::test
