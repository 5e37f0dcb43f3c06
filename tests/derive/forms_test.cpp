#include "derive/forms.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/derived.h"

using namespace softmax;

TEST_CASE("the ending of a file name stands for a form") {
  CHECK(derive::form_by_ending("a.txt") == derive::Form::text);
  CHECK(derive::form_by_ending("a.md") == derive::Form::markdown);
  CHECK(derive::form_by_ending("dir.md/a.tex") == derive::Form::latex);
  CHECK(derive::form_by_ending("a.json") == derive::Form::json);
  CHECK_FALSE(derive::form_by_ending("a.csv").has_value());
  CHECK_FALSE(derive::form_by_ending("md").has_value());
}

TEST_CASE("each form has its own spelling of numbers, with as many digits as were asked for") {
  const derive::Derivation d = test::derived(test::vector_of({0, 40}), {}, {0});
  const auto has = [&](derive::Form form, std::optional<int> precision, const char* part) {
    return derive::written(d, form, precision).find(part) != std::string::npos;
  };
  // e^-40/(1 + e^-40)
  CHECK(has(derive::Form::text, std::nullopt, "p_i = 4.248354255291589e-18,"));
  CHECK(has(derive::Form::markdown, std::nullopt, "$p_i = 4.248354255291589 \\cdot 10^{-18}$"));
  CHECK(has(derive::Form::markdown, std::nullopt, "| **4.248354255291589e-18** |"));
  CHECK(has(derive::Form::latex, std::nullopt, "p_i = 4.248354255291589 \\cdot 10^{-18}"));
  CHECK(has(derive::Form::json, std::nullopt, "\"result\": 4.248354255291589e-18"));
  CHECK(has(derive::Form::text, 2, "p_i = 0.00,"));
  CHECK(has(derive::Form::json, 2, "\"result\": 0.00"));
}
