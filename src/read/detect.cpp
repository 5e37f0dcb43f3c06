#include "read/detect.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "read/number.h"

namespace softmax::read {
namespace {

constexpr std::string_view npy_magic = "\x93NUMPY";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t beginning_size = 4096;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '.'; }

bool is_opening(char c) { return c == '[' || c == '(' || c == '{'; }

bool is_closing(char c) { return c == ']' || c == ')' || c == '}'; }

std::string_view without(std::string_view text, std::string_view leading) {
  text.remove_prefix(std::min(text.find_first_not_of(leading), text.size()));
  return text;
}

bool begins_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  if (is_digit(text[0]) || (text[0] == '.' && text.size() > 1 && is_digit(text[1]))) return true;
  std::string word(text.substr(0, 3));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return word == "nan" || word == "inf";
}

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

}  // namespace

Format detect(Input& input, const Options& options) {
  if (options.format) return *options.format;
  if (input.peek(npy_magic.size()) == npy_magic) return Format::npy;
  const std::optional<Format> named = format_by_ending(input.name());
  return named && named != Format::text ? *named : format_of_content(input.peek(beginning_size));
}

Format format_of_content(std::string_view beginning) {
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  beginning = without(beginning, blanks);
  if (beginning.starts_with('{')) return Format::json;
  if (beginning.starts_with('[')) return is_bracketed_without_commas(beginning) ? Format::text : Format::json;
  return is_named_or_parenthesised(beginning) ? Format::text : Format::csv;
}

}  // namespace softmax::read
