#include "support/case_file.h"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "support/process.h"

namespace softmax::test {
namespace {

std::string refusal(const std::string& text, const std::string& title, const Expectations& expected) {
  try {
    with_expectations("some.case", text, title, expected);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

const std::string two_cases =
    "# one comment\n\n== first\n$ a\nb\n-- stdout\n1\n-- stderr\n-- status 0\n\n# two comments\n"
    "== second\n$ c\n-- stdout\n-- stderr\nno\n-- status 2\n# three comments";

}  // namespace

TEST_CASE("every case file stays as it is when its own expectations are written into it") {
  for (const auto& entry : std::filesystem::directory_iterator(SOFTMAX_SOURCE_DIR "/tests/cli")) {
    if (entry.path().extension() != ".case") continue;
    const std::string name = entry.path().filename();
    const std::string text = bytes_of(entry.path());
    for (const CommandCase& one : CaseFileParser(name, text).cases()) {
      CAPTURE(name);
      CAPTURE(one.title);
      CHECK((with_expectations(name, text, one.title, one.expected) == text));
    }
  }
}

TEST_CASE("new expectations replace those of their case and nothing else") {
  CHECK(with_expectations("some.case", two_cases, "first", {"2\n\n3\n", "yes\n", 1}) ==
        "# one comment\n\n== first\n$ a\nb\n-- stdout\n2\n\n3\n-- stderr\nyes\n-- status 1\n\n# two comments\n"
        "== second\n$ c\n-- stdout\n-- stderr\nno\n-- status 2\n# three comments");
  CHECK(with_expectations("some.case", two_cases, "second", {"", "", 141}) ==
        "# one comment\n\n== first\n$ a\nb\n-- stdout\n1\n-- stderr\n-- status 0\n\n# two comments\n"
        "== second\n$ c\n-- stdout\n-- stderr\n-- status 141\n# three comments");
  CHECK(with_expectations("some.case", "== only\n$ a\n-- stdout\n-- stderr\n-- status 0", "only", {"1\n", "", 0}) ==
        "== only\n$ a\n-- stdout\n1\n-- stderr\n-- status 0");
}

TEST_CASE("a title and a command alone are given their expectations, before the comments of the next case") {
  CHECK(with_expectations("some.case", "== new\n$ a\nb\n\n# comment\n\n" + two_cases, "new", {"1\n", "", 0}) ==
        "== new\n$ a\nb\n-- stdout\n1\n-- stderr\n-- status 0\n\n# comment\n\n" + two_cases);
  CHECK(with_expectations("some.case", "== new\n$ a", "new", {"1\n", "", 0}) ==
        "== new\n$ a\n-- stdout\n1\n-- stderr\n-- status 0\n");
  CHECK(with_expectations("some.case", "== new\n$ a\n== newer\n$ b\n\n", "newer", {"", "", 3}) ==
        "== new\n$ a\n== newer\n$ b\n-- stdout\n-- stderr\n-- status 3\n\n");
  CHECK(CaseFileParser("some.case", "== new\n$ a\nb\n\n# comment\n", NewCases::accepted).cases()[0].script == "a\nb\n");
}

TEST_CASE("a case that has some of its parts only is refused") {
  CHECK(refusal("== title\n$ a\n-- stdout\n-- status 0\n", "title", {}) ==
        "some.case:4: expected the line '-- stderr'");
}

TEST_CASE("a title that no case has is refused") {
  CHECK(refusal(two_cases, "third", {}) == "some.case: there is no case 'third'");
}

TEST_CASE("what a case file can't hold is refused") {
  const std::string message =
      "some.case:3: no case file can hold what this command writes: each line must have an end, and none may begin "
      "with '-- ' or '== '";
  CHECK(refusal(two_cases, "first", {"1", "", 0}) == message);
  CHECK(refusal(two_cases, "first", {"", "1", 0}) == message);
  CHECK(refusal(two_cases, "first", {"-- stderr\n", "", 0}) == message);
  CHECK(refusal(two_cases, "first", {"1\n-- stderr\n", "", 0}) == message);
  CHECK(refusal(two_cases, "first", {"== third\n", "", 0}) == message);
  CHECK(refusal(two_cases, "first", {"--\n==\n# no comment\n$ no command\n", "-status 0\n", 0}) == "no error");
}

}  // namespace softmax::test
