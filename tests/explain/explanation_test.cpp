#include "explain/explanation.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/derived.h"

using namespace softmax;

TEST_CASE("a file's ending names the form of an explanation") {
  CHECK(explain::format_by_ending("a.txt") == explain::Format::text);
  CHECK(explain::format_by_ending("a.md") == explain::Format::markdown);
  CHECK(explain::format_by_ending("dir.md/a.tex") == explain::Format::latex);
  CHECK(explain::format_by_ending("a.json") == explain::Format::json);
  CHECK_FALSE(explain::format_by_ending("a.csv").has_value());
  CHECK_FALSE(explain::format_by_ending("md").has_value());
}

TEST_CASE("each form has numbers in its own spelling, and as many digits as were asked for") {
  const explain::Derivation d = test::derived(test::vector_of({0, 40}), {}, {0});
  const auto has = [&](explain::Format format, std::optional<int> precision, const char* part) {
    return explain::explanation(d, format, precision).find(part) != std::string::npos;
  };
  // e^-40/(1 + e^-40)
  CHECK(has(explain::Format::text, std::nullopt, "p_i = 4.248354255291589e-18,"));
  CHECK(has(explain::Format::markdown, std::nullopt, "$p_i = 4.248354255291589 \\cdot 10^{-18}$"));
  CHECK(has(explain::Format::markdown, std::nullopt, "| **4.248354255291589e-18** |"));
  CHECK(has(explain::Format::latex, std::nullopt, "p_i = 4.248354255291589 \\cdot 10^{-18}"));
  CHECK(has(explain::Format::json, std::nullopt, "\"result\": 4.248354255291589e-18"));
  CHECK(has(explain::Format::text, 2, "p_i = 0.00,"));
  CHECK(has(explain::Format::json, 2, "\"result\": 0.00"));
}
