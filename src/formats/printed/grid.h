#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/printed/forms.h"

namespace softmax::formats {
/// A line of a print without its margin (blanks, and the signs before comments) and without blanks at its end.
struct PrintLine {
  const char* begin;
  const char* end;
  const char* next;  ///< the start of the next line; the end of the text

  std::string_view content() const { return {begin, end}; }
  bool is_empty() const { return begin == end; }
};

/// The line at `at`, which is the start of a line; and the first from there on that is not empty.
PrintLine line_at(const PrintText& text, const char* at);
PrintLine line_after_blanks(const PrintText& text, const char* at);

/// A number of a row.
struct RowNumber {
  std::string_view digits;  ///< as scan_number reads them
  const char* end;
  bool is_scilab = false;  ///< its exponent follows a D and a mantissa from 1 to 10
};

/// The number at `at` in a row that ends at `end`; nothing if there is none. Fortran and Scilab write exponents with a
/// D, `1.247D-08`, and Fortran long ones without a letter, `0.1000-149`.
std::optional<RowNumber> row_number(const PrintText& text, const char* at, const char* end);

/// Throws the Error for a number that Fortran printed as asterisks if there are two or more at `at`.
void check_no_stars(const PrintText& text, const char* at, const char* end);

/// Lines of numbers between blanks: a matrix, or one that is a page of a larger array.
struct PrintedPage {
  const char* begin = nullptr;
  Index index;  ///< in the dims that the page's heading names, from 0
  std::vector<std::vector<NumberToken>> rows;
  bool has_scilab_exponent = false;  ///< a number is one of Scilab's, 1.247D-08

  std::size_t columns() const { return rows.empty() ? 0 : rows.front().size(); }
};

/// Whether the line holds only numbers between blanks, perhaps complex or missing ones among them. Throws Error for a
/// summarised row.
bool is_row(const PrintText& text, const PrintLine& line);

/// Reads the rows from the line at `at` on, up to an empty line or one that is no row, and appends them to the page as
/// further columns; a page without rows takes them as they are. Returns the place after them. Throws Error for rows
/// that the page's don't fit, and for what is no real number.
const char* take_rows(const PrintText& text, const char* at, long power, PrintedPage& page);

/// Throws Error at the row after the empty lines at `at` if it may belong to the page before it.
void check_no_row_follows(const PrintText& text, const char* at, const PrintedPage& page);

/// The tensor whose last dims are those that the headings of the pages name: page (k, l) holds [i][j][k][l]. Throws
/// Error for pages of different sizes, for one that is there twice, and for one that is missing.
PrintedTensor joined_pages(const PrintText& text, const std::vector<PrintedPage>& pages);
}  // namespace softmax::formats
