#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::string_view plain_array = "Array";

/// Typed arrays whose numbers are floats, with their dtypes, and those of integers. Larger integers than a float64
/// holds, BigInt64Array, end in "n", which is no number.
std::optional<std::optional<Dtype>> dtype_of_typed_array(std::string_view name) {
  if (name == "Float16Array") return Dtype::float16;
  if (name == "Float32Array") return Dtype::float32;
  if (name == "Float64Array") return Dtype::float64;
  constexpr std::array<std::string_view, 7> integers = {"Int8Array",   "Uint8Array", "Uint8ClampedArray", "Int16Array",
                                                        "Uint16Array", "Int32Array", "Uint32Array"};
  if (std::find(integers.begin(), integers.end(), name) == integers.end()) return std::nullopt;
  return std::optional<Dtype>();
}

/// The count in parentheses at the cursor, "(3)".
std::optional<std::size_t> take_count(Cursor& cursor) {
  Cursor inside = cursor;
  if (!inside.take_if('(')) return std::nullopt;
  const std::optional<std::size_t> count = inside.take_size();
  if (!count || !inside.take_if(')')) return std::nullopt;
  cursor = inside;
  return count;
}

void check_count(const PrintText& text, const char* at, std::size_t named, const Shape& shape) {
  if (!shape.empty() && shape[0] == named) return;
  text.fail(at, formatted("the print says {} element{}, the brackets hold {}", named, named == 1 ? "" : "s",
                          shape.empty() ? 0 : shape[0]));
}

/// A place in the brackets at `at`, among the first bytes, where a console left an array or an object out:
/// `[Array]`, `Array(3)`, `{…}`, `<1 empty item>`.
const char* left_out(const PrintText& text, const char* at) {
  const char* next = at;
  while (next < text.end() && *next == '[' && next - at < longest_aside) {
    if (next != at && (text.starts_with(next, "[Array]") || text.starts_with(next, "[Object"))) return next;
    next = text.skip_blanks(next + 1);
  }
  for (const std::string_view word : {"Array(", "{\xE2\x80\xA6}"}) {
    if (!text.starts_with(next, word)) continue;
    const char* const inside = text.name_end(next) + 1;
    if (word == "{\xE2\x80\xA6}" || (inside < text.end() && is_digit(*inside))) return next;
  }
  return nullptr;
}

/// Whether the count at `at` numbers the prints of a list: the number before it is not far above.
bool is_numbering(const PrintText& text, const char* at, std::size_t count) {
  const std::string_view above(at - std::min(at - text.begin(), longest_aside), at);
  return count > 1 && above.find(formatted("({}) [", count - 1)) != std::string_view::npos;
}

[[noreturn]] void fail_left_out(const PrintText& text, const char* at) {
  text.fail(at, "the console leaves an array out here; console.log(JSON.stringify(x)) prints all of them");
}

/// The brackets of a console at `at`, whose print starts at `print`.
BracketedNumbers read_console_brackets(const PrintText& text, const char* at, const char* print) {
  if (const char* const place = left_out(text, at)) fail_left_out(text, place);
  return read_brackets(text, at, print);
}

/// A typed array, `Float32Array(3) [ 0.1, 0.2, 0.7 ]` or the code `Float32Array([0.1, 0.2])`, at `at`.
std::optional<PrintFound> typed_array(const PrintText& text, const char* at, const char* print) {
  const char* const name_end = text.name_end(at);
  const std::string_view name(at, name_end);
  const std::string_view type = name.substr(0, name.find('.'));
  const auto dtype = dtype_of_typed_array(type);
  const bool is_maker = type != name && (name.ends_with(".from") || name.ends_with(".of"));
  if (!dtype || (type != name && !is_maker)) return std::nullopt;
  Cursor cursor(name_end, text.end());
  const std::optional<std::size_t> count = take_count(cursor);
  const bool is_code = !count && cursor.take_if('(');
  const char* const bracket = text.skip_blanks(cursor.at());
  if (bracket == text.end() || *bracket != '[') return std::nullopt;
  BracketedNumbers found = read_console_brackets(text, bracket, print);
  if (count) check_count(text, name_end, *count, found.shape);
  if (found.shape.size() != 1) text.fail(bracket, "expected numbers, as a typed array has");
  const char* end = found.end;
  if (is_code) {
    end = text.skip_blanks(end);
    if (end == text.end() || *end != ')') text.fail_expecting(end, "\")\"");
    ++end;
  }
  if (!*dtype) {
    for (const NumberToken& number : found.numbers) {
      if (number.text.find_first_not_of("+-0123456789") == std::string_view::npos) continue;
      text.fail(number.text.data(), formatted("expected a whole number, as {} holds, found \"{}\"", type, number.text));
    }
  }
  PrintedTensor tensor = tensor_of(std::move(found), at, is_code ? by_hand : printers::javascript);
  tensor.dtype = *dtype;
  return PrintFound{std::move(tensor), end};
}

/// Firefox's `Array(3) [ 0.1, 0.2, 0.7 ]`. Other consoles print `Array(3)` in place of an array.
PrintFound array_with_count(const PrintText& text, const char* begin) {
  Cursor cursor(begin + plain_array.size(), text.end());
  const std::size_t count = *take_count(cursor);
  const char* const bracket = cursor.at() + 1;
  if (!cursor.starts_with(' ') || !text.starts_with(bracket, "[")) return {{}, cursor.at()};
  BracketedNumbers found = read_console_brackets(text, bracket, begin);
  check_count(text, begin, count, found.shape);
  const char* const end = found.end;
  return {tensor_of(std::move(found), begin, printers::javascript), end};
}

/// One object of a console, member by member.
class ObjectReader {
 public:
  ObjectReader(const PrintText& text, const char* begin, std::string_view name)
      : text_(text), begin_(begin), name_(name) {}

  /// Reads on from the opening brace at `at`.
  PrintFound read(const char* at) {
    const char* const inside = at + 1;
    at = skip(inside);
    if (at < text_.end() && *at == '[') at = rows(at);
    for (;;) {
      at = skip(at);
      if (at == text_.end()) {
        if (!tensor_) return {{}, inside};
        text_.fail(at, "the print is cut off: expected \"}\", found the end of the input");
      }
      if (*at == '}') break;
      if (*at == ',') {
        ++at;
        continue;
      }
      if (!tensor_ && (is_unclosed_ || at - begin_ > longest_aside)) return {{}, inside};
      at = member(at);
    }
    ++at;
    if (!tensor_) return {{}, at};
    check_sizes();
    return {std::move(tensor_), at};
  }

 private:
  static bool is_size_member(std::string_view name) { return name == "_size" || name == "shape" || name == "size"; }

  const char* member(const char* at) {
    const char* const name_end = text_.name_end(at);
    const std::string_view name(at, name_end);
    const char* const colon = text_.skip_blanks(name_end);
    if (name.empty() || colon == text_.end() || *colon != ':') return value_end(at);
    at = skip(colon + 1);
    if (at == text_.end()) return at;
    if (name == "_data" || name == "data" || name == "values") return data(at);
    if (name == "_ptr" || name == "_index")
      text_.fail(name.data(), "expected a print of every number, found one of a sparse matrix");
    if (*at == '[' && (is_size_member(name) || name == "stride")) {
      Cursor cursor(at + 1, text_.end());
      (name == "stride" ? strides_ : sizes_) = take_sizes(cursor, ", \t\r\n");
      if (!cursor.take_if(']')) text_.fail(at, "expected sizes that are whole numbers");
      size_at_ = at;
      return cursor.at();
    }
    Cursor cursor(at, text_.end());
    if (const std::optional<std::size_t> number = cursor.take_size()) {
      if (name == "rows") rows_ = number;
      if (name == "columns") columns_ = number;
      if (name == "offset") offset_ = *number;
      if (name == "rows" || name == "columns" || name == "offset") size_at_ = at;
    }
    return value_end(at);
  }

  const char* data(const char* at) {
    std::optional<PrintFound> found = typed_array(text_, at, begin_);
    if (found) {
      tensor_ = std::move(found->tensor);
      tensor_->begin = begin_;
      return found->end;
    }
    if (*at != '[') return value_end(at);
    BracketedNumbers numbers = read_console_brackets(text_, at, begin_);
    const char* const end = numbers.end;
    tensor_ = tensor_of(std::move(numbers), begin_, printers::javascript);
    return end;
  }

  /// ml-matrix's numbers: one pair of brackets around lines of them.
  const char* rows(const char* at) {
    BracketedNumbers numbers = read_brackets(text_, at, begin_);
    const char* const end = numbers.end;
    numbers.shape = {numbers.numbers.size()};
    tensor_ = tensor_of(std::move(numbers), begin_, printers::ml_matrix);
    return end;
  }

  void check_sizes() {
    if (rows_ && columns_) sizes_ = Shape{*rows_, *columns_};
    if (strides_) check_strides();
    if (!sizes_) return;
    const bool is_flat = tensor_->shape.size() == 1;
    if (is_flat && sizes_->size() <= largest_rank && element_count(*sizes_) == tensor_->numbers.size()) {
      tensor_->shape = *sizes_;
    }
    check_named_shape(text_, size_at_, *sizes_, *tensor_);
  }

  /// Throws Error if the elements are not one after another in row-major order.
  void check_strides() const {
    Shape row_major(strides_->size(), 1);
    if (sizes_ && sizes_->size() == row_major.size()) {
      for (std::size_t dim = row_major.size(); dim-- > 1;) row_major[dim - 1] = row_major[dim] * (*sizes_)[dim];
    }
    if (offset_ != 0 || *strides_ != row_major) {
      text_.fail(size_at_,
                 formatted("expected elements in row-major order, found other strides or an offset in \"{}\"", name_));
    }
  }

  const char* value_end(const char* at) {
    const char* const begin = at;
    while (at < text_.end() && *at != ',' && *at != '}' && *at != '\n') {
      const bool opens = *at == '(' || *at == '[' || *at == '{';
      const char* const group = opens ? text_.group_end(at) : at + 1;
      is_unclosed_ = is_unclosed_ || group == nullptr;
      if (group == nullptr) return at + 1;
      at = group;
    }
    return at == begin ? at + 1 : at;
  }

  const char* skip(const char* at) const { return text_.skip_inside(at, begin_); }

  const PrintText& text_;
  const char* begin_;
  std::string_view name_;
  std::optional<PrintedTensor> tensor_;
  std::optional<Shape> sizes_;
  std::optional<Shape> strides_;
  std::optional<std::size_t> rows_;
  std::optional<std::size_t> columns_;
  std::size_t offset_ = 0;
  const char* size_at_ = nullptr;
  bool is_unclosed_ = false;  ///< a member's brackets are, as far as group_end looks
};

/// The place after the name and the line end that TensorFlow.js prints before the numbers; nullptr where it is not so.
const char* after_tfjs_name(const PrintText& text, const char* at) {
  constexpr std::string_view name = "Tensor";
  if (!text.starts_with(at, name) || text.name_end(at) != at + name.size()) return nullptr;
  const char* const end = text.skip_blanks_of_line(at + name.size());
  if (end == text.end() || *end != '\n') return nullptr;
  const char* const next = text.skip_inside(end, at);
  return next < text.end() && text.line_begin(next) == end + 1 ? next : nullptr;
}
}  // namespace

bool may_start_tfjs(const PrintPlace& place) {
  return *place.at == 'T' && !place.is_in_prose && is_place_of_value(place.text, place.at) &&
         after_tfjs_name(place.text, place.at) != nullptr;
}

PrintFound read_tfjs(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  const char* at = after_tfjs_name(text, begin);
  std::optional<Dtype> dtype;
  bool has_dtype = false;
  std::optional<Shape> shape;
  const char* shape_at = nullptr;
  for (const std::string_view word : {"dtype:", "rank:", "shape:", "values:"}) {
    if (!text.starts_with(at, word)) continue;
    const char* const value = text.skip_blanks_of_line(at + word.size());
    if (word == "dtype:") {
      has_dtype = true;
      dtype = dtype_in({value, text.line_end(value)});
    }
    if (word == "shape:") {
      Cursor cursor(value, text.end());
      shape = take_sizes(cursor, "[, ");
      shape_at = value;
    }
    at = text.skip_inside(text.line_end(value), begin);
  }
  if (at == text.end()) return {{}, begin};
  if (text.starts_with(at, "[") ? !holds_numbers(text, at) : !begins_number(at, text.end())) {
    const char* const inside = std::find_if_not(at, text.end(), [](char c) { return c == '['; });
    if (text.starts_with(inside, "true") || text.starts_with(inside, "false") || text.starts_with(inside, "'")) {
      text.fail(inside, "expected a print of real numbers, found another type");
    }
    return {{}, begin};
  }
  BracketedNumbers found = read_brackets(text, at, begin);
  const char* const end = found.end;
  PrintedTensor tensor = tensor_of(std::move(found), begin, printers::tfjs);
  tensor.dtype = has_dtype ? dtype : std::nullopt;
  if (shape) check_named_shape(text, shape_at, *shape, tensor);
  return {std::move(tensor), end};
}

bool may_start_console(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (is_in_prose) return false;
  if (*at == '(') {
    Cursor cursor(at, text.end());
    if (text.starts_with(at, "(index)")) return true;
    return take_count(cursor) && cursor.take_if(' ') && cursor.starts_with('[');
  }
  if (!is_letter(*at) || text.name_end(at) - at > 32) return false;
  const std::string_view name(at, text.name_end(at));
  Cursor cursor(text.name_end(at), text.end());
  if (name == plain_array) return take_count(cursor).has_value();
  return dtype_of_typed_array(name) && (take_count(cursor) || cursor.starts_with(' '));
}

PrintFound read_console(const PrintPlace& place) {
  const auto& [text, begin, is_in_prose] = place;
  if (*begin != '(') {
    if (text.starts_with(begin, plain_array)) return array_with_count(text, begin);
    std::optional<PrintFound> found = typed_array(text, begin, begin);
    return found ? *std::move(found) : PrintFound{{}, begin};
  }
  if (text.starts_with(begin, "(index)")) {
    text.fail(begin, "a table with an index is not read; console.log(JSON.stringify(x)) prints the numbers");
  }
  Cursor cursor(begin, text.end());
  const std::size_t count = *take_count(cursor);
  const char* const bracket = cursor.at() + 1;
  if (const char* const place_left_out = left_out(text, bracket)) fail_left_out(text, place_left_out);
  if (!holds_numbers(text, bracket) || is_numbering(text, begin, count)) return {{}, begin};
  BracketedNumbers found = read_brackets(text, bracket, begin);
  // More than the number says: it numbers the prints of a list.
  if (!found.shape.empty() && found.shape[0] > count) return {{}, begin};
  check_count(text, begin, count, found.shape);
  const char* const end = found.end;
  return {tensor_of(std::move(found), begin, printers::javascript), end};
}

bool may_start_typed_array(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (is_in_prose || !is_letter(*at)) return false;
  const char* const name_end = text.name_end(at);
  if (!text.starts_with(name_end, "(") || name_end - at > 32) return false;
  const std::string_view name(at, name_end);
  return dtype_of_typed_array(name.substr(0, name.find('.'))).has_value();
}

PrintFound read_typed_array(const PrintPlace& place) {
  std::optional<PrintFound> found = typed_array(place.text, place.at, place.at);
  return found ? *std::move(found) : PrintFound{{}, place.at};
}

void check_nothing_left_out(const PrintPlace& place) {
  if (!is_place_of_value(place.text, place.at)) return;
  if (const char* const left = left_out(place.text, place.at)) fail_left_out(place.text, left);
}

bool may_start_object(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (is_in_prose || !is_letter(*at)) return false;
  const char* const name_end = text.name_end(at);
  if (name_end - at > 64 || !text.starts_with(name_end, " {")) return false;
  const std::string_view name(at, name_end);
  constexpr std::array<std::string_view, 4> names = {"DenseMatrix", "SparseMatrix", "Matrix", "Tensor"};
  return std::find(names.begin(), names.end(), name) != names.end() || (name.starts_with("View") && name.size() > 5);
}

PrintFound read_object(const PrintPlace& place) {
  const char* const name_end = place.text.name_end(place.at);
  return ObjectReader(place.text, place.at, {place.at, name_end}).read(name_end + 1);
}
}  // namespace softmax::formats
