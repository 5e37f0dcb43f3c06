// What fmt keeps for itself (fmt::detail) may change with each of its versions: one file of src/ uses it.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view only_file = "text/shortest.cpp";
constexpr std::string_view only_use = "fmt::detail::dragonbox::to_decimal(";

/// Whether a line of code names fmt's own namespace or a header that defines what is in it. A comment may name it.
bool uses_detail(std::string_view line) {
  const std::string_view code = line.substr(0, line.find("//"));
  for (const std::string_view name : {"fmt::detail", "FMT_BEGIN_NAMESPACE", "fmt/format-inl.h"}) {
    if (code.find(name) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a line that uses fmt::detail is told from one that does not") {
  CHECK(uses_detail("  const auto decimal = fmt::detail::dragonbox::to_decimal(value);"));
  CHECK(uses_detail("using namespace fmt::detail;"));
  CHECK(uses_detail("FMT_BEGIN_NAMESPACE"));
  CHECK(uses_detail("#include <fmt/format-inl.h>"));
  CHECK_FALSE(uses_detail("#include <fmt/format.h>"));
  CHECK_FALSE(uses_detail("/// The one use of fmt::detail."));
  CHECK_FALSE(uses_detail("return fmt::format(\"{}\", detail);"));
}

TEST_CASE("src/ uses fmt::detail in one place") {
  const fs::path source = fs::path(SOFTMAX_SOURCE_DIR) / "src";
  std::string uses;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    const std::string file = entry.path().lexically_relative(source).generic_string();
    std::ifstream text(entry.path());
    REQUIRE(text);
    std::size_t number = 0;
    for (std::string line; std::getline(text, line);) {
      ++number;
      if (!uses_detail(line)) continue;
      const bool is_allowed = file == only_file && line.find(only_use) != std::string::npos;
      uses += is_allowed ? fmt::format("{}\n", file) : fmt::format("{}:{}: {}\n", file, number, line);
    }
  }
  CHECK(uses == fmt::format("{}\n", only_file));
}

}  // namespace softmax::test
