#pragma once

#include <string>
#include <string_view>

namespace softmax::formats {
/// Whether the content of a cell says that a number is missing: nothing, NA, N/A, null, None, -, ? and the like, in any
/// case.
bool is_missing(std::string_view content);

/// Whether the content is no number but made as one: of digits, signs, points, commas, blanks, currency signs, percent
/// signs, exponents or 0x alone, with a digit among them. `0,5`, `1%`, `$1` and a date such as `2024-01-31` are; `1st`
/// and `1 star` are names.
bool is_nearly_number(std::string_view content);

/// Whether a column of that name numbers the rows: id, index, year, image_id, ImageId, in any case.
bool is_index_name(std::string_view name);

/// The end of a message about a cell that is no number: what is wrong with its spelling, or how a missing one is read.
/// Empty where the content is just a word.
std::string spelling_hint(std::string_view content);
}  // namespace softmax::formats
