#include "formats/csv/spelling.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
constexpr auto missing_words = std::to_array<std::string_view>(
    {"na", "n/a", "#n/a", "#na", "<na>", "nat", "null", "none", "nil", "missing", "-", "--", "?", ".", "*"});

constexpr auto index_names = std::to_array<std::string_view>(
    {"id",        "index",    "idx",       "row",  "rows",        "rowname",    "rownames", "row.names", "row_names",
     "#",         "no",       "no.",       "nr",   "nr.",         "unnamed: 0", "level_0",  "year",      "month",
     "week",      "day",      "date",      "time", "timestamp",   "epoch",      "step",     "sample",    "wall time",
     "wall_time", "walltime", "iteration", "iter", "global_step", "global step"});

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_one_of(char32_t c, std::u32string_view characters) { return characters.find(c) != std::u32string_view::npos; }

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// Digits of ASCII, of East Asian width, Arabic and Indian; infinity.
bool is_any_digit(char32_t c) {
  return is_between(c, U'0', U'9') || is_between(c, 0xFF10, 0xFF19) || is_between(c, 0x0660, 0x0669) ||
         is_between(c, 0x06F0, 0x06F9) || is_between(c, 0x0966, 0x096F) || c == 0x221E;
}

bool is_any_blank(char32_t c) { return is_one_of(c, U" \t\u00A0\u202F\u205F\u3000") || is_between(c, 0x2000, 0x200A); }

bool is_currency(char32_t c) { return is_one_of(c, U"$\u00A2\u00A3\u00A4\u00A5") || is_between(c, 0x20A0, 0x20CF); }

bool is_any_minus(char32_t c) { return is_one_of(c, U"\u2212\uFE63\uFF0D") || is_between(c, 0x2010, 0x2015); }

/// What a number in another spelling has besides digits.
bool is_part_of_number(char32_t c) {
  constexpr std::u32string_view signs =
      U"+-.,%'()^*_/\u00B1\u00D7\u2019\u02BC\u2030\uFF05\uFF0B\uFF0C\uFF0E\u066B\u066C";
  return is_one_of(c, signs) || is_any_blank(c) || is_currency(c) || is_any_minus(c);
}

std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const std::size_t length = utf8_length(at, text.data() + text.size());
    points += length == 0 ? U'\uFFFD' : code_point(at, length);
    at += length == 0 ? 1 : length;
  }
  return points;
}

/// Whether the letter at `i` ends a complex number: `1+2i`, `(1-2j)`.
bool is_imaginary_unit(std::u32string_view text, std::size_t i) {
  if (!is_one_of(text[i], U"ijIJ") || i == 0 || !(is_any_digit(text[i - 1]) || text[i - 1] == U'.')) return false;
  return i + 1 == text.size() || (i + 2 == text.size() && text[i + 1] == U')');
}

/// Whether the letter at `i` is the start of an exponent: `1e5`, `1.D+3`.
bool is_exponent(std::u32string_view text, std::size_t i) {
  if (!is_one_of(text[i], U"eEdD") || i == 0 || i + 1 == text.size()) return false;
  return (is_any_digit(text[i - 1]) || text[i - 1] == U'.') &&
         (is_any_digit(text[i + 1]) || is_part_of_number(text[i + 1]));
}

bool is_hexadecimal(std::string_view content) {
  const std::string lower = in_lower_case(content.substr(content.find_first_not_of("+-") == 1 ? 1 : 0));
  return lower.starts_with("0x") && lower.find_first_not_of("0123456789abcdef.p+-", 2) == std::string::npos;
}

template <class Is>
bool has_any(const std::u32string& text, const Is& is) {
  return std::any_of(text.begin(), text.end(), is);
}

bool is_number_text(std::string_view text) { return is_number({text.data(), text.data() + text.size()}); }

/// Whether the content would be a number with a point in place of its only comma: `0,5`, `-1,5e3`.
bool has_decimal_comma(std::string_view content) {
  const std::size_t comma = content.find(',');
  if (comma == std::string_view::npos) return false;
  std::string with_point(content);
  with_point[comma] = '.';
  return is_number_text(with_point);
}

/// The byte between several numbers in one cell: `1|2`, which --delimiter may separate.
std::optional<char> separator_in(std::string_view content) {
  for (const char separator : {'|', ';', ':'}) {
    bool are_numbers = content.find(separator) != std::string_view::npos;
    for (std::size_t first = 0; are_numbers && first <= content.size();) {
      const std::size_t end = std::min(content.find(separator, first), content.size());
      are_numbers = is_number_text(content.substr(first, end - first));
      first = end + 1;
    }
    if (are_numbers) return separator;
  }
  return std::nullopt;
}

/// `1,234.5`, `1.234.567`, `1 000`, `1'000`, `1_000`: three digits after each separator.
bool has_thousands(const std::u32string& text) {
  std::size_t separators = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!is_one_of(text[i], U",.'_\u2019") && !is_any_blank(text[i])) continue;
    const std::size_t digits =
        static_cast<std::size_t>(
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(i) + 1, text.end(), is_any_digit) -
            text.begin()) -
        i - 1;
    const bool is_decimal_sign = is_one_of(text[i], U".,") && i + digits + 1 == text.size();
    if (!is_any_digit(text[i - 1]) || (digits != 3 && !is_decimal_sign)) return false;
    if (digits == 3) ++separators;
  }
  return separators > 0;
}
}  // namespace

bool is_missing(std::string_view content) {
  if (content.empty()) return true;
  constexpr std::size_t longest = 8;
  if (content.size() > longest) return false;
  return std::find(missing_words.begin(), missing_words.end(), in_lower_case(content)) != missing_words.end();
}

bool is_index_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name.size() > longest) return false;
  const std::string lower = in_lower_case(name);
  if (std::find(index_names.begin(), index_names.end(), lower) != index_names.end()) return true;
  if (!lower.ends_with("id") || lower.size() < 3) return false;
  const char before = name[name.size() - 3];
  const bool is_new_word = name[name.size() - 2] == 'I' && before >= 'a' && before <= 'z';
  return is_new_word || std::string_view("_-. ").find(before) != std::string_view::npos;
}

bool is_nearly_number(std::string_view content) {
  if (content.empty() || is_number_text(content)) return false;
  if (is_hexadecimal(content)) return true;
  const std::optional<char> separator = separator_in(content);
  if (separator == '|' || separator == ';') return true;
  const std::u32string text = code_points(content);
  if (!has_any(text, is_any_digit)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_any_digit(text[i]) && !is_part_of_number(text[i]) && !is_exponent(text, i) && !is_imaginary_unit(text, i)) {
      return false;
    }
  }
  return std::count(text.begin(), text.end(), U'/') < 2;  // with two it is a date
}

std::string spelling_hint(std::string_view content) {
  if (content.empty() || is_missing(content)) return ": --missing nan reads it as NaN";
  if (has_decimal_comma(content)) return ": numbers have a decimal point, not a comma";
  const std::string lower = in_lower_case(content);
  if (lower == "true" || lower == "false") return ": write 1 for true and 0 for false";
  if (content.starts_with('#') && content.find_first_of("!?", 1) != std::string_view::npos) {
    return ": a spreadsheet had an error in this cell";
  }
  if (content.size() > 2 && content.starts_with('\'') && content.ends_with('\''))
    return ": quotes are double, not single";
  const std::optional<char> separator = separator_in(content);
  if (separator) return formatted(": --delimiter '{}' if it is between numbers", *separator);
  if (!is_nearly_number(content)) return {};
  const std::u32string text = code_points(content);
  if (is_hexadecimal(content)) return ": numbers are decimal";
  if (has_any(text, [](char32_t c) { return is_one_of(c, U"ijIJ"); })) return ": complex numbers are not read";
  if (has_any(text, [](char32_t c) { return is_any_digit(c) && !is_between(c, U'0', U'9'); })) {
    return content.find("\u221E") == std::string_view::npos ? ": the digits are those of ASCII"
                                                            : ": write inf for infinity";
  }
  if (content.find('/') != std::string_view::npos) return ": write a fraction as a decimal number";
  if (has_any(text, [](char32_t c) { return is_one_of(c, U"%\uFF05"); })) {
    return ": write a percentage as a fraction, 0.5 for 50%";
  }
  if (has_any(text, is_currency)) return ": numbers have no currency sign";
  if (has_any(text, is_any_minus)) return ": a minus is the - of ASCII";
  if (content.starts_with('(') && content.ends_with(')'))
    return ": a negative number has a - before it, no parentheses";
  if (has_any(text, [](char32_t c) { return is_one_of(c, U"dD"); })) return ": an exponent starts with e";
  if (has_thousands(text)) return ": numbers have no separator of thousands";
  return {};
}
}  // namespace softmax::formats
