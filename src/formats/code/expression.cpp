#include "formats/code/expression.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/formatted.h"
#include "formats/code/context.h"
#include "formats/code/functions.h"
#include "formats/code/scanner.h"
#include "formats/code/value.h"
#include "formats/printed/forms.h"
#include "text/number.h"
#include "text/shortest.h"

namespace softmax::formats {
namespace {
/// Arguments that change no number, whatever they are.
constexpr std::array<std::string_view, 13> idle_arguments = {
    "device", "requires_grad", "grad_fn",    "name",  "copy",      "stop_gradient", "place",
    "ctx",    "out",           "pin_memory", "subok", "trainable", "layout"};

class ExpressionReader : private CodeScanner {
 public:
  using CodeScanner::CodeScanner;
  using CodeScanner::end;

  CodeValue read() { return sum(); }

  bool is_touched() const { return is_touched_; }

  /// Whether the value is no plain list, which every form of print reads.
  bool is_code() const { return is_code_; }

 private:
  /// What is longer is data that cannot be read, not code that a person wrote.
  static constexpr std::size_t maximum_items = std::size_t{1} << 16;

  // The grammar, from the weakest operator to the strongest.

  CodeValue sum() { return binary("+-", &ExpressionReader::product); }
  CodeValue product() { return binary("*/%@.^", &ExpressionReader::signed_value); }

  CodeValue binary(std::string_view signs, CodeValue (ExpressionReader::*operand)()) {
    CodeValue value = (this->*operand)();
    for (;;) {
      const char* const at = skip(at_);
      const std::string_view sign = operator_at(text_, at);
      if (sign.empty() || sign == "**" || signs.find(sign[0]) == std::string_view::npos) return value;
      if (depth_ == 0 && sign == "%" && value.kind == CodeKind::list) return value;  // a comment of MATLAB
      if (depth_ == 0 && !is_touched_after(text_, at_, value.is_print())) return value;
      at_ = at + sign.size();
      if (depth_ == 0 && value.kind != CodeKind::number) has_numbers_ = true;
      const CodeValue right = (this->*operand)();
      value = apply(at, sign, value, right);
    }
  }

  CodeValue apply(const char* at, std::string_view sign, const CodeValue& left, const CodeValue& right) {
    is_touched_ = is_code_ = true;
    if (left.kind != CodeKind::number || right.kind != CodeKind::number) has_numbers_ = true;
    for (const CodeValue* side : {&left, &right}) {
      if (side->kind == CodeKind::word) refuse(at, formatted("the value of \"{}\" is not known here", side->word));
    }
    return at_place(at, [&] { return operated(sign, left, right); });
  }

  CodeValue signed_value() {
    const char c = peek();
    if (c != '-' && c != '+') return power();
    const char* const at = at_++;
    CodeValue value = signed_value();
    if (c == '+') return value;
    const bool is_literal = value.kind == CodeKind::number && !value.numbers[0].text.empty();
    if (is_literal && value.numbers[0].text.data() == at + 1 && at[1] != '-' && at[1] != '+') {
      const std::string_view digits = value.numbers[0].text;
      value.numbers[0] = {-value.numbers[0].value, {at, digits.size() + 1}};
      return value;
    }
    if (value.kind != CodeKind::number) is_touched_ = is_code_ = has_numbers_ = true;
    if (value.kind == CodeKind::word) refuse(at, formatted("the value of \"{}\" is not known here", value.word));
    return at_place(at, [&] { return negated(std::move(value)); });
  }

  CodeValue power() {
    CodeValue value = postfix();
    const char* const at = skip(at_);
    if (!text_.starts_with(at, "**") || text_.starts_with(at, "***")) return value;
    at_ = at + 2;
    const CodeValue exponent = signed_value();
    return apply(at, "**", value, exponent);
  }

  CodeValue postfix() {
    CodeValue value = primary();
    for (;;) {
      const char* const at = depth_ > 0 ? skip(at_) : at_;
      if (at == text_.end() || value.kind == CodeKind::word || value.kind == CodeKind::number) return value;
      if (*at_ == '[') {
        value = indexed(std::move(value));
      } else if (*at == '.' && at + 1 < text_.end() && is_letter(at[1])) {
        at_ = at;
        value = member(std::move(value));
      } else {
        return value;
      }
    }
  }

  // What follows a value.

  CodeValue member(CodeValue value) {
    has_numbers_ = true;
    const char* const at = ++at_;
    const std::string_view name = word();
    const bool is_call = at_ < text_.end() && *at_ == '(';
    const CodeFunction* const found = code_function(name, is_call ? CodeUse::method : CodeUse::attribute);
    if (found == nullptr) refuse_name(at, name);
    CodeCall call;
    call.library = value.library;
    call.arguments.push_back(std::move(value));
    if (is_call) arguments(call);
    return apply(at, *found, call);
  }

  CodeValue apply(const char* at, const CodeFunction& function, CodeCall& call) {
    is_touched_ = is_code_ = true;
    for (const CodeValue& argument : call.arguments) {
      if (argument.kind != CodeKind::number && argument.kind != CodeKind::word) has_numbers_ = true;
    }
    return at_place(at, [&] {
      CodeValue value = function.apply(call);
      call.check_all_taken();
      return value;
    });
  }

  [[noreturn]] void refuse_name(const char* at, std::string_view name) const {
    refuse(at, formatted("\"{}\" changes the numbers and is not read: give the numbers that it returns", name));
  }

  CodeValue indexed(CodeValue value) {
    has_numbers_ = is_touched_ = is_code_ = true;
    const char* const at = at_++;
    ++depth_;
    std::vector<CodeIndex> indices;
    while (!take(']')) {
      indices.push_back(index());
      if (!take(',') && peek() != ']') miss(at_, "\",\" or \"]\" in the index");
    }
    --depth_;
    if (indices.empty()) refuse(at, "the index is empty");
    const bool is_list = is_sequence(value);
    if (is_list && (indices.size() > 1 || indices[0].kind > CodeIndex::Kind::slice)) {
      refuse(at, "an index that Python's lists do not take");
    }
    return at_place(at, [&] {
      if (value.items.empty()) return picked(indexed_value(value, indices));
      const std::vector<CodeValue> items = value.items;
      if (indices[0].kind != CodeIndex::Kind::whole) throw CodeError("a slice of a ragged list is not read");
      return items[dim_place(*indices[0].start, items.size())];
    });
  }

  /// A number that is picked from a list is a number of Python.
  static CodeValue picked(CodeValue value) {
    const bool is_list = is_sequence(value);
    if (is_list && value.shape.empty()) value.kind = CodeKind::number;
    return value;
  }

  CodeIndex index() {
    CodeIndex found;
    if (text_.starts_with(skip(at_), "...")) {
      at_ = skip(at_) + 3;
      found.kind = CodeIndex::Kind::ellipsis;
      return found;
    }
    if (peek() != ':') {
      ++depth_of_operand_;
      const CodeValue value = sum();
      --depth_of_operand_;
      if (value.word == "None" || last_component(value.word) == "newaxis") {
        found.kind = CodeIndex::Kind::new_dim;
        return found;
      }
      found.start = whole(value);
    }
    if (!take(':')) return found;
    found.kind = CodeIndex::Kind::slice;
    const auto bound = [&]() -> std::optional<long> {
      if (peek() == ':' || *at_ == ',' || *at_ == ']') return std::nullopt;
      return whole(sum());
    };
    found.stop = bound();
    if (take(':')) found.step = bound().value_or(1);
    return found;
  }

  long whole(const CodeValue& value) const {
    long number = 0;
    at_place(at_, [&] {
      if (!value.shape.empty()) throw CodeError("an index that picks by a list is not read");
      number = whole_of(value, "an index");
      return CodeValue();
    });
    return number;
  }

  // Values.

  CodeValue primary() {
    const char c = peek();
    if (at_ == text_.end()) miss(at_, "a value");
    if (c == '[' || c == '{') return list(c == '[' ? ']' : '}');
    if (c == '(') return parenthesis();
    if (c == '\'' || c == '"') return string();
    if (is_letter(c)) return name();
    if (is_digit(c) || (c == '.' && is_digit(at_[1]))) return number();
    miss(at_, "a value");
  }

  CodeValue name() {
    const char* const at = at_;
    std::string_view name(at, text_.name_end(at));
    while (name.ends_with('.')) name.remove_suffix(1);
    at_ = at + name.size();
    if (at_ < text_.end() && *at_ == '(') return call(at, name);
    if (const std::optional<double> constant = code_constant(name)) {
      return number_value(*constant, name.find('.') == std::string_view::npos && name != "infty" && name != "INFINITY"
                                         ? name
                                         : std::string_view());
    }
    if (depth_ > 0 && depth_of_operand_ > 0) return word_value(name);
    refuse(at, formatted("the value of \"{}\" is not known here", name));
  }

  /// The tensor that a call makes. What it cannot make is no code here, and the error of the print says why.
  CodeValue constructed(const char* at, const CodeFunction& function, CodeCall& call) {
    if (is_touched_) return apply(at, function, call);
    is_touched_ = is_code_ = true;
    try {
      CodeValue value = function.apply(call);
      call.check_all_taken();
      return value;
    } catch (const CodeError&) {
      throw NoCode();
    }
  }

  CodeValue call(const char* at, std::string_view name) {
    const CodeFunction* const found = code_function(name, CodeUse::function);
    if (found == nullptr && !is_tensor_name(name)) refuse_name(at, name);
    if (found == nullptr) {
      at_ = at;
      return print();
    }
    CodeCall call;
    call.library = library_of(name);
    arguments(call);
    const bool was_touched = is_touched_;
    const bool had_numbers = has_numbers_;
    const bool is_alone = call.arguments.size() <= 1;
    if (name == "c" && at_ < text_.end() && *at_ == '[') {
      has_numbers_ = true;
      refuse(at_, "an index of R is not read: give the numbers that it picks");
    }
    CodeValue value = is_tensor_name(name) ? constructed(at, *found, call) : apply(at, *found, call);
    if (is_tensor_name(name)) {
      is_touched_ = was_touched;
      has_numbers_ = had_numbers;
      value.says_tensor = last_component(name) == "tensor";
      value.printer = is_alone && is_untouched(value) ? &printer_of_call(name) : &by_hand;
    }
    return value;
  }

  static bool is_untouched(const CodeValue& value) {
    return std::all_of(value.numbers.begin(), value.numbers.end(), [](const CodeNumber& n) { return !n.text.empty(); });
  }

  void arguments(CodeCall& call) {
    deeper();
    ++depth_of_operand_;
    ++at_;
    while (!take(')')) {
      if (at_ == text_.end()) miss(at_, "\")\"");
      argument(call);
      if (!take(',') && peek() != ')') miss(at_, "\",\" or \")\"");
    }
    --depth_of_operand_;
    --depth_;
  }

  void argument(CodeCall& call) {
    peek();
    const char* const begin = at_;
    const std::string_view keyword = is_letter(*at_) ? word() : std::string_view();
    const char* const next = skip(at_);
    if (!keyword.empty() && text_.starts_with(next, "=") && !text_.starts_with(next, "==")) {
      at_ = next + 1;
      if (std::find(idle_arguments.begin(), idle_arguments.end(), keyword) != idle_arguments.end()) return skip_value();
      call.keywords.emplace_back(keyword, sum());
      return;
    }
    at_ = begin;
    call.arguments.push_back(sum());
  }

  void skip_value() {
    const char* const begin = at_;
    for (char c = peek(); at_ < text_.end() && c != ',' && c != ')'; c = peek()) {
      if (at_ - begin > longest_aside) miss(at_, "a shorter argument");
      const bool opens = c == '(' || c == '[' || c == '<' || c == '{';
      at_ = opens ? text_.after_group(at_) : at_ + 1;
    }
  }

  CodeValue parenthesis() {
    is_code_ = true;
    deeper();
    ++at_;
    std::vector<CodeValue> items;
    bool is_tuple = false;
    while (!take(')')) {
      if (at_ == text_.end()) miss(at_, "\")\"");
      items.push_back(sum());
      if (take(',')) {
        is_tuple = true;
      } else if (peek() != ')') {
        miss(at_, "\",\" or \")\"");
      }
    }
    --depth_;
    if (!is_tuple && items.size() == 1) return std::move(items[0]);
    return at_place(at_, [&] { return sequence_value(CodeKind::tuple, std::move(items)); });
  }

  CodeValue list(char close) {
    const char* const begin = at_;
    if (close == ']' && holds_numbers(text_, at_)) {
      if (std::optional<CodeValue> plain = plain_list()) return *std::move(plain);
    }
    is_code_ = true;
    deeper();
    ++at_;
    std::vector<CodeValue> items;
    while (!take(close)) {
      if (at_ == text_.end()) miss(at_, formatted("\"{}\"", close));
      if (items.size() == maximum_items) miss(at_, formatted("\"{}\", as code has few elements", close));
      items.push_back(sum());
      if (!take(',') && peek() != close) miss(at_, formatted("\",\" or \"{}\"", close));
    }
    --depth_;
    return at_place(begin, [&] { return sequence_value(CodeKind::list, std::move(items)); });
  }

  bool is_touched_ = false;
  bool is_code_ = false;
};

/// Whether the value is a tensor. Whole numbers in parentheses, `(2, 3)`, are more likely a shape.
bool holds_tensor(const CodeValue& value) {
  if (!value.items.empty()) return false;
  if (value.kind == CodeKind::tuple) return !value.integers;
  return value.kind == CodeKind::array || value.kind == CodeKind::list;
}
}  // namespace

std::optional<PrintFound> read_code(const PrintText& text, const char* at, bool only_if_touched,
                                    const char*& tried_to) {
  ExpressionReader reader(text, at);
  CodeValue value;
  try {
    value = reader.read();
  } catch (const NoCode&) {
    tried_to = std::max(tried_to, reader.end());
    return std::nullopt;
  }
  if (!holds_tensor(value) || !(only_if_touched ? reader.is_touched() : reader.is_code())) return std::nullopt;
  const NumberText digits(Dtype::float64, std::nullopt, {"nan", "inf", "-inf"});
  PrintedTensor tensor;
  tensor.shape = value.shape;
  tensor.dtype = value.dtype;
  tensor.says_tensor = value.says_tensor || value.library == CodeLibrary::torch;
  tensor.printer = value.printer;
  tensor.begin = at;
  for (const CodeNumber& number : value.numbers) {
    if (number.text.empty()) tensor.printer = &by_hand;
    tensor.numbers.push_back({number.text.empty() ? text.keep(digits(number.value)) : number.text, 0});
  }
  return PrintFound{std::move(tensor), reader.end()};
}
}  // namespace softmax::formats
