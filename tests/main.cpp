// The program of all tests. Beside doctest's options it takes
//
//     --shard=I/N      only the I-th of N parts of the tests, which run at the same time
//     --approve        writes what the commands of tests/cli/*.case do now into these files; needs patterns
//     -- PATTERN...    only the tests that have one of the patterns in their name

#define DOCTEST_CONFIG_IMPLEMENT
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iostream>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "cli/command_cases.h"
#include "support/name_pattern.h"

namespace {

using doctest::detail::TestCase;
using softmax::test::Difference;

struct Shard {
  std::size_t number;
  std::size_t count;
};

/// Of a text such as 1/4; nothing for any other.
std::optional<Shard> shard_of(std::string_view text) {
  Shard shard{0, 0};
  const char* end = text.data() + text.size();
  const char* slash = std::from_chars(text.data(), end, shard.number).ptr;
  if (slash == end || *slash != '/') return std::nullopt;
  if (std::from_chars(slash + 1, end, shard.count).ptr != end) return std::nullopt;
  if (shard.number < 1 || shard.number > shard.count) return std::nullopt;
  return shard;
}

/// Leaves doctest only the tests for which it holds.
template <typename Wanted>
void keep(Wanted wanted) {
  std::erase_if(doctest::detail::getRegisteredTests(), [&](const TestCase& test) { return !wanted(test); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv, argv + argc);
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const bool approves = std::find(arguments.begin(), dashes, "--approve") != dashes;
  const std::vector<std::string_view> patterns(dashes == arguments.end() ? dashes : dashes + 1, arguments.end());
  if (approves && patterns.empty()) {
    std::cerr << "--approve needs the names of the cases\n";
    return 2;
  }

  softmax::test::register_command_cases(approves ? Difference::is_approved : Difference::fails);
  if (approves) {
    keep(
        [](const TestCase& test) { return std::string_view(test.m_test_suite) == softmax::test::command_cases_suite; });
  }
  if (!patterns.empty()) {
    keep([&](const TestCase& test) {
      if (softmax::test::is_faulty_case_file(test.m_name)) return true;  // it may have such a case
      return std::any_of(patterns.begin(), patterns.end(),
                         [&](std::string_view pattern) { return softmax::test::has_pattern(test.m_name, pattern); });
    });
    if (doctest::detail::getRegisteredTests().empty()) {
      std::cerr << (approves ? "no case of tests/cli/*.case" : "no test") << " has a name with";
      for (std::string_view pattern : patterns) std::cerr << " '" << pattern << "'";
      std::cerr << '\n';
      return 1;
    }
  }
  for (auto argument = arguments.begin(); argument != dashes; ++argument) {
    constexpr std::string_view option = "--shard=";
    if (!argument->starts_with(option)) continue;
    const std::optional<Shard> shard = shard_of(argument->substr(option.size()));
    if (!shard) {
      std::cerr << "--shard=I/N needs a number from 1 to N\n";
      return 2;
    }
    std::size_t number = 0;
    keep([&](const TestCase&) { return number++ % shard->count == shard->number - 1; });
  }
  return doctest::Context(static_cast<int>(dashes - arguments.begin()), argv).run();
}
