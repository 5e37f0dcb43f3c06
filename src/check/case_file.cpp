#include "check/case_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>
#include <string_view>
#include <system_error>

#include "check/case_scanner.h"
#include "check/mistakes/mistakes.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/slices.h"
#include "formats/json/array.h"
#include "formats/json/document.h"
#include "formats/printed/forms.h"
#include "io/foreign.h"
#include "text/decimal.h"
#include "text/text.h"

namespace softmax::check {
namespace {
formats::ReadOptions reading_digits() {
  formats::ReadOptions options;
  options.digits = true;
  options.in_case_file = true;
  return options;
}

void take_document(formats::Document document, Case& found) {
  found.shows_rank = !document.print || document.print->shows_rank;
  found.print = std::move(document.print);
  found.shape = document.shape;
  found.dtype = document.dtype;
  found.input = take_values(document);
}

/// A member of a case that says how the file of its input is read.
struct FileMember {
  std::string key;
  const char* begin;  ///< of its value
};

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
    const char* end = scanner_.for_each_known_member(
        at, {"title", "source", "cases"}, [&](std::string_view key, const JsonValue& value) {
          if (key == "title") file.title = scanner_.string_in(value, key);
          if (key == "source") file.source = scanner_.string_in(value, key);
          if (key != "cases") return;
          has_cases = true;
          scanner_.require('[', value, "the array of cases");
          scanner_.for_each_element(value.begin, [&](const JsonValue& one) { file.cases.push_back(read_case(one)); });
        });
    end = scanner_.skip_blanks(end);
    if (end < scanner_.end()) scanner_.fail_expecting(end, "the end of the case file");
    if (!has_cases) scanner_.fail(at, "the case file has no \"cases\"");
    if (file.cases.empty()) scanner_.fail(at, "the case file has no case in \"cases\"");
    return file;
  }

 private:
  /// Reads a case in two passes: the members that say how its numbers are to be read may come after them.
  Case read_case(const JsonValue& object) const {
    scanner_.require('{', object, "a case, which is an object");
    static const std::vector<std::string_view> members = {
        "name",          "input",  "from", "pointer",  "header",      "columns", "missing",
        "label_columns", "shape",  "op",   "mode",     "dim",         "dtype",   "temperature",
        "theta",         "expect", "sums", "elements", "diagnostics", "wrong",   "note"};
    Case found;
    formats::ReadOptions reading = reading_digits();  // of the input
    std::set<std::string, std::less<>> keys;
    std::vector<FileMember> file_members;
    scanner_.for_each_known_member(object.begin, members, [&](std::string_view key, const JsonValue& value) {
      keys.emplace(key);
      if (key == "name") found.name = scanner_.string_in(value, key);
      if (take_file_member(key, value, reading)) file_members.push_back({std::string(key), value.begin});
      if (key == "shape") reading.shape = scanner_.sizes_in(value, key);
      if (key == "op") found.request.operation = scanner_.one_of(value, Operation::softmax, Operation::log_softmax);
      if (key == "mode") found.request.mode = scanner_.one_of(value, Mode::stable, Mode::naive);
      if (key == "dim") found.request.dims = dims_of(value);
      if (key == "dtype") reading.dtype = dtype_of(value);
      if (key == "temperature") found.request.scale = {true, scale_of(value, true)};
      if (key == "theta") found.request.scale = {false, scale_of(value, false)};
      if (key == "diagnostics") found.diagnostics = diagnostics_of(value);
      if (key == "wrong") found.wrong = wrong_of(value);
      if (key == "note") found.note = scanner_.string_in(value, key);
    });
    scanner_.for_each_member(object.begin, [&](std::string_view token, const JsonValue& value) {
      const std::string key = formats::json_unescaped(token);
      if (key == "input") take_input(reading, file_members, value, found);
      if (key == "expect") found.expect = expected_in(reading.dtype, value);
      if (key == "sums") found.sums = expected_in(reading.dtype, value);
      if (key == "elements") found.elements = elements_in(value);
    });
    if (!keys.contains("input")) scanner_.fail(object.begin, "the case has no \"input\"");
    if (keys.contains("temperature") && keys.contains("theta")) {
      scanner_.fail(object.begin, "a case can't have both \"temperature\" and \"theta\"");
    }
    check_whole(object.begin, found);
    check_fit(object.begin, found);
    take_rank(found.expect, found.shows_rank, found.shape);
    take_rank(found.sums, true, Slices(found.shape, found.request.dims).kept());
    return found;
  }

  void take_rank(std::optional<Expected>& expected, bool input_shows_rank, const Shape& computed) const {
    if (!expected) return;
    expected->shows_rank = expected->shows_rank && input_shows_rank;
    expected->take_rank(computed);
  }

  /// A case has to check something, and one thing when that is known to be wrong.
  void check_whole(const char* at, const Case& found) const {
    const int checks = (found.expect ? 1 : 0) + (found.sums ? 1 : 0) + (found.elements.empty() ? 0 : 1);
    if (checks == 0 && found.diagnostics.empty()) {
      scanner_.fail(at, "the case checks nothing: expected \"expect\", \"sums\", \"elements\" or \"diagnostics\"");
    }
    if (found.wrong && checks != 1) {
      scanner_.fail(at, "a case with \"wrong\" needs exactly one of \"expect\", \"sums\" and \"elements\"");
    }
  }

  /// Reports an Error of check() at that place.
  template <class Check>
  void refusing_at(const char* at, Check check) const {
    try {
      check();
    } catch (const Error& error) {
      scanner_.fail(at, error.what());
    }
  }

  /// Dims and indices have to fit the input.
  void check_fit(const char* at, const Case& found) const {
    refusing_at(at, [&] { const Slices slices(found.shape, found.request.dims); });
    std::set<Index> indices;
    for (const ExpectedElement& element : found.elements) {
      const std::string index = index_text(element.index);
      if (!indices.insert(element.index).second) scanner_.fail(at, formatted("the index {} appears twice", index));
      const bool fits = element.index.size() == found.shape.size() &&
                        std::equal(element.index.begin(), element.index.end(), found.shape.begin(), std::less<>());
      if (!fits) {
        scanner_.fail(at, formatted("an input of shape {} has no index {}", shape_text(found.shape), index));
      }
    }
  }

  Dtype dtype_of(const JsonValue& value) const {
    const std::optional<Dtype> dtype = is_string(value) ? dtype_named(string_of(value)) : std::nullopt;
    if (!dtype) scanner_.fail_expecting(value.begin, formatted("one of the dtypes {}, as a string", dtype_names()));
    return *dtype;
  }

  Dims dims_of(const JsonValue& value) const {
    constexpr std::string_view expected = "a dim: a whole number, an array of them, or \"all\"";
    Dims dims{.all = is_string(value), .list = {}};
    if (value.is_array()) {
      scanner_.for_each_element(
          value.begin, [&](const JsonValue& dim) { dims.list.push_back(scanner_.whole_number(dim, expected)); });
    } else if (!dims.all) {
      dims.list.push_back(scanner_.whole_number(value, expected));
    } else if (string_of(value) != "all") {
      scanner_.fail_expecting(value.begin, expected);
    }
    return dims;
  }

  double scale_of(const JsonValue& value, bool is_temperature) const {
    const std::optional<double> number = number_of<double>(value);
    if (!number || !std::isfinite(*number) || (is_temperature && *number <= 0)) {
      scanner_.fail_expecting(value.begin, is_temperature ? "a finite number above 0" : "a finite number");
    }
    return *number;
  }

  std::string wrong_of(const JsonValue& value) const {
    std::string id = scanner_.string_in(value, "wrong");
    if (id != "unexplained" && !is_catalogue_id(id)) {
      scanner_.fail(value.begin, "expected the id of a mistake (docs/checking.md lists them) or \"unexplained\"");
    }
    return id;
  }

  std::vector<std::pair<Trouble, std::size_t>> diagnostics_of(const JsonValue& value) const {
    scanner_.require('{', value, "an object of counts for \"diagnostics\"");
    std::vector<std::pair<Trouble, std::size_t>> counts;
    const std::vector<std::string_view> known(trouble_names.begin(), trouble_names.end());
    scanner_.for_each_known_member(value.begin, known, [&](std::string_view key, const JsonValue& count) {
      const auto found = std::find(trouble_names.begin(), trouble_names.end(), key);
      const long number = scanner_.whole_number(count, "a count");
      if (number < 0) scanner_.fail_expecting(count.begin, "a count of 0 or more");
      counts.emplace_back(static_cast<Trouble>(found - trouble_names.begin()), static_cast<std::size_t>(number));
    });
    return counts;
  }

  /// The only tensor of what a case has as text or as a file.
  formats::Document only_document(const JsonValue& value, formats::Reader& reader) const {
    std::optional<formats::Document> document = reader.next();
    if (!document) scanner_.fail(value.begin, "expected a tensor, found none");
    if (reader.is_sequence() || reader.next()) scanner_.fail(value.begin, "expected one tensor, found several");
    return *std::move(document);
  }

  /// A printed block in a string. An error in it is reported at the string, with its place in the block.
  formats::Document printed_block(const JsonValue& value, const formats::ReadOptions& options) const {
    constexpr const char* print = "print";
    try {
      return only_document(value, *formats::printed_reader(print, string_of(value), options));
    } catch (const Error& error) {
      const Place& place = error.place();
      if (place.source != print && !place.source.empty()) throw;
      const std::string where =
          place.line == 0 ? "" : formatted("in the print, line {}, column {}: ", place.line, place.column);
      scanner_.fail(value.begin, where + error.what());
    }
  }

  /// {"file": path}
  std::filesystem::path file_in(const JsonValue& value) const {
    std::optional<std::string> path;
    scanner_.for_each_known_member(value.begin, {"file"}, [&](std::string_view key, const JsonValue& member) {
      path = scanner_.string_in(member, key);
    });
    if (!path) scanner_.fail(value.begin, "expected the member \"file\"");
    if (std::filesystem::path(*path).is_absolute()) {
      scanner_.fail(value.begin, "expected a path relative to the case file, found an absolute one");
    }
    if (path->find('\0') != std::string::npos) scanner_.fail(value.begin, "a path can't hold the byte 0x00");
    const std::filesystem::path file = folder_ / *path;
    std::error_code ignored;
    if (std::filesystem::is_other(file, ignored)) {  // reading it may never start or never end
      scanner_.fail(value.begin, "expected a file, found a device or a pipe");
    }
    return file;
  }

  /// Nested arrays whose numbers may be strings, with their digits.
  Expected nested_numbers(const JsonValue& value, std::optional<Dtype> dtype) const {
    std::vector<NumberToken> tokens;
    formats::JsonTensor tensor =
        formats::read_json_array(scanner_, value.begin, {.allows_strings = true, .tokens = &tokens});
    formats::Document document;
    document.shape = std::move(tensor.shape);
    document.print.emplace().numbers = printed_numbers(tokens);
    return expected_of(document, dtype);
  }

  /// Whether the member is one of these; then it is in `reading`, as the option of that name would be.
  bool take_file_member(std::string_view key, const JsonValue& value, formats::ReadOptions& reading) const {
    if (key == "from") {
      const std::vector<std::string_view> names = formats::readable_names();
      const std::string name = is_string(value) ? string_of(value) : "";
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        scanner_.fail_expecting(value.begin, formatted("one of the formats {}, as a string", fmt::join(names, ", ")));
      }
      reading.format = formats::format_named(name);
    } else if (key == "pointer") {
      reading.pointer = scanner_.string_in(value, key);
      refusing_at(value.begin, [&] { const formats::JsonPointer pointer(*reading.pointer); });
    } else if (key == "header") {
      const std::string rule = is_string(value) ? string_of(value) : "";
      if (rule != "yes" && rule != "no") scanner_.fail_expecting(value.begin, "\"yes\" or \"no\"");
      reading.header = rule == "yes" ? formats::HeaderRule::yes : formats::HeaderRule::no;
    } else if (key == "columns") {
      reading.columns = scanner_.string_in(value, key);
    } else if (key == "missing") {
      if (!is_string(value) || string_of(value) != "nan") scanner_.fail_expecting(value.begin, "\"nan\"");
      reading.missing = formats::Missing::nan;
    } else if (key == "label_columns") {
      const long columns = scanner_.whole_number(value, "a count of label columns");
      if (columns < 0) scanner_.fail_expecting(value.begin, "a count of 0 or more");
      reading.label_columns = static_cast<std::size_t>(columns);
    } else {
      return false;
    }
    return true;
  }

  /// Throws Error for members that need another format than the file has.
  void refuse_misfits(const std::vector<FileMember>& members, const std::string& file, formats::Format format) const {
    for (const FileMember& member : members) {
      std::string option = "--" + member.key;
      std::replace(option.begin(), option.end(), '_', '-');
      if (member.key == "from" || formats::takes(formats::row(format).input_options, option)) continue;
      const std::string needed = formats::families_taking(option);
      scanner_.fail(member.begin, formatted("\"{}\" needs {}, {} is {}", member.key, needed, file, format.name));
    }
  }

  /// Nested arrays, a printed block in a string, or {"file": path}, as the shape, dtype and values of the case.
  void take_input(const formats::ReadOptions& reading, const std::vector<FileMember>& file_members,
                  const JsonValue& value, Case& found) const {
    if (!file_members.empty() && *value.begin != '{') {
      scanner_.fail(file_members.front().begin,
                    formatted("\"{}\" needs an input in a file: {{\"file\": \"x.json\"}}", file_members.front().key));
    }
    if (is_string(value)) return take_document(printed_block(value, reading), found);
    if (*value.begin == '{') {
      found.input_file = file_in(value).string();
      const auto reader = formats::open_reader(Input::open(found.input_file), reading);
      refuse_misfits(file_members, found.input_file, reader->format());
      return take_document(only_document(value, *reader), found);
    }
    found.dtype = reading.dtype.value_or(Dtype::float64);
    const formats::JsonTensor tensor =
        formats::read_json_array(scanner_, value.begin, {.dtype = found.dtype, .allows_strings = true});
    found.input = as_doubles(tensor.values);
    found.shape = tensor.shape;
    if (!reading.shape) return;
    refusing_at(value.begin, [&] { found.shape = formats::reshaped(*reading.shape, found.input.size()); });
  }

  /// Nested arrays, or a printed block in a string.
  Expected expected_in(std::optional<Dtype> dtype, const JsonValue& value) const {
    if (is_string(value)) {
      formats::ReadOptions reading = reading_digits();
      reading.is_expected = true;
      formats::Document document = printed_block(value, reading);
      return expected_of(document, dtype);
    }
    return nested_numbers(value, dtype);
  }

  /// [{"index": [0, 1], "value": "0.72"}, …]: each value has its own digits.
  std::vector<ExpectedElement> elements_in(const JsonValue& value) const {
    scanner_.require('[', value, "an array of objects for \"elements\"");
    std::vector<ExpectedElement> elements;
    scanner_.for_each_element(value.begin, [&](const JsonValue& object) { elements.push_back(element_in(object)); });
    if (elements.empty()) scanner_.fail(value.begin, "expected at least one element");
    return elements;
  }

  ExpectedElement element_in(const JsonValue& object) const {
    scanner_.require('{', object, "an object with \"index\" and \"value\"");
    std::optional<Index> index;
    std::optional<ExpectedNumber> number;
    scanner_.for_each_known_member(object.begin, {"index", "value"},
                                   [&](std::string_view key, const JsonValue& member) {
                                     if (key == "value") {
                                       const Expected numbers = nested_numbers(member, std::nullopt);
                                       if (!numbers.shape.empty()) scanner_.fail_expecting(member.begin, "a number");
                                       number = numbers.numbers.front();
                                       return;
                                     }
                                     const std::vector<long> coordinates = scanner_.sizes_in(member, key);
                                     if (std::count(coordinates.begin(), coordinates.end(), -1) > 0) {
                                       scanner_.fail(member.begin, "expected coordinates of 0 or more");
                                     }
                                     index.emplace(coordinates.begin(), coordinates.end());
                                   });
    if (!index || !number) scanner_.fail(object.begin, "an element needs \"index\" and \"value\"");
    return {*std::move(index), *std::move(number)};
  }

  std::string name_;
  Text text_;
  CaseScanner scanner_;
  std::filesystem::path folder_;
};
}  // namespace

CaseFile read_case_file(Input input) {
  refuse_foreign(input, Wanted::case_file);
  refuse_utf16(input);
  refuse_zeros(input, "the object of a case file");
  try {
    return CaseFileReader(std::move(input)).read();
  } catch (const Error& error) {
    throw Error(error.place(), formats::said_of_case(error.what()));
  }
}
}  // namespace softmax::check
