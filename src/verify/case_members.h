#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/dtype.h"
#include "core/outcome.h"
#include "core/request.h"
#include "read/json_syntax.h"
#include "verify/case_file.h"

// The members of a case, each from its JSON value. All throw Error at the value's place for what they can't read.
namespace softmax::verify {

/// What the numbers of a case depend on.
struct CaseReading {
  const read::JsonScanner& scanner;
  std::filesystem::path folder;            ///< that paths are relative to
  std::optional<std::vector<long>> shape;  ///< of the input
  std::optional<Dtype> dtype;
};

/// Visits the members of an object that may have these and no others, each once: visit(key, value).
const char* for_each_known_member(const read::JsonScanner& scanner, const char* object,
                                  const std::vector<std::string_view>& known,
                                  const std::function<void(std::string_view key, const read::JsonValue& value)>& visit);

std::string string_in(const read::JsonScanner& scanner, const read::JsonValue& value, std::string_view key);
std::vector<long> sizes_in(const read::JsonScanner& scanner, const read::JsonValue& value, std::string_view key);
Dtype dtype_of(const read::JsonScanner& scanner, const read::JsonValue& value);
Operation operation_of(const read::JsonScanner& scanner, const read::JsonValue& value);
Mode mode_of(const read::JsonScanner& scanner, const read::JsonValue& value);
Dims dims_of(const read::JsonScanner& scanner, const read::JsonValue& value);
double scale_of(const read::JsonScanner& scanner, const read::JsonValue& value, std::string_view key);
std::vector<std::pair<Trouble, std::size_t>> diagnostics_of(const read::JsonScanner& scanner,
                                                            const read::JsonValue& value);

/// Nested arrays, a printed block in a string, or {"file": path}, as the shape, dtype and values of the case.
void take_input(const CaseReading& reading, const read::JsonValue& value, Case& found);

/// Nested arrays whose numbers may be strings, or a printed block in a string.
Expected expected_in(const CaseReading& reading, const read::JsonValue& value);

/// [{"index": [0, 1], "value": "0.72"}, …]: each value has its own digits.
std::vector<ExpectedElement> elements_in(const CaseReading& reading, const read::JsonValue& value);

}  // namespace softmax::verify
