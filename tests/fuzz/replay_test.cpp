// What fuzzing found, and every sample and broken input, through the targets: by every compiler, without libFuzzer.

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "fuzz/target.h"
#include "support/process.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

/// None where there is no such folder.
std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What the target has to say of the bytes, which it is given in memory of exactly their size, so that the address
/// sanitizer sees one that is read too far; empty when all is well.
std::string broken(const fuzz::Target& target, std::string_view bytes) {
  const auto exact = std::make_unique<char[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), exact.get());
  try {
    target.check({exact.get(), bytes.size()});
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

/// A table of numbers in many spellings; now and then a byte of it is another.
std::string random_table(std::mt19937& random) {
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  constexpr std::array<std::string_view, 14> numbers = {
      "0", "1", "-2.5", "+3", ".5", "6.", "007", "1e3", "2E-4", "1.5e+2", "-0", "123456789012345678", "0.1", "9e-310"};
  constexpr std::string_view others = "0.eE+-,\" \n";
  const std::size_t columns = 1 + below(4);
  const std::string_view line_end = below(3) == 0 ? "\r\n" : "\n";
  std::string text;
  for (std::size_t rows = 1 + below(4); rows > 0; --rows) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (column > 0) text += ',';
      const bool is_quoted = below(6) == 0;
      if (below(8) == 0) text += ' ';
      if (is_quoted) text += '"';
      text += numbers[below(numbers.size())];
      if (is_quoted) text += '"';
    }
    if (rows > 1 || below(2) == 0) text += line_end;
  }
  if (below(3) == 0) text[below(text.size())] = others[below(others.size())];
  return text;
}

}  // namespace

TEST_CASE("random tables of CSV have the numbers of the slow reader") {
  const auto csv = std::find_if(fuzz::targets.begin(), fuzz::targets.end(),
                                [](const fuzz::Target& target) { return target.name == std::string_view("csv"); });
  std::mt19937 random(1);
  for (int i = 0; i < 1000; ++i) {
    const std::string text = random_table(random);
    CAPTURE(text);
    REQUIRE(broken(*csv, text) == "");
  }
}

TEST_CASE("what fuzzing found is mended, and what it begins with is sound") {
  for (const char* folder : {"finds", "seeds"}) {
    std::size_t count = 0;
    for (const fuzz::Target& target : fuzz::targets) {
      for (const fs::path& file : files_below(fs::path(SOFTMAX_SOURCE_DIR) / "tests/fuzz" / folder / target.name)) {
        CAPTURE(file);
        CHECK(broken(target, bytes_of(file)) == "");
        ++count;
      }
    }
    CHECK(count > 0);
  }
}

TEST_CASE("every sample and every broken input is sound in every format") {
  std::size_t count = 0;
  for (const char* folder : {"data/samples", "data/broken"}) {
    for (const fs::path& file : files_below(fs::path(SOFTMAX_SOURCE_DIR) / folder)) {
      CAPTURE(file);
      const std::string bytes = bytes_of(file);
      for (const fuzz::Target& target : fuzz::targets) {
        const bool is_command = target.name == "command";
        CHECK(broken(target, is_command ? "--log --dim 0\n" + bytes : bytes) == "");
      }
      ++count;
    }
  }
  CHECK(count > 50);
}

TEST_CASE("a target says what does not hold") {
  CHECK_THROWS_WITH_AS(fuzz::expect(false, "this does not hold"), "this does not hold", fuzz::Broken);
  CHECK_NOTHROW(fuzz::expect(true, ""));
}

}  // namespace softmax::test
