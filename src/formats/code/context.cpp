#include "formats/code/context.h"

#include <algorithm>
#include <array>

#include "core/formatted.h"
#include "formats/code/expression.h"
#include "formats/code/functions.h"
#include "formats/printed/forms.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '.'; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The last byte before `at` that is no blank; nullptr if there is none on its line. After `open`, an open parenthesis,
/// and after a backslash the line before is part of the same statement.
const char* byte_before(const PrintText& text, const char* at, const char* open = nullptr) {
  for (;;) {
    const char* const begin = text.line_begin(at);
    while (at > begin && is_blank(at[-1])) --at;
    if (std::string_view(begin, at) == "...") at = begin;  // the next line of a Python session
    if (at > begin) return at - 1;
    if (begin == text.begin()) return nullptr;
    const char* end = std::min(begin - 1, text.comment_begin(begin - 1));
    while (end > text.begin() && (is_blank(end[-1]) || end[-1] == '\r')) --end;
    const bool is_continued = end > text.begin() && end[-1] == '\\';
    if (!is_continued && (open == nullptr || open >= begin)) return nullptr;
    at = is_continued ? end - 1 : end;
  }
}

bool ends_operand(char c) { return is_of_name(c) || c == ')' || c == ']'; }

/// The words of the statement up to `end`, and whether what is before them shows that they are source code.
struct StatementWords {
  std::string_view words;
  bool is_code;
};

StatementWords words_before(const PrintText& text, const char* end) {
  const std::string_view line(text.line_begin(end), end);
  const std::size_t sign = line.find_last_of("=>:");
  std::string_view words = line.substr(sign + 1);
  words.remove_prefix(std::min(words.find_first_not_of(" \t"), words.size()));
  words = words.substr(0, words.find_last_not_of(" \t") + 1);
  const std::string_view before = line.substr(0, sign + 1);
  bool is_code = before.ends_with('=') || before.ends_with(">>>");
  for (const std::string_view keyword : {"return ", "assert ", "yield "}) {
    if (!words.starts_with(keyword)) continue;
    words.remove_prefix(keyword.size());
    is_code = true;
  }
  return {words, is_code};
}

/// Whether a sign at `at` belongs to the value after it, also with a blank between: after what a value must follow. At
/// the start of a line it may be the mark of a list.
bool is_sign_place(const PrintText& text, const char* at) {
  const char* const before = byte_before(text, at);
  if (before == nullptr) return false;
  if (std::string_view("=([,").find(*before) != std::string_view::npos) return true;
  const std::string_view line(text.line_begin(at), before + 1);
  if (line.ends_with(">>>") || line.ends_with("<-") || (line.starts_with("In [") && line.ends_with("]:"))) return true;
  const std::string_view word = name_before(text, before + 1);
  return word == "return" || word == "else" || word == "lambda";
}

/// Whether the number at `at` ends a longer word: a time, 12:00:00,123, or a place in a file, train.py:42.
bool ends_longer_word(const PrintText& text, const char* at) {
  constexpr std::ptrdiff_t longest_word = 64;
  const char* const line = text.line_begin(at);
  const char* begin = at;
  while (begin > line && at - begin < longest_word && !is_blank(begin[-1])) --begin;
  const std::string_view word(begin, at);
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || colon == 0 || word.find_first_of("([{='\"") != std::string_view::npos) {
    return false;
  }
  return is_of_name(word[colon - 1]) || word[colon - 1] == '>';
}

/// Whether a number at `at`, up to `end`, may count lines or steps, with a dash after it: `1 - tensor([1., 2.])`.
bool may_be_count(const PrintText& text, const char* at, const char* end) {
  const char* const sign = text.skip_blanks_of_line(end);
  if (sign == end || *sign != '-' || sign + 1 == text.end() || !is_blank(sign[1])) return false;
  const char* const value = text.skip_blanks_of_line(sign + 1);
  const std::string_view name(value, text.name_end(value));
  const bool may_be_shown = value < text.end() && (*value == '[' || name == "tensor" || name == "array");
  const char* const before = byte_before(text, at);
  const bool is_labelled =
      before != nullptr && *before == ':' && before + 1 < at && before > text.line_begin(at) && is_letter(before[-1]);
  return may_be_shown && (before == nullptr || is_labelled);
}

/// Whether a hyphen between blanks after `left` is a dash: after words, a time or, before a print, a label.
bool is_dash_after_words(const PrintText& text, const char* left, bool is_print) {
  const char* const last = name_before(text, left + 1).data();
  if (is_digit(*last) && ends_longer_word(text, last)) return true;
  const StatementWords before = words_before(text, left + 1);
  const bool has_operators = before.is_code && before.words.find_first_of("+-*/") != std::string_view::npos;
  if (before.words.find(' ') != std::string_view::npos && !has_operators) return true;
  constexpr std::size_t longest_variable = 2;  // longer names may be labels
  return is_print && !before.is_code && (is_digit(before.words.front()) || before.words.size() > longest_variable);
}

/// Whether the sign is no operator: a hyphen between blanks after words or, before a print, after a label; a percent
/// sign at a number.
bool is_aside(const PrintText& text, const char* left, const char* sign, bool is_print) {
  if (*sign == '%' && is_digit(*left)) return is_print || !is_blank(sign[1]) || left + 1 == sign;
  const bool is_apart = is_blank(sign[-1]) && (is_blank(sign[1]) || sign[1] == '\n');
  return *sign == '-' && is_apart && is_dash_after_words(text, left, is_print);
}

/// Whether a value may start at `at`: after nothing but a margin, or after what comes before a value.
bool is_operand_place(const PrintText& text, const char* at) {
  const char* const before = byte_before(text, at);
  if (before == nullptr) return true;
  if (std::string_view("=(,:>[").find(*before) != std::string_view::npos) return true;
  if (std::string_view(text.line_begin(at), before + 1).ends_with("<-")) return true;
  const std::string_view word = name_before(text, before + 1);
  return word == "return" || word == "else" || word == "and" || word == "or";
}

bool is_known_function(const PrintText& text, const char* at) {
  const char* const end = text.name_end(at);
  if (end == at || end == text.end() || *end != '(') return false;
  const std::string_view name(at, end);
  return is_tensor_name(name) || code_function(name, CodeUse::function) != nullptr;
}

/// Functions whose arguments keep their numbers.
constexpr std::array<std::string_view, 8> idle_functions = {"print",  "display", "repr", "str",
                                                            "pprint", "pp",      "list", "return_types"};

/// Signs that pages show in place of those of source code.
struct TypesetSign {
  std::string_view sign, in_code;
};
constexpr std::array<TypesetSign, 4> typeset_signs = {
    {{minus_sign, "-"}, {"\xC3\x97", "*"}, {"\xC3\xB7", "/"}, {"\xC2\xB7", "*"}}};

[[noreturn]] void refuse_typeset(const PrintText& text, const char* at, const TypesetSign& sign) {
  refuse_code(text, at, formatted("the sign \"{}\" is not read: write \"{}\"", sign.sign, sign.in_code));
}

/// Throws CodeRefusal where a typeset sign whose last byte is at `last` changes the tensor at `at`.
void check_typeset_sign(const PrintText& text, const char* at, const char* last, bool is_print, const char* open) {
  const std::string_view before(text.line_begin(last), last + 1);
  const std::string_view word = name_before(text, last + 1);
  for (const TypesetSign& row : typeset_signs) {
    if (!before.ends_with(row.sign)) continue;
    const char* const sign = last + 1 - row.sign.size();
    const char* const left = byte_before(text, sign, open);
    if (row.sign == minus_sign && last + 1 == at) refuse_typeset(text, sign, row);
    if (left == nullptr || !ends_operand(*left)) continue;
    const bool may_be_dash = row.sign == minus_sign || row.sign == "\xC2\xB7";
    const bool is_apart = left + 1 < sign && last + 1 < at;
    if (!may_be_dash || !is_apart || !is_dash_after_words(text, left, is_print)) refuse_typeset(text, sign, row);
  }
  if (word != "x" || !is_blank(last[1]) || word.data() == text.begin() || !is_blank(word.data()[-1])) return;
  const char* const factor = byte_before(text, word.data(), open);
  if (factor == nullptr || !ends_operand(*factor)) return;
  if (is_digit(*name_before(text, factor + 1).data()) || is_digit(*factor)) refuse_typeset(text, last, {"x", "*"});
}

/// Throws CodeRefusal where a comparison, a condition or an assignment with an operator is before the tensor at `at`,
/// with its last byte at `last`.
void check_choice(const PrintText& text, const char* at, const char* last, bool is_print, const char* open) {
  const std::string_view line(text.line_begin(last), last + 1);
  const auto ends_with_any = [&](const auto& signs) {
    return std::find_if(signs.begin(), signs.end(), [&](std::string_view sign) { return line.ends_with(sign); });
  };
  constexpr std::array<std::string_view, 4> comparisons = {"==", "!=", "<=", ">="};
  if (ends_with_any(comparisons) != comparisons.end()) {
    refuse_code(text, last - 1, "a comparison with the numbers is not read: give the numbers themselves");
  }
  constexpr std::array<std::string_view, 8> assignments = {"**=", "//=", "+=", "-=", "*=", "/=", "%=", "@="};
  if (const auto sign = ends_with_any(assignments); sign != assignments.end()) {
    refuse_code(text, last + 1 - sign->size(),
                formatted("the value before \"{}\" is not known here: give the numbers that the code makes", *sign));
  }
  const std::string_view word = name_before(text, last + 1);
  const bool is_code_value = is_letter(*at) && !is_print;
  if (*last == '<' || *last == '>') {
    const char* const left = byte_before(text, last, open);
    if (left == nullptr || left + 1 == last || !is_blank(last[1]) || !ends_operand(*left)) return;
    if (!is_code_value && is_dash_after_words(text, left, true)) return;
    refuse_code(text, last, "a comparison with the numbers is not read: give the numbers themselves");
  }
  if (word != "else" && word != "and" && word != "or") return;
  const StatementWords before = words_before(text, word.data());
  const bool is_condition = word != "else" || before.words.find(" if ") != std::string_view::npos;
  if (!before.words.empty() && is_condition && (before.is_code || is_code_value)) {
    refuse_code(text, word.data(), "a condition on the numbers is not read: give the numbers themselves");
  }
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
}  // namespace

bool keeps_numbers(std::string_view function) {
  return function.empty() || function.find("return_types") != std::string_view::npos ||
         std::find(idle_functions.begin(), idle_functions.end(), last_component(function)) != idle_functions.end();
}

std::string_view name_before(const PrintText& text, const char* at) {
  const char* begin = at;
  while (begin > text.begin() && is_of_name(begin[-1])) --begin;
  return {begin, at};
}

std::string_view operator_at(const PrintText& text, const char* at) {
  if (at == text.end()) return {};
  if (text.starts_with(at, "->") || text.starts_with(at, "--") || text.starts_with(at, "/*")) return {};
  if (text.starts_with(at, "-element ")) return {};  // Julia's "3-element Vector{Float64}:"
  // MATLAB's and Julia's signs for each element are known as operators, so that they are refused by name.
  for (const std::string_view sign : {"%%", "%/%", "%*%", "%o%", "**", ".*", "./", ".^", ".+", ".-"}) {
    if (text.starts_with(at, sign)) return {at, sign.size()};
  }
  if (text.starts_with(at, "//")) {
    const char* const next = text.skip_blanks_of_line(at + 2);
    return next < text.end() && is_digit(*next) ? std::string_view(at, 2) : std::string_view();
  }
  return std::string_view("+-*/%@^").find(*at) != std::string_view::npos ? std::string_view(at, 1) : std::string_view();
}

CodeStart code_start(const PrintText& text, const char* at) {
  const char c = *at;
  const auto starts_value = [&](const char* value) {
    if (value == text.end()) return false;
    if (is_letter(*value)) return is_known_function(text, value);
    return is_digit(*value) || std::string_view("[(.").find(*value) != std::string_view::npos;
  };
  if (c == '-' || c == '+') {
    if (is_sign_place(text, at)) {
      const char* value = at;
      while (value < text.end() && (*value == '-' || *value == '+')) value = text.skip_blanks_of_line(value + 1);
      return starts_value(value) ? CodeStart::if_touched : CodeStart::none;
    }
    return is_operand_place(text, at) && starts_value(at + 1) ? CodeStart::if_touched : CodeStart::none;
  }
  if (is_digit(c)) {
    if (at > text.begin() && is_of_name(at[-1])) return CodeStart::none;
    const char* const end = std::find_if_not(at, text.end(), is_of_name);
    const bool is_operand = !operator_at(text, text.skip_blanks_of_line(end)).empty() && is_operand_place(text, at);
    if (!is_operand || ends_longer_word(text, at)) return CodeStart::none;
    if (may_be_count(text, at, end)) {
      refuse_code(text, at,
                  formatted("\"{} -\" may be a count before the numbers or part of the code: leave it out, or assign "
                            "the value to a name",
                            std::string_view(at, end)));
    }
    return CodeStart::if_touched;
  }
  const char* const before = byte_before(text, at);
  const bool is_assigned = before != nullptr && *before == '=';
  if (c == '{') {
    const bool may_be_value = is_assigned || (before != nullptr && *before == ']');
    return may_be_value && !is_xtensor_print(text, at) ? CodeStart::always : CodeStart::none;
  }
  if (c == '(') {
    const char* const inside = text.skip_blanks(at + 1);
    const bool may_be_value = starts_value(inside) || (inside < text.end() && *inside == '-');
    if (!may_be_value || !is_operand_place(text, at)) return CodeStart::none;
    return is_assigned || before == nullptr ? CodeStart::always : CodeStart::if_touched;
  }
  if (!is_letter(c) || (at > text.begin() && is_of_name(at[-1]))) return CodeStart::none;
  const char* const end = text.name_end(at);
  const bool is_function = end < text.end() && *end == '(' && !is_tensor_name({at, end}) &&
                           !is_scalar_name({at, end}) && code_function({at, end}, CodeUse::function) != nullptr;
  const bool is_after_in = before != nullptr && name_before(text, before + 1) == "in";
  return is_function && !is_after_in ? CodeStart::always : CodeStart::none;
}

bool may_be_list_of_values(const PrintText& text, const char* at) {
  while (at < text.end() && *at == '[') at = text.skip_blanks(at + 1);
  return at < text.end() && (*at == '-' || is_known_function(text, at));
}

bool is_touched_after(const PrintText& text, const char* at, bool is_print) {
  if (at == text.end()) return false;
  if (*at == '[') return true;
  if (*at == '.' && at + 1 < text.end() && is_letter(at[1])) return true;
  const char* const sign = text.skip_blanks_of_line(at);
  const std::string_view found = operator_at(text, sign);
  if (found.empty()) return false;
  const char* const after = sign + found.size();
  const char* const next = text.skip_blanks_of_line(after);
  const bool has_operand = next < text.end() && (is_letter(*next) || is_digit(*next) ||
                                                 std::string_view("[({-.").find(*next) != std::string_view::npos);
  if (!has_operand) return false;
  const bool is_dash = found == "-" && sign != at && next != after;
  return !(is_dash && is_print && is_letter(*next));
}

void check_before(const PrintText& text, const char* at, bool is_print, const char* open) {
  const char* const sign = byte_before(text, at, open);
  if (sign == nullptr) return;
  const std::string_view word = name_before(text, sign + 1);
  if (word == "in" && !is_print) {
    const std::string_view line(text.line_begin(sign), word.data());
    if (line.find("for ") != std::string_view::npos) {
      refuse_code(text, word.data(), "a loop over the numbers is not read: give the numbers that it makes");
    }
  }
  const bool is_logical = *sign == '~' || *sign == '!' || word == "not";
  if (is_logical && !is_print) {
    refuse_code(text, word == "not" ? word.data() : sign, "a logical operator before the numbers is not read");
  }
  check_choice(text, at, sign, is_print, open);
  check_typeset_sign(text, at, sign, is_print, open);
  if (std::string_view("*/%@+-").find(*sign) == std::string_view::npos) return;
  const char* const left = byte_before(text, sign, open);
  // An expression takes its own sign; here is one that no expression took.
  const bool is_unary = left == nullptr || std::string_view("=(,:>[").find(*left) != std::string_view::npos;
  if (*sign == '-' && is_unary && sign + 1 == at) {
    refuse_code(text, sign, "the minus sign before the numbers is not read here: give the numbers with their signs");
  }
  if (left == nullptr || !ends_operand(*left) || is_aside(text, left, sign, is_print)) return;
  refuse_code(text, sign,
              formatted("the value before \"{}\" is not known here: give the numbers that the code makes",
                        std::string_view(sign, 1)));
}

void check_after(const PrintText& text, const char* at) {
  const char* const sign = text.skip_blanks_of_line(at);
  if (sign == text.end()) return;
  const std::string_view rest(sign, text.line_end(sign));
  constexpr std::array<std::string_view, 11> comparisons = {"==", "!=", "<=", ">=", "<<", ">>",
                                                            "< ", "> ", "& ", "| ", "@ "};
  const bool is_comparison = std::any_of(comparisons.begin(), comparisons.end(),
                                         [&](std::string_view comparison) { return rest.starts_with(comparison); });
  if (is_comparison) refuse_code(text, sign, "a comparison of the numbers is not read: give the numbers themselves");
  if (rest.starts_with('\\') && text.skip_blanks_of_line(sign + 1) == text.line_end(sign)) {
    refuse_code(text, sign, "a line that goes on after a backslash is not read: put it in parentheses");
  }
  if (rest.starts_with("if ") && rest.find(" else ") != std::string_view::npos) {
    refuse_code(text, sign, "a condition on the numbers is not read: give the numbers themselves");
  }
}

void check_typeset_after(const PrintText& text, const char* at) {
  if (text.starts_with(at, "\xC2\xB2") || text.starts_with(at, "\xC2\xB3")) {
    refuse_code(text, at, "a raised number after the numbers is not read: write \"**\"");
  }
  const char* const sign = text.skip_blanks_of_line(at);
  for (const TypesetSign& row : typeset_signs) {
    if (!text.starts_with(sign, row.sign)) continue;
    const char* const after = sign + row.sign.size();
    const char* const next = text.skip_blanks_of_line(after);
    if (next == text.end()) return;
    const bool may_be_dash = (row.sign == minus_sign || row.sign == "\xC2\xB7") && sign != at && next != after;
    const bool is_operand = is_digit(*next) || *next == '(' || *next == '[' || (is_letter(*next) && !may_be_dash);
    if (is_operand) refuse_typeset(text, sign, row);
  }
}

void check_transpose(const PrintText& text, const char* begin, const char* end) {
  if (end == text.end() || *end != '\'' || *begin != '[' || (begin > text.begin() && begin[-1] == '\'')) return;
  const char* const next = end + 1;
  const bool ends = next == text.end() || std::string_view(" ;,)\r\n").find(*next) != std::string_view::npos;
  if (ends) refuse_code(text, end, "the transpose sign is not read: give the numbers in their place");
}

void check_call(const PrintText& text, const char* at, bool is_print, const std::vector<OpenCall>& calls) {
  const char* const before = byte_before(text, at);
  const bool is_keyword = before != nullptr && *before == '=';
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (keeps_numbers(call->name)) continue;
    const std::string_view last = last_component(call->name);
    if (is_print && (is_keyword || last.empty() || is_upper(last.front()))) return;
    refuse_code(
        text, call->name.data(),
        formatted("\"{}\" may change the numbers and is not read: give the numbers that it returns", call->name));
  }
}

void check_size_call(const PrintText& text, const char* at) {
  const std::string_view name(at, text.name_end(at));
  const std::string_view last = last_component(name);
  constexpr std::array<std::string_view, 3> typed = {"FloatTensor", "DoubleTensor", "HalfTensor"};
  const bool is_class = (name.starts_with("torch.") && last.ends_with("Tensor")) ||
                        std::find(typed.begin(), typed.end(), last) != typed.end();
  if (is_class && *text.skip_blanks_of_line(name.data() + name.size()) == '(') {
    refuse_code(text, at, formatted("\"{}\" of a size makes a tensor of no known numbers: give its numbers", name));
  }
}
}  // namespace softmax::formats
