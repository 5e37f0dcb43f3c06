#include "formats/detect.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "formats/printed/text.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t beginning_size = 4096;

bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '.'; }

bool is_opening(char c) { return c == '[' || c == '(' || c == '{'; }

bool is_closing(char c) { return c == ']' || c == ')' || c == '}'; }

std::string_view without(std::string_view text, std::string_view leading) {
  text.remove_prefix(std::min(text.find_first_not_of(leading), text.size()));
  return text;
}

bool begins_number(std::string_view text) { return formats::begins_number(text.data(), text.data() + text.size()); }

/// Whether the numbers or rows in the brackets that `text` begins with stand apart by blanks alone, as NumPy prints
/// them. The first two elements tell.
bool is_bracketed_without_commas(std::string_view text) {
  std::size_t depth = 0;
  bool behind_element = false;
  bool behind_blank = false;
  while (!text.empty()) {
    const char c = text.front();
    if (blanks.find(c) != std::string_view::npos) {
      behind_blank = true;
      text = without(text, blanks);
      continue;
    }
    const bool is_number = begins_number(text);
    if (!is_number && c != '[' && c != ']') return false;
    if (c != ']' && behind_element) return behind_blank;
    depth += c == '[' ? 1 : 0;
    depth -= c == ']' ? 1 : 0;
    if (depth == 0) return false;
    behind_element = c != '[';
    behind_blank = false;
    const std::size_t end = is_number ? text.find_first_of(" \t\r\n,;:[](){}\"") : 1;
    text.remove_prefix(std::min(end, text.size()));
  }
  return false;
}

/// Whether a name, or a parenthesis, stands before the numbers in brackets: `tensor([1`, `x = np.array([[1`, `(1, 2)`.
bool is_named_or_parenthesised(std::string_view text) {
  bool in_brackets = false;
  if (text.empty() || (!is_letter(text.front()) && text.front() != '(')) return false;
  while (!text.empty()) {
    const char c = text.front();
    if (in_brackets && (begins_number(text) || is_closing(c))) return true;
    if (is_letter(c)) {
      while (!text.empty() && is_of_name(text.front())) text.remove_prefix(1);
      text = without(text, " \t");
      if (text.starts_with('=') || text.starts_with(':')) text = without(text.substr(1), blanks);
      // What a name is followed by tells a print from a row of words.
      if (text.empty() || (!is_opening(text.front()) && !is_letter(text.front()))) return false;
    } else if (is_opening(c)) {
      in_brackets = true;
      text = without(text.substr(1), blanks);
    } else {
      return false;
    }
  }
  return false;
}

/// What stands before a print on its line: the prompt of a session, a comment sign, a quote's mark.
struct Margin {
  std::string_view rest;   ///< behind it
  bool is_prompt = false;  ///< it leaves no doubt: csv has no prompts
};

Margin without_margin(std::string_view text) {
  constexpr std::string_view arrow = "\xE2\x86\x92";
  Margin margin{text, false};
  for (;;) {
    const std::string_view at = margin.rest;
    if (at.starts_with('>')) {
      margin.is_prompt = true;
      margin.rest = without(at, ">");
    } else if (at.starts_with("Out[") || at.starts_with("In [") || at.starts_with("In[")) {
      const std::size_t colon = at.find("]:");
      if (colon == std::string_view::npos) return margin;
      margin.is_prompt = true;
      margin.rest = at.substr(colon + 2);
    } else if (at.starts_with('#')) {
      margin.rest = without(at, "#");
    } else if (at.starts_with("//") || at.starts_with("=>") || at.starts_with("->")) {
      margin.rest = at.substr(2);
    } else if (at.starts_with(arrow)) {
      margin.rest = at.substr(arrow.size());
    } else {
      return margin;
    }
    margin.rest = without(margin.rest, blanks);
  }
}

/// Whether a name and a parenthesis stand behind the bracket: [tensor(1.), tensor(2.)].
bool begins_list_of_calls(std::string_view text) {
  text = without(text.substr(1), blanks);
  const std::size_t end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_of_name) - text.begin());
  return end > 0 && is_letter(text.front()) && end < text.size() && text[end] == '(';
}

/// Words that only prints have, and a call of a tensor's name with numbers in it, anywhere.
bool has_word_of_print(std::string_view text) {
  constexpr std::array<std::string_view, 9> words = {"[torch.",      "Type{",   "Type]{",       "<NDArray ",
                                                     "<tf.",         ",.,.) =", "Columns 0 to", "Variable containing:",
                                                     "Tensor(shape="};
  const auto contains = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  if (std::any_of(words.begin(), words.end(), contains)) return true;
  for (std::size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_of_name(text[begin - 1])) --begin;
    // The dots of a session's next line, too: np.array(\n...          [1.
    const std::string_view inside = without(text.substr(at + 1), " \t\r\n.");
    if (is_tensor_name(text.substr(begin, at - begin)) && (inside.starts_with('[') || begins_number(inside)))
      return true;
  }
  return false;
}

/// Whether a line begins with a bracket that numbers follow.
bool has_line_of_brackets(std::string_view text) {
  for (;;) {
    text = without(text, blanks);
    const std::string_view inside = without(text, " \t[");
    if (text.starts_with('[') && begins_number(inside)) return true;
    const std::size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos) return false;
    text.remove_prefix(line_end);
  }
}

/// Whether a common factor stands first: 1.00000e-02 *
bool begins_factor(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return begins_number(line) && line.find_first_of(", \t;*") != std::string_view::npos &&
         without(line.substr(line.find_first_of(", \t;*")), " \t").starts_with('*');
}

}  // namespace

Format detect(Input& input, const ReadOptions& options) {
  if (options.format) return *options.format;
  for (const FormatRow& each : format_rows()) {
    if (!each.magic.empty() && input.peek(each.magic.size()) == each.magic) return Format{each.name};
  }
  const std::optional<Format> named = format_by_ending(input.name());
  return named ? *named : format_of_content(input.peek(beginning_size));
}

Format format_of_content(std::string_view beginning) {
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  beginning = without(beginning, blanks);
  const auto [text, is_prompt] = without_margin(beginning);
  if (is_prompt) return Format::text;
  const bool has_margin = text.size() != beginning.size();
  if (text.starts_with('{')) return has_margin ? Format::text : Format::json;
  if (text.starts_with('[')) {
    const bool is_print =
        has_margin || is_bracketed_without_commas(text) || begins_list_of_calls(text) || has_word_of_print(text);
    return is_print ? Format::text : Format::json;
  }
  const bool is_print =
      is_named_or_parenthesised(text) || has_word_of_print(text) || begins_factor(text) || has_line_of_brackets(text);
  return is_print ? Format::text : Format::csv;
}

}  // namespace softmax::formats
