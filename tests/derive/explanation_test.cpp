#include "derive/explanation.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/derived.h"

using namespace softmax;

TEST_CASE("a file's ending names the form of an explanation") {
  CHECK(derive::format_by_ending("a.txt") == derive::Format::text);
  CHECK(derive::format_by_ending("a.md") == derive::Format::markdown);
  CHECK(derive::format_by_ending("dir.md/a.tex") == derive::Format::latex);
  CHECK(derive::format_by_ending("a.json") == derive::Format::json);
  CHECK_FALSE(derive::format_by_ending("a.csv").has_value());
  CHECK_FALSE(derive::format_by_ending("md").has_value());
}

TEST_CASE("each form has numbers in its own spelling, and as many digits as were asked for") {
  const derive::Derivation d = test::derived(test::vector_of({0, 40}), {}, {0});
  const auto has = [&](derive::Format format, std::optional<int> precision, const char* part) {
    return derive::explanation(d, format, precision).find(part) != std::string::npos;
  };
  // e^-40/(1 + e^-40)
  CHECK(has(derive::Format::text, std::nullopt, "p_i = 4.248354255291589e-18,"));
  CHECK(has(derive::Format::markdown, std::nullopt, "$p_i = 4.248354255291589 \\cdot 10^{-18}$"));
  CHECK(has(derive::Format::markdown, std::nullopt, "| **4.248354255291589e-18** |"));
  CHECK(has(derive::Format::latex, std::nullopt, "p_i = 4.248354255291589 \\cdot 10^{-18}"));
  CHECK(has(derive::Format::json, std::nullopt, "\"result\": 4.248354255291589e-18"));
  CHECK(has(derive::Format::text, 2, "p_i = 0.00,"));
  CHECK(has(derive::Format::json, 2, "\"result\": 0.00"));
}
