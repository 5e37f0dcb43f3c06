#include "formats/printed/lines.h"

#include <algorithm>

#include "core/dtype.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// The place after the margin of a line; the line itself without one, because its blanks count.
const char* after_table_margin(const PrintText& text, const char* line) {
  const char* const at = text.skip_blanks_of_line(line);
  const char* const end = std::find_if_not(at, text.end(), [](char c) { return c == '#' || c == '>' || c == '/'; });
  return end == at ? line : end;
}

/// Characters of UTF-8.
std::size_t table_columns(const char* begin, const char* end) {
  return static_cast<std::size_t>(
      std::count_if(begin, end, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}
}  // namespace

WordLine read_words(const PrintText& text, const char* line) {
  constexpr std::ptrdiff_t longest = std::ptrdiff_t{1} << 16;
  const char* const end = text.line_end(line);
  WordLine read{line, {}, end == text.end() ? end : end + 1};
  if (end - line > longest) return read;
  const char* const margin = after_table_margin(text, line);
  const char* last = margin;
  std::size_t column = 0;
  for (const char* at = text.skip_blanks_of_line(std::min(margin, end)); at < end; at = text.skip_blanks_of_line(at)) {
    column += table_columns(last, at);
    const char* stop = at;
    while (stop < end && text.skip_blanks_of_line(stop) == stop) ++stop;
    const std::size_t width = table_columns(at, stop);
    read.words.push_back({{at, stop}, column, column + width});
    column += width;
    last = at = stop;
  }
  return read;
}

bool is_number_word(std::string_view word) {
  double value = 0;
  const char* const end = word.data() + word.size();
  const NumberEnd number = scan_number(word.data(), end, NumberSyntax::with_plus, Dtype::float64, value);
  return number.end == end && number.status == NumberStatus::valid;
}

std::optional<std::size_t> bracketed_index(std::string_view word, std::string_view opening, std::string_view closing) {
  if (!word.starts_with(opening) || !word.ends_with(closing) || word.size() <= opening.size() + closing.size())
    return std::nullopt;
  Cursor cursor(word.substr(opening.size(), word.size() - opening.size() - closing.size()));
  const std::optional<std::size_t> index = cursor.take_size();
  return cursor.is_at_end() ? index : std::nullopt;
}

WordLine next_words(const PrintText& text, const char* at) {
  WordLine line = read_words(text, at);
  while (line.words.empty() && line.line < text.end()) line = read_words(text, line.next);
  return line;
}

void check_all_printed(const PrintText& text, const WordLine& after) {
  if (after.words.size() < 2 || after.words[0].text != "[" || after.words[1].text != "reached") return;
  text.fail(after.words[0].text.data(),
            "the print leaves numbers out here; print all of them: options(max.print = 1e9)");
}

void take_cells(const PrintText& text, const WordLine& line, std::size_t first, std::vector<NumberToken>& numbers) {
  for (std::size_t i = first; i < line.words.size(); ++i) {
    const std::string_view word = line.words[i].text;
    if (word.starts_with("..")) fail_left_out_by_pandas(text, word.data());
    if (word == "NA") text.fail(word.data(), "expected a number, found NA; x[is.na(x)] <- NaN makes NaN of it");
    if (word == "<NA>") text.fail(word.data(), "expected a number, found <NA>; df.astype(float) makes NaN of it");
    if (!is_number_word(word)) text.fail_expecting(word.data(), "a number");
    numbers.push_back({word, 0});
  }
}

void fail_left_out_by_pandas(const PrintText& text, const char* at) {
  text.fail(at,
            "the print leaves numbers out here; print all of them: pandas.set_option('display.max_rows', None, "
            "'display.max_columns', None)");
}
}  // namespace softmax::formats
