#include <algorithm>
#include <cstddef>

#include "core/error.h"
#include "formats/printed/forms.h"
#include "formats/printed/table.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {
namespace {
constexpr std::string_view blanks_of_text = " \t\r\n";

bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '.'; }

bool opens_group(char c) { return c == '[' || c == '(' || c == '{'; }

bool closes_group(char c) { return c == ']' || c == ')' || c == '}'; }

std::string_view without_leading(std::string_view text, std::string_view leading) {
  text.remove_prefix(std::min(text.find_first_not_of(leading), text.size()));
  return text;
}

bool starts_with_number(std::string_view text) { return begins_number(text.data(), text.data() + text.size()); }

/// Whether only blanks separate the numbers or rows in the brackets at the start of `text`, as NumPy prints them. The
/// first two elements decide.
bool is_bracketed_without_commas(std::string_view text) {
  std::size_t depth = 0;
  bool after_element = false;
  bool after_blank = false;
  while (!text.empty()) {
    const char c = text.front();
    if (blanks_of_text.find(c) != std::string_view::npos) {
      after_blank = true;
      text = without_leading(text, blanks_of_text);
      continue;
    }
    const bool is_number = starts_with_number(text);
    if (!is_number && c != '[' && c != ']') return false;
    if (c != ']' && after_element) return after_blank;
    depth += c == '[' ? 1 : 0;
    depth -= c == ']' ? 1 : 0;
    if (depth == 0) return false;
    after_element = c != '[';
    after_blank = false;
    const std::size_t end = is_number ? text.find_first_of(" \t\r\n,;:[](){}\"") : 1;
    text.remove_prefix(std::min(end, text.size()));
  }
  return false;
}

/// Whether a name, or a parenthesis, comes before the numbers in brackets: `tensor([1`, `x = np.array([[1`, `(1, 2)`.
bool is_named_or_parenthesised(std::string_view text) {
  bool in_brackets = false;
  if (text.empty() || (!is_letter(text.front()) && text.front() != '(')) return false;
  while (!text.empty()) {
    const char c = text.front();
    if (in_brackets && (starts_with_number(text) || closes_group(c))) return true;
    if (is_letter(c)) {
      while (!text.empty() && is_of_name(text.front())) text.remove_prefix(1);
      text = without_leading(text, " \t");
      if (text.starts_with('=') || text.starts_with(':')) text = without_leading(text.substr(1), blanks_of_text);
      // A row of words has no bracket after its names.
      if (text.empty() || (!opens_group(text.front()) && !is_letter(text.front()))) return false;
    } else if (opens_group(c)) {
      in_brackets = true;
      text = without_leading(text.substr(1), blanks_of_text);
    } else {
      return false;
    }
  }
  return false;
}

/// Whether numbers follow the braces at the start of `text`: {{ 0.5 ,  1000.25}. {} and {0: 0.5} are no prints.
bool begins_braces(std::string_view text) {
  while (text.starts_with('{')) text = without_leading(text.substr(1), blanks_of_text);
  if (!starts_with_number(text)) return false;
  text.remove_prefix(std::min(text.find_first_of(" \t\r\n,:;}{[("), text.size()));
  text = without_leading(text, blanks_of_text);
  return text.starts_with(',') || text.starts_with('}');
}

/// The line at the start of `text`, without blanks at its end; takes it and its line end from the text.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size()));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

/// Whether the text starts with two rows in brackets of their own whose numbers are padded to columns, as Eigen prints
/// a matrix; JSON Lines are not padded.
bool begins_padded_rows(std::string_view text) {
  const std::string_view first = take_line(text);
  text = without_leading(text, blanks_of_text);
  const std::string_view second = take_line(text);
  if (first.size() != second.size()) return false;
  bool is_padded = false;
  for (const std::string_view line : {first, second}) {
    const bool is_row = line.size() > 2 && line.starts_with('[') && line.find(']') == line.size() - 1;
    if (!is_row || line[line.size() - 2] == ' ' || line.find_first_not_of("[]0123456789+-.,eEnaif ") != line.npos) {
      return false;
    }
    is_padded = is_padded || line.starts_with("[ ") || line.find(",  ") != std::string_view::npos;
  }
  return is_padded;
}

/// Whether the text starts with two numbers, each 11 characters after its bracket or comma, as numeric.js prints them.
bool begins_cells_of_numeric_js(std::string_view text) {
  constexpr std::size_t width = 11;
  text = without_leading(text, "[");
  const std::size_t first = text.find(',');
  const std::size_t second = first == std::string_view::npos ? first : text.find_first_of(",]", first + 1);
  if (first != width || second != 2 * width + 1 || !text.starts_with(' ')) return false;
  return starts_with_number(without_leading(text, " ")) &&
         starts_with_number(without_leading(text.substr(first + 1), " "));
}

/// How many numbers between blanks a line holds; 0 if it holds anything else.
std::size_t count_of_numbers(std::string_view line) {
  std::size_t count = 0;
  for (line = without_leading(line, " \t"); !line.empty(); line = without_leading(line, " \t")) {
    if (!starts_with_number(line)) return 0;
    const std::string_view word = line.substr(0, std::min(line.find_first_of(" \t"), line.size()));
    if (word.find_first_not_of("0123456789+-.eEnaiftyINF") != std::string_view::npos) return 0;
    line.remove_prefix(word.size());
    ++count;
  }
  return count;
}

/// Whether the text starts with a header and rows that have no place in a table of CSV: Armadillo's one word (`A:`, or
/// `A` with several columns), or words that end with a colon and are not as many as the numbers in the row below.
bool begins_headed_rows(std::string_view text) {
  const std::string_view header = take_line(text);
  const std::string_view row = take_line(text);
  if (header.empty() || !is_letter(header.front()) || header.find_first_of(",;\t[](){}=") != header.npos) return false;
  const auto words = 1 + std::count(header.begin(), header.end(), ' ');
  const std::size_t numbers = count_of_numbers(row);
  if (numbers == 0 || !row.starts_with(' ')) return false;
  if (words == 1 && row.starts_with("   ") && (numbers > 1 || header.ends_with(':'))) return true;
  return header.ends_with(':') && static_cast<std::size_t>(words) != numbers;
}

/// Whether the text starts with rows, an empty line and further rows of the same length: the pages of a tensor.
bool begins_pages(std::string_view text) {
  const std::size_t columns = count_of_numbers(take_line(text));
  if (columns < 2) return false;
  std::string_view line = take_line(text);
  while (count_of_numbers(line) == columns) line = take_line(text);
  if (!line.empty()) return false;
  while (line.empty() && !text.empty()) line = take_line(text);
  return count_of_numbers(line) == columns;
}

/// Whether an initialiser of C++ is on the first line: std::vector<float> x = {1.0f, 2.0f};
bool begins_initialiser(std::string_view text) {
  const std::string_view line = take_line(text);
  const std::size_t brace = line.find("= {");
  return is_letter(line.empty() ? ' ' : line.front()) && brace != line.npos &&
         starts_with_number(without_leading(line.substr(brace + 2), "{ "));
}

/// What comes before a print on its line: the prompt of a session, a comment sign, the mark of a quotation.
struct Margin {
  std::string_view rest;   ///< after the margin
  bool is_prompt = false;  ///< it leaves no doubt: CSV files have no prompts
};

/// The length of the label before a result of PARI/GP, `%1 =`, or Maxima, `(%o1)`; 0 if there is none.
std::size_t length_of_label(std::string_view text) {
  const bool is_of_maxima = text.starts_with("(%o");
  if (!is_of_maxima && !text.starts_with('%')) return 0;
  const std::size_t digits = is_of_maxima ? 3 : 1;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", digits), text.size());
  const std::string_view sign = is_of_maxima ? ")" : " =";
  return end > digits && text.substr(end).starts_with(sign) ? end + sign.size() : 0;
}

Margin without_margin(std::string_view text) {
  constexpr std::string_view arrow = "\xE2\x86\x92";
  Margin margin{text, false};
  for (;;) {
    const std::string_view at = margin.rest;
    if (at.starts_with('>')) {
      margin.is_prompt = true;
      margin.rest = without_leading(at, ">");
    } else if (at.starts_with("--> ") || at.starts_with("julia> ")) {
      margin.is_prompt = true;
      margin.rest = at.substr(at.find('>') + 1);
    } else if (at.starts_with("Out[") || at.starts_with("In [") || at.starts_with("In[")) {
      const std::size_t colon = at.find("]:");
      if (colon == std::string_view::npos) return margin;
      margin.is_prompt = true;
      margin.rest = at.substr(colon + 2);
    } else if (const std::size_t label = length_of_label(at); label > 0) {
      margin.is_prompt = true;
      margin.rest = at.substr(label);
    } else if (at.starts_with('#')) {
      margin.rest = without_leading(at, "#");
    } else if (at.starts_with("//") || at.starts_with("=>") || at.starts_with("->")) {
      margin.rest = at.substr(2);
    } else if (at.starts_with(arrow)) {
      margin.rest = at.substr(arrow.size());
    } else {
      return margin;
    }
    margin.rest = without_leading(margin.rest, blanks_of_text);
  }
}

/// Whether a name and a parenthesis follow the bracket: [tensor(1.), tensor(2.)].
bool begins_list_of_calls(std::string_view text) {
  text = without_leading(text.substr(1), blanks_of_text);
  const std::size_t end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_of_name) - text.begin());
  return end > 0 && is_letter(text.front()) && end < text.size() && text[end] == '(';
}

/// Whether the text contains words that only prints have, or a call of a tensor's name with numbers in it.
bool has_word_of_print(std::string_view text) {
  for (const PrintForm& form : print_forms()) {
    for (const std::string_view word : form.words) {
      if (text.find(word) != std::string_view::npos) return true;
    }
  }
  for (std::size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_of_name(text[begin - 1])) --begin;
    // Also the dots of a session's next line, np.array(\n...          [1., and the sign of a comment.
    const std::string_view inside = without_leading(text.substr(at + 1), " \t\r\n.#");
    if (is_tensor_name(text.substr(begin, at - begin)) && (inside.starts_with('[') || starts_with_number(inside)))
      return true;
  }
  return false;
}

/// Whether the text starts as Python prints a dict, and has a tensor in it: {'logits': tensor([1.
bool begins_dict_of_calls(std::string_view text) {
  return without_leading(text.substr(1), blanks_of_text).starts_with('\'') && has_word_of_print(text);
}

/// Whether something in or after the brackets at the start of `text` is source code and never JSON: an operator, an
/// index, a method. Looks as far as the first quote, brace or comment.
bool has_code(std::string_view text) {
  std::size_t depth = 0;
  bool was_closed = false;  // the first group
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::string_view rest = text.substr(at);
    if (c == '"' || c == '{' || c == '#' || rest.starts_with("//") || rest.starts_with("/*")) return false;
    const char before = at > 0 ? text[at - 1] : '\0';
    if (c == '*' || c == '/' || (c == '_' && is_digit(before))) return true;
    if (c == ';' && depth > 0) return true;  // rows of Octave, Julia and OpenCV
    if ((c == '+' || c == '-') && depth == 0 && was_closed) {
      const std::string_view operand = without_leading(rest.substr(1), " \t");
      return starts_with_number(operand) || (!operand.empty() && opens_group(operand.front()));
    }
    if (c == '[' && before == ']' && depth == 0) {
      if (text.substr(0, at).find(',') == std::string_view::npos) return false;  // [1][2] are two documents
      const std::string_view index = rest.substr(0, rest.find(']'));
      return index.find(':') != std::string_view::npos ||
             index.find_first_not_of("[0123456789- ") == std::string_view::npos;
    }
    // A method, or the end of a sentence.
    if (c == '.' && before == ']')
      return rest.size() == 1 || is_letter(rest[1]) || blanks_of_text.find(rest[1]) != rest.npos;
    if (c == '[') ++depth;
    if (c == ']' && depth > 0 && --depth == 0) was_closed = true;
    if (c == '\n' && was_closed && depth == 0) return false;
  }
  return false;
}

/// Whether the text starts with a sign and what a sign is before in code: `-[1, 2]`, `-np.array([1, 2])`.
bool begins_signed(std::string_view text) {
  if (!text.starts_with('-') && !text.starts_with('+')) return false;
  return text.size() > 1 && (text[1] == '[' || is_named_or_parenthesised(text.substr(1)));
}

/// Whether a line starts with a bracket that numbers follow.
bool has_line_of_brackets(std::string_view text) {
  for (;;) {
    text = without_leading(text, blanks_of_text);
    const std::string_view inside = without_leading(text, " \t[");
    if (text.starts_with('[') && starts_with_number(inside)) return true;
    const std::size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos) return false;
    text.remove_prefix(line_end);
  }
}

/// Whether the text starts with a vector as R prints it, `[1] 0.1 0.9`. One whole number after `[1]` may be another
/// JSON document.
bool begins_vector_of_r(std::string_view text) {
  constexpr std::string_view index = "[1]";
  std::string_view rest = text.substr(0, text.find_first_of("\r\n"));
  if (!rest.starts_with(index)) return false;
  rest.remove_prefix(index.size());
  std::size_t numbers = 0;
  for (;;) {
    const std::string_view word = without_leading(rest, " \t");
    if (word.empty()) return numbers > 1;
    if (word.size() == rest.size() || !starts_with_number(word)) return false;
    rest = word.substr(std::min(word.find_first_of(" \t"), word.size()));
    const std::string_view number = word.substr(0, word.size() - rest.size());
    if (number.find_first_of(",;[]{}\"") != std::string_view::npos) return false;
    if (number.find_first_not_of("0123456789-") != std::string_view::npos) return true;
    ++numbers;
  }
}

/// Whether the text starts with a header and rows with labels, as pandas and R print them, or has the line that pandas
/// prints below a series.
bool has_table(std::string_view beginning) {
  const Text bytes("", std::string(beginning));
  const PrintText text(bytes);
  try {
    const char* const line = next_words(text, text.begin()).line;
    if (begins_table(text, line) || begins_named_vector(text, line)) return true;
  } catch (const Error&) {  // a print that is refused
    return true;
  }
  const std::size_t dtype = beginning.find(", dtype: ");
  if (dtype == std::string_view::npos) return false;
  const std::size_t line = beginning.rfind('\n', dtype) + 1;
  return beginning.substr(line).starts_with("Name: ") || beginning.substr(line).starts_with("Length: ");
}

/// Whether the text starts as Octave and MATLAB show a value: a name and "=", then nothing else on the line, or a
/// number.
bool begins_assigned_value(std::string_view text) {
  const auto line_end = [](std::string_view of) { return std::min(of.find_first_of("\r\n"), of.size()); };
  if (text.empty() || !is_letter(text.front())) return false;
  const std::string_view line = text.substr(0, line_end(text));
  const std::size_t equals = line.find_first_of("=,;(");
  if (equals == std::string_view::npos || line[equals] != '=') return false;
  const std::string_view name = line.substr(0, line.find_last_not_of(" \t", equals - 1) + 1);
  if (!std::all_of(name.begin(), name.end(), is_of_name)) return false;
  const std::string_view value = without_leading(line.substr(equals + 1), " \t");
  if (value.empty()) return !without_leading(text.substr(line.size()), blanks_of_text).empty();
  return starts_with_number(value) && value.find_first_of(" \t,;") == std::string_view::npos;
}

/// Whether a number has its exponent after a D, as Scilab and Fortran write it: 1.247D-08. JSON and CSV have no such.
bool has_d_exponent(std::string_view text) {
  for (std::size_t at = text.find('D'); at != std::string_view::npos; at = text.find('D', at + 1)) {
    const std::string_view exponent = text.substr(at + 1);
    const bool has_sign = exponent.starts_with('-') || exponent.starts_with('+');
    const bool has_digits = exponent.size() > 2 && is_digit(exponent[1]) && is_digit(exponent[2]);
    const std::string_view before = text.substr(0, at);
    const std::size_t mantissa = before.find_last_not_of("0123456789");
    if (has_sign && has_digits && mantissa != std::string_view::npos && before[mantissa] == '.') return true;
  }
  return false;
}

/// Whether the text starts with a common factor: 1.00000e-02 *
bool begins_factor(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return starts_with_number(line) && line.find_first_of(", \t;*") != std::string_view::npos &&
         without_leading(line.substr(line.find_first_of(", \t;*")), " \t").starts_with('*');
}

/// Whether the text starts with #2A((0.5 1000.25)
bool is_array_of_lisp(std::string_view text) {
  if (!text.starts_with('#')) return false;
  text = without_leading(text.substr(1), "0123456789");
  return text.starts_with("A((");
}
}  // namespace

bool looks_printed(std::string_view beginning) {
  if (has_table(beginning)) return true;
  beginning = without_leading(beginning, blanks_of_text);
  const auto [text, is_prompt] = without_margin(beginning);
  if (is_prompt) return true;
  if (is_array_of_lisp(beginning) || text.starts_with("Tensor\n") || begins_initialiser(text)) return true;
  const bool has_margin = text.size() != beginning.size();
  if (has_source_line(text)) return true;
  if (text.starts_with('{')) return has_margin || begins_braces(text) || begins_dict_of_calls(text);
  if (text.starts_with('[')) {
    return has_margin || begins_vector_of_r(text) || is_bracketed_without_commas(text) || begins_list_of_calls(text) ||
           has_word_of_print(text) || has_code(text) || begins_padded_rows(text) || begins_cells_of_numeric_js(text);
  }
  return is_named_or_parenthesised(text) || has_word_of_print(text) || begins_factor(text) ||
         begins_assigned_value(text) || begins_signed(text) || has_line_of_brackets(text) || text.starts_with(", , ") ||
         (starts_with_number(text) && has_d_exponent(text)) || begins_headed_rows(text) || begins_pages(text);
}
}  // namespace softmax::formats
