#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "formats/json/syntax.h"

namespace softmax::formats {
/// What to type for a value without an array of numbers of its own: --pointer with the likeliest of those that are
/// nested in it, or the command of jq that makes an array of the numbers in its records. Empty if there is neither.
/// `way` is the pointer to the value; candidates that are less likely than `most_unlikely` are left out.
std::string json_proposal(const JsonScanner& scanner, const char* at, std::string_view way,
                          double most_unlikely = std::numeric_limits<double>::infinity());

/// The JSON pointer for a path as jq, JavaScript or JSONPath write it: "/a/0/b" for `.a[0].b`, `$.a[0].b`, `a[0]['b']`.
std::string json_pointer_of_path(std::string_view path);
}  // namespace softmax::formats
