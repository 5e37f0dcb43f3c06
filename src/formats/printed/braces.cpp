#include <algorithm>
#include <utility>

#include "core/error.h"
#include "formats/printed/forms.h"

namespace softmax::formats {
namespace {
constexpr BracketSyntax braces{"{", false};

/// Whether a column for the sign is before the number: xtensor keeps it free in front of numbers without one.
bool has_sign_column(const PrintText& text, std::string_view number) {
  const char* at = number.data();
  if (at < text.begin() || at >= text.end()) return false;
  std::ptrdiff_t blanks = 0;
  while (at > text.begin() && at[-1] == ' ') {
    --at;
    ++blanks;
  }
  if (at == text.begin()) return false;
  const std::ptrdiff_t sign = number.starts_with('-') ? 0 : 1;
  if (at[-1] == '{' || at[-1] == '\n') return blanks >= sign;
  return at[-1] == ',' && blanks >= sign + 1;
}

bool are_of_xtensor(const PrintText& text, const BracketedNumbers& found) {
  return std::all_of(found.numbers.begin(), found.numbers.end(),
                     [&](const NumberToken& number) { return has_sign_column(text, number.text); });
}
}  // namespace

bool is_place_of_value(const PrintText& text, const char* at) {
  const char* const line = text.line_begin(at);
  while (at > line && (at[-1] == ' ' || at[-1] == '\t')) --at;
  return at == line || std::string_view("=(,:>#/").find(at[-1]) != std::string_view::npos;
}

bool may_start_braces(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (*at != '{' || is_in_prose || !is_place_of_value(text, at)) return false;
  const char* inside = at;
  for (std::size_t depth = 0; depth <= largest_rank && inside < text.end() && *inside == '{'; ++depth) {
    inside = text.skip_blanks(inside + 1);
  }
  if (!begins_number(inside, text.end())) return false;
  // {0: 0.5, 1: 0.25} is a dictionary.
  const std::string_view rest = std::string_view(inside, text.end()).substr(0, longest_aside);
  const std::size_t end = std::min(rest.find_first_of(" \t\r\n,:;}{[("), rest.size());
  const char* const next = text.skip_blanks(inside + end);
  return next < text.end() && (*next == ',' || *next == '}');
}

PrintFound read_braces(const PrintPlace& place) {
  BracketedNumbers found = read_brackets(place.text, place.at, place.at, braces);
  const char* const end = found.end;
  const Printer& printer = are_of_xtensor(place.text, found) ? printers::xtensor : by_hand;
  return {tensor_of(std::move(found), place.at, printer), end};
}

bool is_xtensor_print(const PrintText& text, const char* at) {
  if (!may_start_braces({text, at})) return false;
  const char* first = at;
  while (*first == '{') ++first;
  if (*first != ' ' && *first != '-') return false;
  try {
    return are_of_xtensor(text, read_brackets(text, at, at, braces));
  } catch (const Error&) {
    return false;
  }
}
}  // namespace softmax::formats
