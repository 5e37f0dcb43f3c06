// The lessons of data/textbook/ through the program: every example, right or wrong, is what its case says.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

const fs::path textbook = fs::path(SOFTMAX_SOURCE_DIR) / "data" / "textbook";

/// The cases of all files, as nlohmann/json reads them.
std::size_t cases_in_files() {
  std::size_t cases = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(textbook)) {
    std::ifstream file(entry.path());
    cases += nlohmann::json::parse(file).at("cases").size();
  }
  return cases;
}

std::size_t lines_beginning_with(const std::string& text, const std::string& beginning) {
  std::size_t count = text.starts_with(beginning) ? 1 : 0;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
    count += text.compare(at + 1, beginning.size(), beginning) == 0 ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("every example of the lessons is as its case says") {
  const Finished finished = run_script("softmax --check *.json", textbook);
  CHECK(finished.errors.empty());
  CHECK(finished.status == 0);
  const std::size_t cases = cases_in_files();
  CHECK(cases >= 40);
  CHECK(finished.output.starts_with("TAP version 13\n1.." + std::to_string(cases) + "\n"));
  CHECK(lines_beginning_with(finished.output, "ok ") == cases);
  CHECK(lines_beginning_with(finished.output, "not ok ") == 0);
}

TEST_CASE("one digit changed in a case: it fails with the element, the two numbers and the distance") {
  const TemporaryDirectory copy;
  const std::string name = "softmax-dims-of-a-2x2x2-tensor.json";
  std::string text = bytes_of(textbook / name);
  const std::size_t digit = text.find("tensor([[[0.7209, 0.6260]");
  REQUIRE(digit != std::string::npos);
  text.replace(digit, 16, "tensor([[[0.7208");
  std::ofstream(copy.path() / name) << text;
  const Finished finished = run_script("softmax --check *.json", copy.path());
  CHECK(finished.status == 1);
  CHECK(finished.errors.empty());
  CHECK(lines_beginning_with(finished.output, "not ok ") == 1);
  CHECK(finished.output.find("  element: [0,0,0]\n  printed: \"0.7208\"\n  computed: 0.7208737843071955\n"
                             "  units: 0.738\n") != std::string::npos);
}

TEST_CASE("prove reads the output") {
  if (!has_program("prove")) return;
  const Finished finished = run_script("prove --exec 'softmax --check' *.json", textbook);
  CHECK(finished.status == 0);
  CHECK(finished.output.find("Result: PASS") != std::string::npos);
}

}  // namespace softmax::test
