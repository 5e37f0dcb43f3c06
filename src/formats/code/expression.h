#pragma once

#include <optional>

#include "core/error.h"
#include "formats/printed/forms.h"
#include "formats/printed/text.h"

namespace softmax::formats {
/// Source code that does to numbers what is not read here, or what its library refuses.
class CodeRefusal : public Error {
 public:
  explicit CodeRefusal(const Error& error) : Error(error) {}
};

/// Throws the CodeRefusal with the message at `at`.
[[noreturn]] void refuse_code(const PrintText& text, const char* at, const std::string& message);

/// Reads the expression at `at` as Python and its libraries work it out, in float64: numbers, lists and calls, what
/// operators, methods and indices do to them (the functions that are read are rows of the table in functions.cpp).
/// Where the code names a dtype, numbers are rounded to it at that step. Numbers that nothing changes keep their
/// digits.
///
/// Returns nothing where no expression with a tensor starts, and also, with `only_if_touched`, where nothing is done to
/// the numbers. Where the text is no expression at all, `tried_to` becomes the place up to which the reader looked, so
/// that nested brackets are not tried again from each place. Throws CodeRefusal for a name, function, method or
/// argument that is not read and touches the numbers.
std::optional<PrintFound> read_code(const PrintText& text, const char* at, bool only_if_touched, const char*& tried_to);
}  // namespace softmax::formats
