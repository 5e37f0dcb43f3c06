#include <algorithm>
#include <array>
#include <string_view>

#include "core/formatted.h"
#include "formats/code/context.h"
#include "formats/code/expression.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_of_variable(char c) { return is_letter(c) || is_digit(c); }

/// Where the blanks before `at` on its line start.
const char* before_blanks(const PrintText& text, const char* at) {
  const char* const line = text.line_begin(at);
  while (at > line && (at[-1] == ' ' || at[-1] == '\t')) --at;
  return at;
}

/// Whether a name is among the words of a text.
bool has_word(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool starts = at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == '.');
    if (starts && (end == text.size() || !(is_letter(text[end]) || is_digit(text[end])))) return true;
  }
  return false;
}

/// Whether the statement at `at` is in the body of a function that starts after the statement with that indent: its
/// names are others.
bool is_in_function(const PrintText& text, const char* at, std::ptrdiff_t outer_indent) {
  constexpr int maximum_lines = 256;
  const char* line = text.line_begin(at);
  std::ptrdiff_t indent = at - line;
  for (int i = 0; i < maximum_lines && indent > outer_indent && line > text.begin(); ++i) {
    line = text.line_begin(line - 1);
    const char* const first = text.skip_blanks_of_line(line);
    const std::string_view words(first, text.line_end(first));
    if (words.empty() || first - line >= indent) continue;
    indent = first - line;
    constexpr std::array<std::string_view, 9> blocks = {"if",  "for",    "while", "else", "do",
                                                        "try", "switch", "}",     "with"};
    const bool is_block =
        std::any_of(blocks.begin(), blocks.end(), [&](std::string_view block) { return words.starts_with(block); });
    const bool is_braced = words.substr(0, words.find_last_not_of(" \r") + 1).ends_with('{');
    if (words.starts_with("def ") || words.starts_with("async def ") || words.starts_with("class ")) return true;
    if (is_braced && !is_block) return true;
  }
  return false;
}

bool assigns(std::string_view rest) { return rest.starts_with('=') && !rest.starts_with("=="); }

bool has_change_of(std::string_view value, std::string_view name) {
  return value.find("softmax") == std::string_view::npos && has_word(value, name);
}

/// The name at the start of `rest`, after its first byte.
std::string_view name_in(const PrintText& text, std::string_view rest) {
  const char* const begin = text.skip_blanks_of_line(rest.data() + 1);
  return {begin, text.name_end(begin)};
}

/// Whether a statement gives what is named `name` other numbers. `whole` is the name with its members, `rest` what
/// follows that and an index.
bool changes_named(std::string_view before, std::string_view whole, std::string_view name, bool has_index,
                   std::string_view rest) {
  constexpr std::array<std::string_view, 9> changing = {"+=", "-=", "*=", "/=", "%=", "**=", "//=", "@=", "^="};
  constexpr std::array<std::string_view, 18> mutators = {
      "append", "extend", "insert", "pop",   "remove",    "sort",     "reverse", "fill",   "resize",
      "put",    "clear",  "push",   "shift", "partition", "setflags", "unshift", "splice", "itemset"};
  constexpr std::array<std::string_view, 6> views = {"shape", "data", "dtype", "flat", "T", "real"};
  const std::string_view member = whole.size() > name.size() ? last_component(whole) : std::string_view();
  if (before.ends_with("del ") && has_index) return true;
  if (rest.starts_with(":=")) return has_change_of(rest, name);
  if (rest.starts_with('(')) {
    const bool is_in_place = member.ends_with('_') && member != "requires_grad_";
    return is_in_place || std::find(mutators.begin(), mutators.end(), member) != mutators.end();
  }
  if (std::any_of(changing.begin(), changing.end(), [&](std::string_view sign) { return rest.starts_with(sign); })) {
    return true;
  }
  const std::size_t sign = rest.find('=');
  if (sign == std::string_view::npos || rest.substr(sign).starts_with("==")) return false;
  const std::string_view value = rest.substr(sign + 1);
  if (sign == 0) {
    const bool is_view = std::find(views.begin(), views.end(), member) != views.end();
    return has_index || is_view || has_change_of(value, name);
  }
  // Other names to assign to, or the name of a type.
  const std::string_view between = rest.substr(1, sign - 1);
  const bool are_names = between.find_first_of("({\"'<>!+-*/") == std::string_view::npos;
  return (rest.starts_with(',') || rest.starts_with(':')) && are_names && has_change_of(value, name);
}

/// The name of what the call or keyword at the start of a line's rest writes its result to; empty if there is none.
std::string_view written_by(const PrintText& text, std::string_view whole, std::string_view rest) {
  if (whole == "out" && assigns(rest)) return name_in(text, rest);
  constexpr std::array<std::string_view, 6> writers = {"copyto", "shuffle", "place", "put", "putmask", "fill_diagonal"};
  const std::string_view last = last_component(whole);
  const bool is_writer = std::find(writers.begin(), writers.end(), last) != writers.end();
  const bool is_in_place = last.ends_with('_') && !last.starts_with('_') && last.size() < whole.size();
  return rest.starts_with('(') && (is_writer || is_in_place) ? name_in(text, rest) : std::string_view();
}
}  // namespace

NamedTensor assigned_name(const PrintText& text, const char* at) {
  const char* const line = text.line_begin(at);
  const char* end = before_blanks(text, at);
  if (end == line || end[-1] != '=') return {};
  end = before_blanks(text, end - 1);
  bool is_sized = false;  // float x[2], x: list[float]
  while (end > line && end[-1] == ']') {
    const std::string_view before(line, end);
    const std::size_t open = before.rfind('[');
    if (open == std::string_view::npos) return {};
    end = line + open;
    is_sized = true;
  }
  std::string_view name = name_before(text, end);
  const char* const before = before_blanks(text, name.data());
  const std::string_view annotated =
      before > line && before[-1] == ':' ? name_before(text, before_blanks(text, before - 1)) : std::string_view();
  if (!annotated.empty()) {
    name = annotated;
  } else if (is_sized && (before == name.data() || before == line || !is_of_variable(before[-1]))) {
    return {};
  }
  if (name.empty() || is_digit(name.front())) return {};
  return {name, text.skip_blanks_of_line(line) - line};
}

void check_statement(const PrintText& text, const char* at, const std::vector<NamedTensor>& named) {
  const char* const line = text.line_begin(at);
  const std::string_view before(line, at);
  const std::string_view whole(at, text.name_end(at));
  const char* next = at + whole.size();
  const bool has_index = next < text.end() && *next == '[';
  if (has_index) next = text.after_group(next);
  next = text.skip_blanks_of_line(next);
  const std::string_view line_rest = std::string_view(next, text.line_end(next)).substr(0, longest_aside);
  const std::string_view rest = line_rest.substr(0, line_rest.find(';'));
  const char* const before_end = before_blanks(text, at);
  const bool starts = before_end == line || std::string_view(";>:").find(before_end[-1]) != std::string_view::npos;
  const bool is_later_name =
      before_end > line && before_end[-1] == ',' && before.find_first_of("([{=:") == std::string_view::npos;
  const std::string_view written = written_by(text, whole, rest);
  for (const NamedTensor& tensor : named) {
    const std::string_view name = tensor.name;
    const bool is_name = whole == name || (whole.starts_with(name) && whole.substr(name.size()).starts_with('.'));
    const bool is_statement = starts || is_later_name || before.ends_with("del ") || rest.starts_with(":=");
    const bool changes = is_name && is_statement && changes_named(before, whole, name, has_index, rest);
    if (!changes && written != name) continue;
    if (is_in_function(text, text.skip_blanks_of_line(line), tensor.indent)) continue;
    refuse_code(text, at, formatted("\"{}\" is changed here: give the numbers that it has then", name));
  }
}
}  // namespace softmax::formats
