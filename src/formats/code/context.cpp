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

/// Whether the sign is no operator: a hyphen between blanks after words or, before a print, after a label; a percent
/// sign at a number.
bool is_aside(const PrintText& text, const char* left, const char* sign, bool is_print) {
  if (*sign == '%' && is_digit(*left)) return is_print || !is_blank(sign[1]) || left + 1 == sign;
  if (*sign != '-' || !is_blank(sign[-1]) || !(is_blank(sign[1]) || sign[1] == '\n')) return false;
  const StatementWords before = words_before(text, left + 1);
  if (before.words.find(' ') != std::string_view::npos) return true;
  constexpr std::size_t longest_variable = 2;  // longer names may be labels
  return is_print && !before.is_code && (is_digit(before.words.front()) || before.words.size() > longest_variable);
}

/// Whether a value may start at `at`: after nothing but a margin, or after what comes before a value.
bool is_operand_place(const PrintText& text, const char* at) {
  const char* const before = byte_before(text, at);
  if (before == nullptr) return true;
  if (std::string_view("=(,:>[").find(*before) != std::string_view::npos) return true;
  return name_before(text, before + 1) == "return";
}

bool is_known_function(const PrintText& text, const char* at) {
  const char* const end = text.name_end(at);
  if (end == at || end == text.end() || *end != '(') return false;
  const std::string_view name(at, end);
  return is_tensor_name(name) || code_function(name, CodeUse::function) != nullptr;
}

/// Functions whose arguments keep their numbers.
constexpr std::array<std::string_view, 10> idle_functions = {"print", "display", "repr", "str",  "pprint",
                                                             "pp",    "list",    "len",  "type", "return_types"};

/// Whether a name is among the words of a text.
bool has_word(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool starts = at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == '.');
    if (starts && (end == text.size() || !(is_letter(text[end]) || is_digit(text[end])))) return true;
  }
  return false;
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
  for (const std::string_view sign : {"**", ".*", "./", ".^", ".+", ".-"}) {
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
    return is_operand_place(text, at) && starts_value(at + 1) ? CodeStart::if_touched : CodeStart::none;
  }
  if (is_digit(c)) {
    if (at > text.begin() && is_of_name(at[-1])) return CodeStart::none;
    const char* const end = std::find_if_not(at, text.end(), is_of_name);
    const bool is_operand = !operator_at(text, text.skip_blanks_of_line(end)).empty() && is_operand_place(text, at);
    return is_operand ? CodeStart::if_touched : CodeStart::none;
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

void check_transpose(const PrintText& text, const char* begin, const char* end) {
  if (end == text.end() || *end != '\'' || *begin != '[' || (begin > text.begin() && begin[-1] == '\'')) return;
  const char* const next = end + 1;
  const bool ends = next == text.end() || std::string_view(" ;,)\r\n").find(*next) != std::string_view::npos;
  if (ends) refuse_code(text, end, "the transpose sign is not read: give the numbers in their place");
}

NamedTensor assigned_name(const PrintText& text, const char* at) {
  const char* const sign = byte_before(text, at);
  if (sign == nullptr || *sign != '=' || sign == text.begin()) return {};
  const char* const last = byte_before(text, sign);
  if (last == nullptr) return {};
  const std::string_view name = name_before(text, last + 1);
  if (name.empty() || is_digit(name.front())) return {};
  return {name, name.data() - text.line_begin(at)};
}

void check_statement(const PrintText& text, const char* at, const std::vector<NamedTensor>& named) {
  const char* const before = byte_before(text, at);
  if (before != nullptr && std::string_view(";>:").find(*before) == std::string_view::npos) return;
  const std::string_view whole(at, text.name_end(at));
  const std::string_view name = whole.substr(0, whole.find('.'));
  const std::ptrdiff_t indent = at - text.line_begin(at);
  const bool is_known = std::any_of(named.begin(), named.end(), [&](const NamedTensor& tensor) {
    return tensor.name == name && (indent <= tensor.indent || (before != nullptr && *before == ';'));
  });
  if (!is_known) return;
  const char* next = at + whole.size();
  const bool has_index = next < text.end() && *next == '[';
  if (has_index) next = text.after_group(next);
  next = text.skip_blanks_of_line(next);
  const std::string_view line(next, text.line_end(next));
  const std::string_view rest = line.substr(0, line.find(';'));
  constexpr std::array<std::string_view, 8> changing = {"+=", "-=", "*=", "/=", "%=", "**=", "//=", "@="};
  const bool is_in_place = whole != name && whole.ends_with('_') && rest.starts_with('(');
  constexpr std::array<std::string_view, 9> mutators = {".append(", ".extend(",  ".insert(", ".pop(",   ".remove(",
                                                        ".sort(",   ".reverse(", ".fill(",   ".resize("};
  bool changes = is_in_place && !whole.ends_with("requires_grad_");
  for (const std::string_view mutator : mutators) {
    changes = changes || text.starts_with(at + name.size(), mutator);
  }
  for (const std::string_view sign : changing) changes = changes || rest.starts_with(sign);
  if (rest.starts_with('=') && !rest.starts_with("==") && rest.find("softmax") == std::string_view::npos) {
    changes = changes || has_index || has_word(rest.substr(1), name);
  }
  if (changes) {
    refuse_code(text, at, formatted("\"{}\" is changed here: give the numbers that it has then", name));
  }
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
}  // namespace softmax::formats
