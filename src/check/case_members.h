#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/case_file.h"
#include "core/dtype.h"
#include "core/outcome.h"
#include "core/request.h"
#include "formats/json/syntax.h"

namespace softmax::check {

// The members of a case, each from its JSON value. All throw Error at the value's place for what they can't read.

/// What the numbers of a case depend on.
struct CaseReading {
  const formats::JsonScanner& scanner;
  std::filesystem::path folder;            ///< that paths are relative to
  std::optional<std::vector<long>> shape;  ///< of the input
  std::optional<Dtype> dtype;
};

/// Visits the members of an object that may have these and no others, each once: visit(key, value).
const char* for_each_known_member(
    const formats::JsonScanner& scanner, const char* object, const std::vector<std::string_view>& known,
    const std::function<void(std::string_view key, const formats::JsonValue& value)>& visit);

std::string string_in(const formats::JsonScanner& scanner, const formats::JsonValue& value, std::string_view key);
std::vector<long> sizes_in(const formats::JsonScanner& scanner, const formats::JsonValue& value, std::string_view key);
Dtype dtype_of(const formats::JsonScanner& scanner, const formats::JsonValue& value);
Operation operation_of(const formats::JsonScanner& scanner, const formats::JsonValue& value);
Mode mode_of(const formats::JsonScanner& scanner, const formats::JsonValue& value);
Dims dims_of(const formats::JsonScanner& scanner, const formats::JsonValue& value);
double scale_of(const formats::JsonScanner& scanner, const formats::JsonValue& value, std::string_view key);
std::vector<std::pair<Trouble, std::size_t>> diagnostics_of(const formats::JsonScanner& scanner,
                                                            const formats::JsonValue& value);

/// Nested arrays, a printed block in a string, or {"file": path}, as the shape, dtype and values of the case.
void take_input(const CaseReading& reading, const formats::JsonValue& value, Case& found);

/// Nested arrays whose numbers may be strings, or a printed block in a string.
Expected expected_in(const CaseReading& reading, const formats::JsonValue& value);

/// [{"index": [0, 1], "value": "0.72"}, …]: each value has its own digits.
std::vector<ExpectedElement> elements_in(const CaseReading& reading, const formats::JsonValue& value);

}  // namespace softmax::check
