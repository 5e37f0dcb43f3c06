#include "formats/printed/grid.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/formatted.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_blank_in_row(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// The end of an exponent at `at`: a sign and digits, or digits alone where `needs_sign` is false.
const char* exponent_end(const char* at, const char* end, bool needs_sign) {
  const bool has_sign = at < end && (*at == '-' || *at == '+');
  if (needs_sign && !has_sign) return at;
  const char* const digits = has_sign ? at + 1 : at;
  const char* const last = std::find_if_not(digits, end, is_digit);
  return last == digits ? at : last;
}

/// Whether what follows the number that ends at `at` makes it a complex one: `2.0000i`, `1.0000 + 2.0000i`.
bool is_complex(const PrintText& text, const char* at, const char* end) {
  const auto is_unit = [&](const char* place) {
    return place < end && (*place == 'i' || *place == 'j') && (place + 1 == end || !is_letter(place[1]));
  };
  if (is_unit(at)) return true;
  const char* sign = text.skip_blanks_of_line(at);
  if (sign >= end || (*sign != '+' && *sign != '-')) return false;
  const std::optional<RowNumber> number = row_number(text, text.skip_blanks_of_line(sign + 1), end);
  return number && is_unit(text.skip_blanks_of_line(number->end));
}

std::string counted(std::size_t count, std::string_view what) {
  return formatted("{} {}{}", count, what, count == 1 ? "" : "s");
}

bool is_missing(const char* at, const char* end) {
  return std::string_view(at, end).starts_with("NA") && (at + 2 == end || is_blank_in_row(at[2]));
}

/// What a line of numbers holds; nothing if it is no row.
struct MatrixRow {
  std::vector<NumberToken> numbers;
  bool has_scilab_exponent = false;
  const char* refused = nullptr;  ///< the first that is no real number
  bool is_complex = false;        ///< that one
};

std::optional<MatrixRow> row_of(const PrintText& text, const PrintLine& line, long power) {
  MatrixRow row;
  bool has_number = false;
  for (const char* at = line.begin; at < line.end; at = text.skip_blanks_of_line(at)) {
    if (is_missing(at, line.end)) {
      if (row.refused == nullptr) row.refused = at;
      at += 2;
      continue;
    }
    const std::optional<RowNumber> number = row_number(text, at, line.end);
    if (!number && !row.numbers.empty() && ellipsis_length(at, line.end) > 0) fail_summarised(text, at);
    if (!number) return std::nullopt;
    if (is_complex(text, number->end, line.end)) {
      row.refused = at;
      row.is_complex = true;
      return row;
    }
    if (number->end < line.end && !is_blank_in_row(*number->end) &&
        text.skip_blanks_of_line(number->end) == number->end) {
      return std::nullopt;
    }
    row.numbers.push_back({number->digits, power});
    row.has_scilab_exponent = row.has_scilab_exponent || number->is_scilab;
    has_number = true;
    at = number->end;
  }
  return has_number ? std::optional(std::move(row)) : std::nullopt;
}

/// The line at `at` as it continues a matrix: where it starts like a row, it has to be one.
std::optional<MatrixRow> further_row(const PrintText& text, const PrintLine& line, long power) {
  if (line.is_empty()) return std::nullopt;
  if (ellipsis_length(line.begin, line.end) > 0) fail_summarised(text, line.begin);
  check_no_stars(text, line.begin, line.end);
  std::optional<MatrixRow> row = row_of(text, line, power);
  if (!row && begins_number(line.begin, line.end) && text.name_end(line.begin) == line.begin) {
    for (const char* at = line.begin; at < line.end; at = text.skip_blanks_of_line(at)) {
      check_no_stars(text, at, line.end);
      const std::optional<RowNumber> number = row_number(text, at, line.end);
      const bool ends = number && (number->end == line.end || text.skip_blanks_of_line(number->end) != number->end);
      if (!ends) text.fail_expecting(at, "a number between blanks, as in the rows of a matrix");
      at = number->end;
    }
  }
  if (row && row->refused != nullptr) {
    if (row->is_complex) text.fail(row->refused, "expected a print of real numbers, found a complex number");
    text.fail_expecting(row->refused, "a number");
  }
  return row;
}
}  // namespace

PrintLine line_at(const PrintText& text, const char* at) {
  const char* const line_end = text.line_end(at);
  const char* begin = text.skip_blanks_of_line(at);
  while (begin < line_end && (*begin == '#' || *begin == '%')) begin = text.skip_blanks_of_line(begin + 1);
  const char* end = line_end;
  while (end > begin && is_blank_in_row(end[-1])) --end;
  return {begin, end, line_end == text.end() ? line_end : line_end + 1};
}

PrintLine line_after_blanks(const PrintText& text, const char* at) {
  PrintLine line = line_at(text, at);
  while (line.is_empty() && line.next < text.end()) line = line_at(text, line.next);
  return line;
}

std::optional<RowNumber> row_number(const PrintText& text, const char* at, const char* end) {
  double value = 0;
  const NumberEnd number = scan_number(at, end, NumberSyntax::with_plus, Dtype::float64, value);
  if (number.status == NumberStatus::not_a_number) return std::nullopt;
  const std::string_view digits(at, number.end);
  if (number.end == end || std::string_view("Dd+-").find(*number.end) == std::string_view::npos) {
    return RowNumber{digits, number.end, false};
  }
  const bool is_decimal =
      digits.find('.') != std::string_view::npos && digits.find_first_of("eEnN") == std::string_view::npos;
  if (is_decimal && (*number.end == 'D' || *number.end == 'd')) {
    const char* const last = exponent_end(number.end + 1, end, false);
    if (last == number.end + 1) return std::nullopt;
    return RowNumber{text.keep(formatted("{}e{}", digits, std::string_view(number.end + 1, last))), last,
                     digits.substr(digits.find_first_of("0123456789")).front() != '0'};
  }
  constexpr std::ptrdiff_t exponent_length = 4;  // Fortran's three digits with their sign
  const char* const last = is_decimal ? exponent_end(number.end, end, true) : number.end;
  if (last - number.end == exponent_length && (last == end || *last != '.')) {
    return RowNumber{text.keep(formatted("{}e{}", digits, std::string_view(number.end, last))), last, false};
  }
  return RowNumber{digits, number.end, false};
}

void check_no_stars(const PrintText& text, const char* at, const char* end) {
  if (!std::string_view(at, end).starts_with("**")) return;
  text.fail(at, "expected a number, found asterisks: the number was too long for the format that printed it");
}

bool is_row(const PrintText& text, const PrintLine& line) { return row_of(text, line, 0).has_value(); }

const char* take_rows(const PrintText& text, const char* at, long power, PrintedPage& page) {
  const char* const begin = at;
  const std::size_t columns_before = page.columns();
  const std::size_t rows_before = page.rows.size();
  std::size_t columns = 0;
  std::size_t count = 0;
  for (PrintLine line = line_at(text, at); at < text.end(); line = line_at(text, at)) {
    const std::optional<MatrixRow> row = further_row(text, line, power);
    if (!row) break;
    if (count == 0) columns = row->numbers.size();
    if (row->numbers.size() != columns) {
      text.fail(line.begin, formatted("expected {}, as in the rows above, found {}", counted(columns, "number"),
                                      row->numbers.size()));
    }
    if (columns_before == 0) page.rows.emplace_back();
    if (count < page.rows.size()) {
      page.rows[count].insert(page.rows[count].end(), row->numbers.begin(), row->numbers.end());
    }
    page.has_scilab_exponent = page.has_scilab_exponent || row->has_scilab_exponent;
    ++count;
    at = line.next;
  }
  if (count == 0) text.fail_expecting(line_after_blanks(text, at).begin, "a row of numbers");
  if (columns_before != 0 && count != rows_before) {
    text.fail(begin, formatted("expected {}, as for the columns above, found {}", counted(rows_before, "row"), count));
  }
  return at;
}

void check_no_row_follows(const PrintText& text, const char* at, const PrintedPage& page) {
  const PrintLine line = line_after_blanks(text, at);
  const std::optional<MatrixRow> row = line.is_empty() ? std::nullopt : row_of(text, line, 0);
  if (!row || row->numbers.size() != page.columns() || page.columns() < 2) return;
  text.fail(line.begin, "expected the end of the matrix, found a further row after an empty line");
}

PrintedTensor joined_pages(const PrintText& text, const std::vector<PrintedPage>& pages) {
  const PrintedPage& first = pages.front();
  Shape dims(first.index.size(), 0);
  for (const PrintedPage& page : pages) {
    if (page.index.size() != dims.size() || page.rows.size() != first.rows.size() ||
        page.columns() != first.columns()) {
      text.fail(page.begin, formatted("expected a page of {} by {} numbers, as the first is, found one of {} by {}",
                                      first.rows.size(), first.columns(), page.rows.size(), page.columns()));
    }
    for (std::size_t dim = 0; dim < dims.size(); ++dim) dims[dim] = std::max(dims[dim], page.index[dim] + 1);
  }
  std::vector<const PrintedPage*> placed(pages.size(), nullptr);  // in row-major order of their indices
  for (const PrintedPage& page : pages) {
    std::size_t at = 0;
    for (std::size_t dim = 0; dim < dims.size() && at < placed.size(); ++dim) at = at * dims[dim] + page.index[dim];
    if (at < placed.size() && placed[at] != nullptr) {
      text.fail(page.begin, "expected another page, found one that is there already");
    }
    if (at < placed.size()) placed[at] = &page;
  }
  if (element_count(dims) != pages.size()) {
    text.fail(pages.back().begin,
              formatted("the pages have shape {}, and there are {} of them", shape_text(dims), pages.size()));
  }
  PrintedTensor tensor;
  tensor.begin = first.begin;
  tensor.shape = {first.rows.size(), first.columns()};
  tensor.shape.insert(tensor.shape.end(), dims.begin(), dims.end());
  tensor.numbers.reserve(first.rows.size() * first.columns() * pages.size());
  for (std::size_t row = 0; row < first.rows.size(); ++row) {
    for (std::size_t column = 0; column < first.columns(); ++column) {
      for (const PrintedPage* page : placed) tensor.numbers.push_back(page->rows[row][column]);
    }
  }
  return tensor;
}
}  // namespace softmax::formats
