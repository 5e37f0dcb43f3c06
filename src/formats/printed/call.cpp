#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "text/cursor.h"

namespace softmax::formats {
namespace {
/// The sizes from the bracket at `at` to `end`, "(2, 3)"; nothing if there is anything else between the brackets.
std::optional<Shape> sizes_between(const char* at, const char* end) {
  Cursor cursor(at + 1, end - 1);
  Shape sizes = take_sizes(cursor, ", \t\r\n");
  return cursor.is_at_end() ? std::optional(std::move(sizes)) : std::nullopt;
}

/// Whether a dtype is a float of another width than those that are known: NumPy's float128 and longdouble.
bool is_unknown_float(std::string_view dtype) {
  const std::size_t at = dtype.rfind("float");
  if (at == std::string_view::npos) return dtype.find("longdouble") != std::string_view::npos;
  const std::string_view width = dtype.substr(at + std::string_view("float").size());
  const std::string_view digits = width.substr(0, std::min(width.find_first_not_of("0123456789"), width.size()));
  return !digits.empty() && digits != "16" && digits != "32" && digits != "64";
}

/// Calls inside calls: Variable(torch.Tensor(np.array([1.]))).
constexpr int maximum_call_depth = 4;

/// One call, argument by argument.
class CallReader {
 public:
  CallReader(const PrintText& text, std::string_view name, char close, int depth)
      : text_(text), close_(close), depth_(depth) {
    tensor_.begin = name.data();
    tensor_.says_tensor = last_component(name) == "tensor";
    tensor_.printer = &printer_of_call(name);
    takes_sizes_ = !tensor_.is_print() && name.ends_with("Tensor");
  }

  /// Reads on from `at`, which is after the opening bracket. Nothing if the call holds no numbers.
  std::optional<PrintFound> read(const char* at) {
    for (;;) {
      at = skip(at);
      if (at == text_.end()) return cut(at);
      if (!has_data_ && at - tensor_.begin > longest_aside) return std::nullopt;
      if (*at == close_) break;
      if (*at == ',') {
        ++at;
        continue;
      }
      const std::optional<const char*> next = argument(at);
      if (!next) return has_data_ ? cut(text_.end()) : std::nullopt;
      at = *next;
    }
    if (!has_data_) return std::nullopt;
    if (named_shape_) check_named_shape(text_, shape_at_, *named_shape_, tensor_);
    if (tensor_.printer == &printers::numpy && brackets_ != nullptr) {
      tensor_.printer = &printer_of_array(brackets_, dtype_text_, tensor_.numbers);
    }
    return PrintFound{std::move(tensor_), at + 1};
  }

 private:
  /// Returns the end of the argument; nothing if a bracket is never closed.
  std::optional<const char*> argument(const char* at) {
    const char* name_end = text_.name_end(at);
    if (has_data_) check_further(at, name_end);
    if (name_end != at && !begins_number(at, text_.end())) {
      const char* next = text_.skip_blanks(name_end);
      if (next < text_.end() && *next == '=') return keyword({at, name_end}, skip(next + 1));
      if (next < text_.end() && *next == '(') return nested({at, name_end}, next);
      return name_end;
    }
    if (!has_data_ && (*at == '[' || (!takes_sizes_ && begins_number(at, text_.end())))) return data(at);
    return value_end(at);
  }

  /// After the data only arguments with a name may follow. Others may change the numbers; source code can have them.
  void check_further(const char* at, const char* name_end) const {
    const char* const next = text_.skip_blanks(name_end);
    const bool is_keyword = name_end != at && next < text_.end() && *next == '=';
    const bool is_call = next < text_.end() && *next == '(' && is_tensor_name({at, name_end});
    const bool may_follow = tensor_.is_print() ? (name_end != at && !is_call) || *at == '<' : is_keyword;
    if (!may_follow) text_.fail_expecting(at, formatted("\",\" and an argument with a name, or \"{}\"", close_));
    if (is_keyword && !tensor_.is_print() && !is_one_of_known({at, name_end})) {
      text_.fail(at, formatted("the argument \"{}\" is not read", std::string_view(at, name_end)));
    }
  }

  static bool is_one_of_known(std::string_view keyword) {
    constexpr std::array<std::string_view, 12> known = {"dtype", "device", "requires_grad", "shape", "size", "name",
                                                        "copy",  "place",  "stop_gradient", "ctx",   "data", "numpy"};
    return std::find(known.begin(), known.end(), keyword) != known.end();
  }

  std::optional<const char*> keyword(std::string_view name, const char* at) {
    if (is_data_name(name) && !has_data_) {
      const char* name_end = text_.name_end(at);
      if (name_end != at && name_end < text_.end() && *name_end == '(') return nested({at, name_end}, name_end);
      if (at < text_.end() && (*at == '[' || begins_number(at, text_.end()))) return data(at);
    }
    if (name.ends_with("indices") && tensor_.is_print()) {
      text_.fail(name.data(), "expected a print of every number, found one of a sparse tensor");
    }
    const std::optional<const char*> end = value_end(at);
    if (!end) return end;
    if (name == "dtype") take_dtype(at, {at, *end});
    if ((name == "shape" || name == "size") && at < *end && (*at == '(' || *at == '[')) {
      named_shape_ = sizes_between(at, *end);
      shape_at_ = at;
    }
    return end;
  }

  /// A tensor as the argument of another: `numpy=array(…)`, `Variable(torch.Tensor(…))`.
  std::optional<const char*> nested(std::string_view name, const char* parenthesis) {
    if (!has_data_ && depth_ < maximum_call_depth && is_tensor_name(name)) {
      if (std::optional<PrintFound> inner = CallReader(text_, name, ')', depth_ + 1).read(parenthesis + 1)) {
        tensor_.shape = std::move(inner->tensor->shape);
        tensor_.numbers = std::move(inner->tensor->numbers);
        if (inner->tensor->dtype) tensor_.dtype = inner->tensor->dtype;
        tensor_.says_tensor = tensor_.says_tensor || inner->tensor->says_tensor;
        has_data_ = true;
        return inner->end;
      }
    }
    return value_end(parenthesis);
  }

  std::optional<const char*> data(const char* at) {
    long power = 0;
    if (const std::optional<CommonFactor> factor = read_factor(text_, at)) {
      power = factor->power;
      at = skip(factor->end);
      if (at == text_.end()) return std::nullopt;
    }
    if (*at == '[' && !holds_numbers(text_, at)) {
      if (!tensor_.is_print() || !is_literal_other(at)) return value_end(at);
    }
    BracketedNumbers found = read_brackets(text_, at, tensor_.begin);
    if (*at == '[') brackets_ = at;
    for (NumberToken& number : found.numbers) number.power = power;
    tensor_.shape = std::move(found.shape);
    tensor_.numbers = std::move(found.numbers);
    if (tensor_.printer == &printers::sympy && tensor_.shape.size() == 1) tensor_.shape.push_back(1);  // a column
    has_data_ = true;
    const char* const next = skip(found.end);
    if (next < text_.end() && *next != ',' && *next != close_) {
      text_.fail_expecting(next, formatted("\",\" or \"{}\" after the numbers", close_));
    }
    return found.end;
  }

  /// Whether the brackets hold what a library prints and is no number: truth values, strings.
  bool is_literal_other(const char* at) const {
    while (at < text_.end() && (*at == '[' || *at == '(')) at = skip(at + 1);
    return at < text_.end() &&
           (*at == '\'' || *at == '"' || text_.starts_with(at, "True") || text_.starts_with(at, "False") ||
            text_.starts_with(at, "None") || ellipsis_length(at, text_.end()) > 0);
  }

  void take_dtype(const char* at, std::string_view value) {
    dtype_text_ = value;
    if (is_foreign_dtype(value)) {
      text_.fail(at, formatted("expected a print of real numbers, found one of dtype {}", value));
    }
    if (is_unknown_float(value)) {
      text_.fail(at, formatted("expected a dtype of {}, found \"{}\"", dtype_names(), value));
    }
    if (const std::optional<Dtype> dtype = dtype_in(value)) {
      tensor_.dtype = dtype;
    } else if (!tensor_.is_print()) {  // an integer type cuts the numbers off
      text_.fail(at, formatted("expected a dtype of {}, found \"{}\"", dtype_names(), value));
    }
  }

  /// The end of an argument that is no data: the comma, blank or bracket after it.
  std::optional<const char*> value_end(const char* at) const {
    const char* begin = at;
    while (at < text_.end() && *at != ',' && *at != close_ && *at != ' ' && *at != '\n') {
      if (*at == '(' || *at == '[' || *at == '{' || *at == '<') {
        at = text_.group_end(at);
        if (at == nullptr) return std::nullopt;
      } else if (*at == '\'' || *at == '"') {
        const char* stop = std::find(at + 1, text_.line_end(at), *at);
        at = stop == text_.end() ? stop : stop + 1;
      } else {
        ++at;
      }
    }
    return at == begin && at < text_.end() ? at + 1 : at;
  }

  /// The text ends inside the call.
  std::optional<PrintFound> cut(const char* at) const {
    if (!has_data_) return std::nullopt;
    text_.fail(at, formatted("the print is cut off: expected \"{}\", found the end of the input", close_));
  }

  const char* skip(const char* at) const { return text_.skip_inside(at, tensor_.begin); }

  const PrintText& text_;
  char close_;
  int depth_;  ///< the number of calls around this one
  PrintedTensor tensor_;
  bool takes_sizes_ = false;  ///< bare numbers are sizes: torch.Tensor(2, 3)
  bool has_data_ = false;
  const char* brackets_ = nullptr;  ///< around its numbers
  std::string_view dtype_text_;
  std::optional<Shape> named_shape_;
  const char* shape_at_ = nullptr;
};
}  // namespace

bool may_start_call(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (!is_letter(*at)) return false;
  const char* const name_end = text.name_end(at);
  const bool is_in_angle = at > text.begin() && at[-1] == '<';
  return (*name_end == '(' || is_in_angle) && is_tensor_name({at, name_end});
}

PrintFound read_call(const PrintPlace& place) {
  const char* const name_end = place.text.name_end(place.at);
  const char close = *name_end == '(' ? ')' : '>';
  CallReader reader(place.text, {place.at, name_end}, close, 0);
  std::optional<PrintFound> found = reader.read(*name_end == '(' || *name_end == ':' ? name_end + 1 : name_end);
  if (!found) return {{}, name_end};
  return *std::move(found);
}
}  // namespace softmax::formats
