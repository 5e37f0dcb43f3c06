#include "check/case_file.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "check/case_members.h"
#include "check/mistakes/table.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/slices.h"
#include "formats/json/syntax.h"
#include "text/text.h"

namespace softmax::check {
namespace {

using formats::JsonScanner;
using formats::JsonValue;

/// Whether a case's members say enough and nothing contradictory.
void check_whole(const JsonScanner& scanner, const char* at, const Case& read, bool has_input, bool has_scales) {
  if (!has_input) scanner.fail(at, "the case has no \"input\"");
  if (has_scales) scanner.fail(at, "\"temperature\" and \"theta\" exclude one another");
  const int checks = (read.expect ? 1 : 0) + (read.sums ? 1 : 0) + (read.elements.empty() ? 0 : 1);
  if (checks == 0 && read.diagnostics.empty()) {
    scanner.fail(at, "the case checks nothing: expected \"expect\", \"sums\", \"elements\" or \"diagnostics\"");
  }
  if (read.wrong && checks != 1) {
    scanner.fail(at, "a case with \"wrong\" needs exactly one of \"expect\", \"sums\" and \"elements\"");
  }
}

class CaseFileReader {
 public:
  explicit CaseFileReader(Input input)
      : name_(input.name()),
        text_(input.name(), input.read_rest()),
        scanner_(text_, text_.end()),
        folder_(std::filesystem::path(name_).parent_path()) {}

  CaseFile read() {
    CaseFile file;
    file.name = name_;
    const char* at = scanner_.skip_blanks(text_.begin());
    if (at == scanner_.end() || *at != '{') scanner_.fail_expecting(at, "the object of a case file");
    bool has_cases = false;
    const char* end = for_each_known_member(
        scanner_, at, {"title", "source", "cases"}, [&](std::string_view key, const JsonValue& value) {
          if (key == "title") file.title = string_in(scanner_, value, key);
          if (key == "source") file.source = string_in(scanner_, value, key);
          if (key != "cases") return;
          has_cases = true;
          if (!value.is_array()) scanner_.fail_expecting(value.begin, "the array of cases");
          scanner_.for_each_element(value.begin, [&](const JsonValue& one) { file.cases.push_back(read_case(one)); });
        });
    end = scanner_.skip_blanks(end);
    if (end < scanner_.end()) scanner_.fail_expecting(end, "the end of the case file");
    if (!has_cases || file.cases.empty())
      scanner_.fail(at, has_cases ? "the case file has no case in \"cases\"" : "the case file has no \"cases\"");
    return file;
  }

 private:
  /// Two passes over a case: what says how its numbers are to be read may stand behind them.
  Case read_case(const JsonValue& object) {
    if (*object.begin != '{') scanner_.fail_expecting(object.begin, "an object, a case");
    Case found;
    CaseReading reading{scanner_, folder_, {}, {}};
    bool has_temperature = false;
    bool has_theta = false;
    for_each_known_member(scanner_, object.begin,
                          {"name", "input", "shape", "op", "mode", "dim", "dtype", "temperature", "theta", "expect",
                           "sums", "elements", "diagnostics", "wrong", "note"},
                          [&](std::string_view key, const JsonValue& value) {
                            if (key == "name") found.name = string_in(scanner_, value, key);
                            if (key == "note") found.note = string_in(scanner_, value, key);
                            if (key == "shape") reading.shape = sizes_in(scanner_, value, key);
                            if (key == "dtype") reading.dtype = dtype_of(scanner_, value);
                            if (key == "op") found.request.operation = operation_of(scanner_, value);
                            if (key == "mode") found.request.mode = mode_of(scanner_, value);
                            if (key == "dim") found.request.dims = dims_of(scanner_, value);
                            if (key == "temperature") found.request.scale = {true, scale_of(scanner_, value, key)};
                            if (key == "theta") found.request.scale = {false, scale_of(scanner_, value, key)};
                            if (key == "wrong") found.wrong = wrong_of(value);
                            if (key == "diagnostics") found.diagnostics = diagnostics_of(scanner_, value);
                            has_temperature = has_temperature || key == "temperature";
                            has_theta = has_theta || key == "theta";
                          });
    bool has_input = false;
    scanner_.for_each_member(object.begin, [&](std::string_view token, const JsonValue& value) {
      const std::string key = formats::json_unescaped(token);
      if (key == "input") take_input(reading, value, found);
      if (key == "expect") found.expect = expected_in(reading, value);
      if (key == "sums") found.sums = expected_in(reading, value);
      if (key == "elements") found.elements = elements_in(reading, value);
      has_input = has_input || key == "input";
    });
    check_whole(scanner_, object.begin, found, has_input, has_temperature && has_theta);
    check_fit(object.begin, found);
    return found;
  }

  std::string wrong_of(const JsonValue& value) {
    std::string id = string_in(scanner_, value, "wrong");
    if (id != "unexplained" && !is_catalogue_id(id)) {
      scanner_.fail(value.begin, "expected the id of an explanation (docs/checking.md lists them) or \"unexplained\"");
    }
    return id;
  }

  /// Dims and indices have to fit the input.
  void check_fit(const char* at, const Case& found) {
    try {
      const Slices slices(found.shape, found.request.dims);
    } catch (const Error& error) {
      scanner_.fail(at, error.what());
    }
    std::set<Index> indices;
    for (const ExpectedElement& element : found.elements) {
      if (!indices.insert(element.index).second) {
        scanner_.fail(at, formatted("the index {} stands here twice", index_text(element.index)));
      }
      const bool fits = element.index.size() == found.shape.size() &&
                        std::equal(element.index.begin(), element.index.end(), found.shape.begin(), std::less<>());
      if (!fits) {
        scanner_.fail(at, formatted("the index {} is none of an input of shape {}", index_text(element.index),
                                    shape_text(found.shape)));
      }
    }
  }

  std::string name_;
  Text text_;
  JsonScanner scanner_;
  std::filesystem::path folder_;
};

}  // namespace

CaseFile read_case_file(Input input) {
  refuse_packed(input);
  refuse_utf16(input);
  refuse_zeros(input, "the object of a case file");
  return CaseFileReader(std::move(input)).read();
}

}  // namespace softmax::check
