#include "check/case_members.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <system_error>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/json/array.h"
#include "formats/printed/reader.h"
#include "text/digits.h"

namespace softmax::check {
namespace {

using formats::JsonScanner;
using formats::JsonValue;

bool is_string(const JsonValue& value) { return *value.begin == '"'; }

std::string_view text_of(const JsonValue& value) { return {value.begin, value.end}; }

long whole_number(const JsonScanner& scanner, const JsonValue& value, std::string_view what) {
  long number = 0;
  const auto [end, error] = std::from_chars(value.begin, value.end, number);
  if (error != std::errc() || end != value.end) scanner.fail_expecting(value.begin, what);
  return number;
}

/// The position of a string among the names.
std::size_t choice(const JsonScanner& scanner, const JsonValue& value, const std::vector<std::string_view>& names) {
  if (is_string(value)) {
    const std::string given = formats::json_unescaped(text_of(value));
    const auto found = std::find(names.begin(), names.end(), given);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  scanner.fail_expecting(value.begin, formatted("\"{}\"", fmt::join(names, "\" or \"")));
}

/// The only tensor of what a case gives as text or as a file.
formats::Document only_document(const CaseReading& reading, const JsonValue& value, formats::Reader& reader) {
  std::optional<formats::Document> document = reader.next();
  if (!document) reading.scanner.fail(value.begin, "expected a tensor, found none");
  if (reader.is_sequence() || reader.next()) reading.scanner.fail(value.begin, "expected one tensor, found several");
  return *std::move(document);
}

formats::ReadOptions reading_options(const CaseReading& reading, bool is_input) {
  formats::ReadOptions options;
  options.digits = true;
  if (is_input) {
    options.dtype = reading.dtype;
    options.shape = reading.shape;
  }
  return options;
}

/// A printed block in a string. What is wrong in it is told at the string, with its place in the block.
formats::Document printed_block(const CaseReading& reading, const JsonValue& value, bool is_input) {
  constexpr const char* print = "print";
  try {
    const auto reader =
        formats::printed_reader(print, formats::json_unescaped(text_of(value)), reading_options(reading, is_input));
    return only_document(reading, value, *reader);
  } catch (const Error& error) {
    const Place& place = error.place();
    if (place.source != print && !place.source.empty()) throw;
    const std::string where =
        place.line == 0 ? "" : formatted("in the print, line {}, column {}: ", place.line, place.column);
    reading.scanner.fail(value.begin, where + error.what());
  }
}

/// {"file": path}
std::filesystem::path file_in(const CaseReading& reading, const JsonValue& value) {
  std::optional<std::string> path;
  for_each_known_member(reading.scanner, value.begin, {"file"}, [&](std::string_view key, const JsonValue& member) {
    path = string_in(reading.scanner, member, key);
  });
  if (!path) reading.scanner.fail(value.begin, "expected the member \"file\"");
  if (std::filesystem::path(*path).is_absolute()) {
    reading.scanner.fail(value.begin, "expected a path relative to the case file, found an absolute one");
  }
  if (path->find('\0') != std::string::npos) reading.scanner.fail(value.begin, "a path can't hold the byte 0x00");
  const std::filesystem::path file = reading.folder / *path;
  std::error_code ignored;
  if (std::filesystem::is_other(file, ignored)) {  // it may never end, or never begin
    reading.scanner.fail(value.begin, "expected a file, found a device or a pipe");
  }
  return file;
}

void take_document(formats::Document document, Case& found) {
  found.half_units = half_units(document.print);
  found.shape = document.shape;
  found.dtype = document.dtype;
  found.input = take_values(document);
}

/// Numbers in nested arrays, with their digits.
struct NestedNumbers {
  formats::JsonTensor tensor;
  std::vector<PrintedNumber> numbers;
};

NestedNumbers nested_numbers(const CaseReading& reading, const JsonValue& value, Dtype dtype) {
  std::vector<NumberToken> tokens;
  NestedNumbers nested{formats::read_json_array(reading.scanner, value.begin,
                                                {.dtype = dtype, .allows_strings = true, .tokens = &tokens}),
                       {}};
  nested.numbers = printed_numbers(tokens, WholeNumbers::exact);
  return nested;
}

}  // namespace

const char* for_each_known_member(const JsonScanner& scanner, const char* object,
                                  const std::vector<std::string_view>& known,
                                  const std::function<void(std::string_view key, const JsonValue& value)>& visit) {
  std::set<std::string, std::less<>> seen;
  return scanner.for_each_member(object, [&](std::string_view token, const JsonValue& value) {
    const std::string key = formats::json_unescaped(token);
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      scanner.fail(token.data(), formatted("there is no member {}; expected one of {}", token, fmt::join(known, ", ")));
    }
    if (!seen.insert(key).second) scanner.fail(token.data(), formatted("the member {} stands here twice", token));
    visit(key, value);
  });
}

std::string string_in(const JsonScanner& scanner, const JsonValue& value, std::string_view key) {
  if (!is_string(value)) scanner.fail_expecting(value.begin, formatted("a string for \"{}\"", key));
  return formats::json_unescaped(text_of(value));
}

std::vector<long> sizes_in(const JsonScanner& scanner, const JsonValue& value, std::string_view key) {
  if (!value.is_array()) scanner.fail_expecting(value.begin, formatted("an array of whole numbers for \"{}\"", key));
  std::vector<long> sizes;
  scanner.for_each_element(value.begin, [&](const JsonValue& size) {
    sizes.push_back(whole_number(scanner, size, "a whole number"));
    if (sizes.back() < -1) scanner.fail_expecting(size.begin, "a size from 0 on, or -1 once");
  });
  if (std::count(sizes.begin(), sizes.end(), -1) > 1) scanner.fail(value.begin, "only one size can be -1");
  return sizes;
}

Dtype dtype_of(const JsonScanner& scanner, const JsonValue& value) {
  if (is_string(value)) {
    if (const std::optional<Dtype> dtype = dtype_named(formats::json_unescaped(text_of(value)))) return *dtype;
  }
  scanner.fail_expecting(value.begin, formatted("one of the dtypes {}, as a string", dtype_names()));
}

Operation operation_of(const JsonScanner& scanner, const JsonValue& value) {
  return choice(scanner, value, {"softmax", "log-softmax"}) == 0 ? Operation::softmax : Operation::log_softmax;
}

Mode mode_of(const JsonScanner& scanner, const JsonValue& value) {
  return choice(scanner, value, {"stable", "naive"}) == 0 ? Mode::stable : Mode::naive;
}

Dims dims_of(const JsonScanner& scanner, const JsonValue& value) {
  constexpr std::string_view expected = "a dim: a whole number, an array of them, or \"all\"";
  if (is_string(value)) {
    if (formats::json_unescaped(text_of(value)) != "all") scanner.fail_expecting(value.begin, expected);
    return {.all = true, .list = {}};
  }
  Dims dims{.all = false, .list = {}};
  if (!value.is_array()) {
    dims.list.push_back(whole_number(scanner, value, expected));
    return dims;
  }
  scanner.for_each_element(value.begin,
                           [&](const JsonValue& dim) { dims.list.push_back(whole_number(scanner, dim, expected)); });
  return dims;
}

double scale_of(const JsonScanner& scanner, const JsonValue& value, std::string_view key) {
  const bool is_temperature = key == "temperature";
  double number = 0;
  const auto [end, error] = std::from_chars(value.begin, value.end, number);
  if (error != std::errc() || end != value.end || !std::isfinite(number) || (is_temperature && number <= 0)) {
    scanner.fail_expecting(value.begin, is_temperature ? "a finite number above 0" : "a finite number");
  }
  return number;
}

std::vector<std::pair<Trouble, std::size_t>> diagnostics_of(const JsonScanner& scanner, const JsonValue& value) {
  if (*value.begin != '{') scanner.fail_expecting(value.begin, "an object of counts for \"diagnostics\"");
  std::vector<std::pair<Trouble, std::size_t>> counts;
  const std::vector<std::string_view> known(trouble_names.begin(), trouble_names.end());
  for_each_known_member(scanner, value.begin, known, [&](std::string_view key, const JsonValue& count) {
    const auto found = std::find(trouble_names.begin(), trouble_names.end(), key);
    const long number = whole_number(scanner, count, "a count");
    if (number < 0) scanner.fail_expecting(count.begin, "a count from 0 on");
    counts.emplace_back(static_cast<Trouble>(found - trouble_names.begin()), static_cast<std::size_t>(number));
  });
  return counts;
}

void take_input(const CaseReading& reading, const JsonValue& value, Case& found) {
  if (is_string(value)) return take_document(printed_block(reading, value, true), found);
  if (*value.begin == '{') {
    found.input_file = file_in(reading, value).string();
    const auto reader = formats::open_reader(Input::open(found.input_file), reading_options(reading, true));
    return take_document(only_document(reading, value, *reader), found);
  }
  found.dtype = reading.dtype.value_or(Dtype::float64);
  NestedNumbers nested = nested_numbers(reading, value, found.dtype);
  found.input = as_doubles(nested.tensor.values);
  found.shape = std::move(nested.tensor.shape);
  if (!reading.shape) return;
  try {
    found.shape = formats::reshaped(*reading.shape, found.input.size());
  } catch (const Error& error) {
    reading.scanner.fail(value.begin, error.what());
  }
}

Expected expected_in(const CaseReading& reading, const JsonValue& value) {
  if (is_string(value)) {
    formats::Document document = printed_block(reading, value, false);
    return expected_of(document, reading.dtype);
  }
  NestedNumbers nested = nested_numbers(reading, value, Dtype::float64);
  return {std::move(nested.tensor.shape), std::move(nested.numbers), reading.dtype.value_or(Dtype::float64)};
}

std::vector<ExpectedElement> elements_in(const CaseReading& reading, const JsonValue& value) {
  const JsonScanner& scanner = reading.scanner;
  if (!value.is_array()) scanner.fail_expecting(value.begin, "an array of objects for \"elements\"");
  std::vector<ExpectedElement> elements;
  scanner.for_each_element(value.begin, [&](const JsonValue& object) {
    if (*object.begin != '{') scanner.fail_expecting(object.begin, "an object with \"index\" and \"value\"");
    ExpectedElement element;
    bool has_index = false;
    bool has_value = false;
    for_each_known_member(scanner, object.begin, {"index", "value"},
                          [&](std::string_view key, const JsonValue& member) {
                            if (key == "index") {
                              for (const long coordinate : sizes_in(scanner, member, key)) {
                                if (coordinate < 0) scanner.fail(member.begin, "expected coordinates from 0 on");
                                element.index.push_back(static_cast<std::size_t>(coordinate));
                              }
                              has_index = true;
                            } else {
                              const NestedNumbers number = nested_numbers(reading, member, Dtype::float64);
                              if (!number.tensor.shape.empty()) scanner.fail_expecting(member.begin, "a number");
                              element.value = number.numbers.front();
                              has_value = true;
                            }
                          });
    if (!has_index || !has_value) scanner.fail(object.begin, "an element needs \"index\" and \"value\"");
    elements.push_back(std::move(element));
  });
  if (elements.empty()) scanner.fail(value.begin, "expected at least one element");
  return elements;
}

}  // namespace softmax::check
