#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/printed/text.h"
#include "text/decimal.h"

namespace softmax::formats {
/// What is between blanks. Columns count characters from the margin of the line.
struct LineWord {
  std::string_view text;
  std::size_t begin;
  std::size_t end;
};

/// The words of a line without its margin: `##`, `#>`, `>`, `//`.
struct WordLine {
  const char* line;  ///< its start; the end of the text after the last line
  std::vector<LineWord> words;
  const char* next;  ///< the start of the next line
};

/// A line longer than 64 KiB has no words: tables are not that wide.
WordLine read_words(const PrintText& text, const char* line);

/// Whether the word is a number, NaN or an infinity.
bool is_number_word(std::string_view word);

/// The k of words such as `[k]`, `[k,]` and `[,k]`; `opening` and `closing` are what is around it.
std::optional<std::size_t> bracketed_index(std::string_view word, std::string_view opening, std::string_view closing);

/// The first line from `at` on that has words; the end of the text if there is none.
WordLine next_words(const PrintText& text, const char* at);

/// Throws Error where the line after a print of R says that numbers are left out: `[ reached getOption("max.print") …`.
void check_all_printed(const PrintText& text, const WordLine& after);

/// Throws the Error for a print of pandas that leaves numbers out at `at`.
[[noreturn]] void fail_left_out_by_pandas(const PrintText& text, const char* at);

/// Appends the words from `first` on. Throws Error for the dots of a summarised print, for NA, and for what is no
/// number.
void take_cells(const PrintText& text, const WordLine& line, std::size_t first, std::vector<NumberToken>& numbers);
}  // namespace softmax::formats
