#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "derive/derivation.h"
#include "derive/page.h"

namespace softmax::derive {
/// The forms in which a derivation is written.
enum class Form { text, markdown, latex, json };

inline constexpr std::array<std::string_view, 4> form_names = {"text", "markdown", "latex", "json"};

/// The form that the ending of a file name stands for: .txt .md .tex .json.
std::optional<Form> form_by_ending(std::string_view path);

/// The derivation in that form, with `precision` digits after the point, or the fewest that read back the same.
std::string written(const Derivation& derivation, Form form, std::optional<int> precision);

/// A page as plain text for a terminal. The points of a column's numbers are aligned, > marks the element's row, and an
/// equation of more than 80 columns is broken before equals signs. The page is in plain syntax.
std::string text(const Page& page, const Numbers& numbers);

/// A page as Markdown: headings, tables with bars, formulas between dollar signs. The page is in the syntax of
/// mathematics; `numbers` are those of tables, plain, so that they can be copied.
std::string markdown(const Page& page, const Numbers& numbers);

/// A page as a LaTeX document, which needs only amsmath. Page and `numbers` are in the syntax of mathematics.
std::string latex(const Page& page, const Numbers& numbers);

/// A derivation as a strict JSON object; docs/formats.md has its keys. Numbers have the digits of the other forms, so
/// they are not left to a library that writes doubles. NaN and infinities are strings.
std::string json(const Derivation& derivation, std::optional<int> precision);
}  // namespace softmax::derive
