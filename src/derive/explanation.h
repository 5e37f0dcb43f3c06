#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "derive/derivation.h"

namespace softmax::derive {

/// The forms that an explanation can have.
enum class Format { text, markdown, latex, json };

inline constexpr std::array<std::string_view, 4> format_names = {"text", "markdown", "latex", "json"};

/// The form that a file's ending names: .txt .md .tex .json.
std::optional<Format> format_by_ending(std::string_view path);

/// The derivation in that form, with so many digits after the point, or the fewest that read back the same.
std::string explanation(const Derivation& derivation, Format format, std::optional<int> precision);

}  // namespace softmax::derive
