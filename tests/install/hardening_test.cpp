// The program and the library are built with what makes a mistake in memory hard to use.

#include <filesystem>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

/// What readelf says of a file, and the filter leaves of it.
std::string readelf(const std::string& options, const std::string& file, const std::string& filter = "cat") {
  const TemporaryDirectory directory;
  const Finished finished = run_script("readelf --wide " + options + " '" + file + "' | " + filter, directory.path());
  REQUIRE_FALSE(finished.output.empty());
  return finished.output;
}

/// The line with the words in it; empty when there is none.
std::string line_with(const std::string& text, std::string_view words) {
  const std::size_t at = text.find(words);
  if (at == std::string::npos) return {};
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("the program is loaded anywhere, what it jumps through is read-only, and its stack is not executed") {
  if (!has_program("readelf")) return;
  const std::string said = readelf("--file-header --segments --dynamic", SOFTMAX_PROGRAM);
  CHECK(holds(line_with(said, "Type: "), "DYN"));
  CHECK_FALSE(line_with(said, "GNU_RELRO ").empty());
  CHECK(holds(line_with(said, "(FLAGS)"), "BIND_NOW"));
  CHECK(holds(line_with(said, "(FLAGS_1)"), "NOW"));
  CHECK(holds(line_with(said, "(FLAGS_1)"), "PIE"));
  const std::string stack = line_with(said, "GNU_STACK ");
  CHECK(holds(stack, " RW "));
  CHECK_FALSE(holds(stack, "RWE"));
  CHECK_FALSE(holds(said, "TEXTREL"));
}

TEST_CASE("a release guards its stack and checks sizes in calls of the C library") {
  if (std::string_view(SOFTMAX_CONFIGURATION) != "Release") return;
  if (!has_program("readelf")) return;
  const std::string called = readelf("--symbols", SOFTMAX_LIBRARY, "grep -o 'UND __.*_chk.*' | sort -u");
  CHECK(holds(called, "UND __stack_chk_fail\n"));
  CHECK(holds(called, "_chk\n"));
}

}  // namespace softmax::test
