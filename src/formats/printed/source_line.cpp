#include <algorithm>
#include <string_view>
#include <utility>

#include "formats/printed/forms.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// Where the sign of an assignment begins: `=`, `:=` or `<-`, and no comparison; npos if there is none.
std::size_t find_assignment(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    const std::string_view rest = line.substr(at);
    if (rest.starts_with("<-") || rest.starts_with(":=")) return at;
    if (line[at] != '=') continue;
    const bool is_comparison =
        rest.starts_with("==") || (at > 0 && std::string_view("=<>!~").find(line[at - 1]) != std::string_view::npos);
    if (!is_comparison) return at;
  }
  return std::string_view::npos;
}

/// Whether `line` gives numbers in brackets a name. Parentheses need a name without the delimiters of CSV.
bool names_numbers(std::string_view line) {
  if (line.empty() || line.front() == '#') return false;
  line = line.substr(0, line.find('"'));  // CSV has brackets in quotes; JSON has its names there
  const std::size_t assignment = is_letter(line.empty() ? ' ' : line.front()) ? find_assignment(line) : line.npos;
  const bool is_one_name = line.substr(0, assignment).find_first_of(",;\t") == std::string_view::npos;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '[' && line[at] != '(' && line[at] != '{') continue;
    const std::size_t inside = line.find_first_not_of(" \t[({", at);
    if (inside == std::string_view::npos) return false;
    const std::size_t opening = std::exchange(at, inside);
    if (!begins_number(line.data() + inside, line.data() + line.size())) continue;
    if (assignment < opening && (line[opening] != '(' || is_one_name)) return true;
    const std::size_t before = opening == 0 ? std::string_view::npos : line.find_last_not_of(" \t", opening - 1);
    const bool is_after_colon = before != std::string_view::npos && before > 0 && line[before] == ':';
    const char named = is_after_colon ? line[before - 1] : ' ';
    if (line[opening] == '[' && (is_letter(named) || is_digit(named) || named == '\'' || named == ')')) return true;
  }
  return false;
}
}  // namespace

bool has_source_line(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const std::string_view line = text.substr(0, text.find('\n'));
    if (names_numbers(line)) return true;
    text.remove_prefix(line.size());
  }
  return false;
}
}  // namespace softmax::formats
