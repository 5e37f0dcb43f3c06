#include <algorithm>
#include <optional>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "text/cursor.h"
#include "text/decimal.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::string_view sizes_of_matrix = "[matrix size: ";
constexpr std::string_view sizes_of_cube = "[cube size: ";
constexpr std::string_view slice_of_cube = "[cube slice: ";

/// A line of numbers between blanks.
struct BlockRow {
  std::vector<NumberToken> numbers;
  std::ptrdiff_t indent = 0;  ///< the blanks before the first
};

std::optional<BlockRow> row_on_line(const PrintText& text, const char* line) {
  const char* const end = text.line_end(line);
  const char* at = text.skip_blanks_of_line(line);
  BlockRow row;
  row.indent = at - line;
  while (at < end) {
    double value = 0;
    const NumberEnd number = scan_number(at, end, NumberSyntax::with_plus, Dtype::float64, value);
    if (number.status != NumberStatus::valid) return std::nullopt;
    row.numbers.push_back({{at, number.end}, 0});
    at = text.skip_blanks_of_line(number.end);
    if (at == number.end && at != end) return std::nullopt;
  }
  return row.numbers.empty() ? std::nullopt : std::optional(std::move(row));
}

const char* next_line(const PrintText& text, const char* line) {
  const char* const end = text.line_end(line);
  return end == text.end() ? end : end + 1;
}

bool is_blank_line(const PrintText& text, const char* line) {
  return text.skip_blanks_of_line(line) == text.line_end(line);
}

bool has_four_decimals(std::string_view number) {
  const Spelling look = spelling(number);
  return !look.is_finite || look.decimals == 4;
}

bool is_of_header(char c) { return is_letter(c) || is_digit(c); }

/// Armadillo's header is one word, often with a colon; it prints at least three blanks before each number.
bool begins_armadillo(const PrintText& text, const char* at) {
  constexpr std::ptrdiff_t longest_header = 64;
  if (text.starts_with(at, sizes_of_matrix) || text.starts_with(at, sizes_of_cube) ||
      text.starts_with(at, slice_of_cube)) {
    return true;
  }
  const char* const limit = at + std::min(text.end() - at, longest_header);
  const char* end = std::find_if_not(at, limit, is_of_header);
  if (end == at || !is_letter(*at)) return false;
  if (end < limit && *end == ':') ++end;
  const char* const line_end = text.skip_blanks_of_line(end);
  if (line_end == text.end() || *line_end != '\n') return false;
  const char* const next = line_end + 1;
  if (text.starts_with(next, sizes_of_matrix) || text.starts_with(next, sizes_of_cube) ||
      text.starts_with(next, slice_of_cube)) {
    return true;
  }
  const char* const number = text.skip_blanks_of_line(next);
  return text.starts_with(next, "   ") && begins_number(number, text.end());
}

bool begins_idl(const PrintText& text, const char* at) {
  return text.starts_with(at, "IDL> ") || text.starts_with(at, "GDL> ");
}

/// Reads matrices that are blocks of lines.
class BlocksReader {
 public:
  BlocksReader(const PrintText& text, const char* begin) : text_(text), begin_(begin) {}

  /// A matrix or a cube of Armadillo from its header on.
  PrintFound armadillo() {
    const char* line = begin_;
    if (!text_.starts_with(line, "[")) line = next_line(text_, line);
    bool is_cube = false;
    for (; line < text_.end(); line = next_line(text_, line)) {
      const bool names_sizes = text_.starts_with(line, sizes_of_matrix) || text_.starts_with(line, sizes_of_cube);
      if (names_sizes && numbers_.empty() && !sizes_) {
        take_sizes_of(line);
      } else if (text_.starts_with(line, slice_of_cube)) {
        is_cube = true;
        take_slice(line);
      } else if (!(is_cube && is_blank_line(text_, line)) && !take_row(line)) {
        break;
      }
    }
    if (numbers_.empty() && !(sizes_ && element_count(*sizes_) == 0)) return {{}, begin_};
    const bool has_footer = line < text_.end() && text_.starts_with(text_.skip_blanks(line), "[");
    if (!is_cube && !sizes_ && (!is_of_armadillo_ || has_footer)) return {{}, begin_};
    PrintedTensor tensor = joined(&printers::armadillo);
    if (is_cube) {
      tensor.shape = {rows_, columns_, pages_};
      tensor.numbers = with_pages_last();
    }
    if (sizes_) check_named_shape(text_, sizes_at_, *sizes_, tensor);
    return {std::move(tensor), line};
  }

  /// What IDL prints after a statement.
  PrintFound idl() {
    const char* line = next_line(text_, begin_);
    const char* const first = line;
    const char* const end = take_pages(line);
    if (end == nullptr || numbers_.empty()) return {{}, first};
    return {joined(&printers::idl), end};
  }

  /// The matrices of a tensor of rank 3, with empty lines between them and nothing else in the text; or one after a
  /// line that ends with a colon.
  PrintFound pages() {
    const std::string_view line(begin_, text_.line_end(begin_));
    const bool has_header = is_letter(*begin_) && line.substr(0, line.find_last_not_of(" \t\r") + 1).ends_with(':') &&
                            line.find_first_of("[](){}=") == std::string_view::npos;
    const std::string_view all(begin_, text_.end());
    const bool has_empty_line = all.find("\n\n") != all.npos || all.find("\n\r\n") != all.npos;
    if (!has_header && !has_empty_line) return {{}, begin_};
    const char* const end = take_pages(has_header ? next_line(text_, begin_) : begin_);
    if (end != text_.end() || numbers_.empty() || (!has_header && (pages_ < 2 || rows_ < 2))) return {{}, begin_};
    return {joined(&printer_of_rows(numbers_)), end, true};
  }

 private:
  /// Takes the rows from `line` on and returns the place after them; nullptr if they are no pages of one size.
  const char* take_pages(const char* line) {
    const char* end = line;
    while (line < text_.end() && is_blank_line(text_, line)) line = next_line(text_, line);
    for (;;) {
      rows_of_page_ = 0;
      for (; line < text_.end() && take_row(line); line = next_line(text_, line)) end = next_line(text_, line);
      if (rows_of_page_ == 0) break;
      if (pages_ > 0 && rows_of_page_ != rows_) return nullptr;
      rows_ = rows_of_page_;
      ++pages_;
      if (line < text_.end() && !is_blank_line(text_, line)) break;
      while (line < text_.end() && is_blank_line(text_, line)) line = next_line(text_, line);
    }
    return line == text_.end() ? line : end;
  }

  bool take_row(const char* line) {
    const std::optional<BlockRow> row = row_on_line(text_, line);
    if (!row || (columns_ != 0 && row->numbers.size() != columns_)) return false;
    columns_ = row->numbers.size();
    is_of_armadillo_ = is_of_armadillo_ && row->indent >= 3 &&
                       std::all_of(row->numbers.begin(), row->numbers.end(),
                                   [](const NumberToken& number) { return has_four_decimals(number.text); });
    numbers_.insert(numbers_.end(), row->numbers.begin(), row->numbers.end());
    ++rows_of_page_;
    return true;
  }

  void take_sizes_of(const char* line) {
    const std::string_view content(line, text_.line_end(line));
    if (content.find("n_nonzero") != std::string_view::npos) {
      text_.fail(line, "expected a print of every number, found one of a sparse matrix");
    }
    Cursor cursor(line + content.find(": ") + 2, text_.line_end(line));
    sizes_ = take_sizes(cursor, "x");
    sizes_at_ = line;
  }

  void take_slice(const char* line) {
    Cursor cursor(line + slice_of_cube.size(), text_.line_end(line));
    const std::optional<std::size_t> slice = cursor.take_size();
    if (slice != pages_) text_.fail(line, formatted("expected slice {} of the cube", pages_));
    if (pages_ == 1) rows_ = rows_of_page_;
    if (pages_ > 0 && rows_of_page_ != rows_) text_.fail(line, "the slices have other numbers of rows");
    rows_of_page_ = 0;
    ++pages_;
  }

  PrintedTensor joined(const Printer* printer) {
    if (pages_ < 2) rows_ = rows_of_page_ > 0 ? rows_of_page_ : rows_;
    PrintedTensor tensor;
    tensor.shape = pages_ > 1 ? Shape{pages_, rows_, columns_} : Shape{rows_, columns_};
    tensor.numbers = numbers_;
    if (pages_ < 2 && rows_ == 1 && printer != &printers::armadillo) tensor.shape = {columns_};
    tensor.shows_rank = pages_ > 1 || (rows_ > 1 && columns_ > 1);
    tensor.printer = printer;
    tensor.begin = begin_;
    return tensor;
  }

  /// Slice k of a cube holds [i][j][k].
  std::vector<NumberToken> with_pages_last() const {
    std::vector<NumberToken> numbers;
    const std::size_t page = rows_ * columns_;
    if (numbers_.size() != page * pages_) text_.fail(begin_, "the slices have other numbers of rows");
    numbers.reserve(numbers_.size());
    for (std::size_t place = 0; place < page; ++place) {
      for (std::size_t slice = 0; slice < pages_; ++slice) numbers.push_back(numbers_[slice * page + place]);
    }
    return numbers;
  }

  const PrintText& text_;
  const char* begin_;
  std::vector<NumberToken> numbers_;
  std::size_t columns_ = 0;
  std::size_t rows_ = 0;          ///< of a page
  std::size_t rows_of_page_ = 0;  ///< of the last page so far
  std::size_t pages_ = 0;
  bool is_of_armadillo_ = true;
  std::optional<Shape> sizes_;
  const char* sizes_at_ = nullptr;
};
}  // namespace

bool may_start_blocks(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  if (at == text.begin()) return true;
  return at[-1] == '\n' && (begins_idl(text, at) || begins_armadillo(text, at));
}

PrintFound read_blocks(const PrintPlace& place) {
  BlocksReader reader(place.text, place.at);
  if (begins_idl(place.text, place.at)) return reader.idl();
  return begins_armadillo(place.text, place.at) ? reader.armadillo() : reader.pages();
}
}  // namespace softmax::formats
