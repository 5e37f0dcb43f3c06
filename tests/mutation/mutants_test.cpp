// Holds that every bug of tests/mutation/mutants.txt can still be put into the sources, so that the list does not rot
// between the runs of tests/mutation/run.py, which take long.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/process.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t fewest = 45;
constexpr std::size_t fewest_of_a_folder = 5;

struct Mutant {
  std::string name;
  std::string file;
  std::vector<std::string> before;  ///< lines without their indentation
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string without_indentation(const std::string& line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string::npos ? "" : line.substr(first);
}

/// What tests/mutation/mutants.py reads, as far as it is looked at here.
std::vector<Mutant> mutants() {
  std::vector<Mutant> found;
  for (const std::string& line : lines_of(bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / "tests/mutation/mutants.txt"))) {
    if (line.starts_with("== ")) found.push_back({line.substr(3), {}, {}});
    if (found.empty()) continue;
    if (line.starts_with("file ")) found.back().file = line.substr(5);
    if (line.starts_with("- ")) found.back().before.push_back(without_indentation(line.substr(2)));
  }
  return found;
}

/// How often the lines stand in a file one behind another.
std::size_t count_in(const std::string& file, const std::vector<std::string>& before) {
  std::vector<std::string> lines = lines_of(bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / file));
  std::transform(lines.begin(), lines.end(), lines.begin(), without_indentation);
  std::size_t count = 0;
  for (auto at = lines.begin(); (at = std::search(at, lines.end(), before.begin(), before.end())) != lines.end();
       ++at) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("every seeded bug can be put into the sources at one place") {
  std::set<std::string> names;
  for (const Mutant& mutant : mutants()) {
    CAPTURE(mutant.name);
    CHECK_MESSAGE(names.insert(mutant.name).second, "the name stands twice in the list");
    REQUIRE_FALSE(mutant.before.empty());
    CHECK_MESSAGE(count_in(mutant.file, mutant.before) == 1,
                  fmt::format("its lines do not stand once in {}: mend the bug, or take another one", mutant.file));
  }
}

TEST_CASE("seeded bugs are spread over all folders of the sources") {
  std::map<std::string, std::size_t> counts;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SOFTMAX_SOURCE_DIR) / "src")) {
    if (entry.is_directory()) counts["src/" + entry.path().filename().string()] = 0;
  }
  const std::vector<Mutant> all = mutants();
  CHECK(all.size() >= fewest);
  for (const Mutant& mutant : all) ++counts[fs::path(mutant.file).parent_path().string()];
  for (const auto& [folder, count] : counts) {
    CAPTURE(folder);
    CHECK(count >= fewest_of_a_folder);
  }
}

}  // namespace softmax::test
