#include <algorithm>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/grid.h"
#include "text/cursor.h"
#include "text/decimal.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
using Row = std::vector<NumberToken>;

/// The type and sizes after the rows.
struct Footer {
  std::string_view type;
  Shape shape;
  bool is_libtorch = false;  ///< `[ CPUFloatType{2,3} ]`
};

Shape sizes_in(std::string_view text) {
  Cursor cursor(text);
  return take_sizes(cursor, "x, (");
}

std::optional<Footer> footer_in(std::string_view line) {
  if (!line.starts_with('[')) return std::nullopt;
  for (const std::string_view words : {"Tensor of size ", "Tensor of dimension "}) {
    const std::size_t at = line.find(words);
    if (at != std::string_view::npos) return Footer{line.substr(1, at), sizes_in(line.substr(at + words.size()))};
  }
  if (line.find("Tensor with no dimension") != std::string_view::npos) return Footer{line.substr(1), {0}};
  const std::size_t brace = line.find('{');
  if (brace == std::string_view::npos || line.substr(0, brace).find("Type") == std::string_view::npos)
    return std::nullopt;
  const std::size_t type = std::min(line.find_first_not_of("[ "), brace);
  return Footer{line.substr(type, brace - type), sizes_in(line.substr(brace + 1)), true};
}

/// Whether the footer is a print of its own, as that of a tensor without elements is.
bool is_whole_print(const Footer& footer) {
  return footer.is_libtorch && std::count(footer.shape.begin(), footer.shape.end(), 0) > 0;
}

/// A matrix of a tensor of rank 3 or more, with what its heading says: `(1,2,.,.) =`.
struct Block {
  const char* heading;
  Index index;            ///< as printed, from 0 or from 1
  std::size_t first_row;  ///< the number of rows before it
};

/// The numbers in a heading; nothing if it is none.
std::optional<Index> heading_index(Cursor line) {
  if (!line.take_if('(')) return std::nullopt;
  Index index;
  for (;;) {
    line.take_any_of(" ");
    const std::optional<std::size_t> place = line.take_size();
    line.take_any_of(" ");
    if (!place || index.size() == largest_rank || !line.take_if(',')) return std::nullopt;
    index.push_back(*place);
    if (line.take_if(".,.)")) return index;
  }
}

/// libtorch prints scalars, and whole numbers from 10^6 on, with six significant figures: 0.25, 1e+06.
const Printer& libtorch_printer(const Shape& shape, std::span<const NumberToken> numbers) {
  const bool has_figures = std::any_of(numbers.begin(), numbers.end(), [](const NumberToken& number) {
    const Spelling look = spelling(number.text);
    return look.is_finite && look.is_scientific && look.decimals != printers::libtorch.digits;
  });
  return shape.empty() || has_figures ? printers::libtorch_figures : printers::libtorch;
}

/// Gathers rows. Each matrix of a tensor of rank 3 or more is a block, whose columns may come in several parts.
class RowsReader {
 public:
  explicit RowsReader(const PrintText& text) : text_(text) {}

  PrintFound read(const char* line) {
    while (line < text_.end()) {
      const char* at = skip_margin(line);
      const char* end = text_.line_end(at);
      const std::string_view content(at, end);
      const std::optional<Footer> footer = footer_in(content);
      if (footer && (has_begun_ || is_whole_print(*footer))) return finish(*footer, at);
      if (at < end && !take({at, end})) break;
      line = end == text_.end() ? end : end + 1;
    }
    return unfinished(line);
  }

 private:
  const char* skip_margin(const char* at) const {
    Cursor cursor(at, text_.end());
    do {
      skip_blanks(cursor);
    } while (cursor.take_if('#') || cursor.take_if('>') || cursor.take_if('/') || cursor.take_if(':'));
    if (!cursor.starts_with("Out[")) return cursor.at();
    const std::string_view line(cursor.at(), text_.line_end(cursor.at()));
    const std::size_t colon = line.find("]:");
    return colon == std::string_view::npos ? cursor.at() : text_.skip_blanks_of_line(cursor.at() + colon + 2);
  }

  void skip_blanks(Cursor& cursor) const { cursor.move_to(text_.skip_blanks_of_line(cursor.at())); }

  /// Whether the line belongs to the rows.
  bool take(Cursor line) {
    const char* const at = line.at();
    if (std::optional<Index> index = heading_index(line)) {
      begin(at);
      blocks_.push_back({at, *std::move(index), rows_.size()});
      begin_part(rows_.size());
      return true;
    }
    if (take_columns(line)) {
      begin(at);
      begin_part(blocks_.empty() ? 0 : blocks_.back().first_row);
      if (take_factor(line)) return true;
      return line.is_at_end() || take_row(line);
    }
    if (take_factor(line)) {
      begin(at);
      return true;
    }
    return take_row(line);
  }

  /// Takes a common factor that has the rest of the line to itself.
  bool take_factor(Cursor& line) {
    const std::optional<CommonFactor> factor = read_factor(text_, line.at());
    if (!factor || text_.skip_blanks_of_line(factor->end) != line.end()) return false;
    power_ = factor->power;
    line.move_to(line.end());
    return true;
  }

  void begin_part(std::size_t row) {
    next_row_ = row;
    power_ = 0;
  }

  /// Takes "Columns 0 to 9" or "Column 10"; a row may follow on the same line, or a factor without a blank before it:
  /// "Columns 1 to 100.0001 *" has the columns 1 to 10 and the factor 0.0001.
  bool take_columns(Cursor& line) const {
    if (!line.take_if("Columns ") && !line.take_if("Column ")) return false;
    line.take_while(is_digit);
    skip_blanks(line);
    if (line.take_if("to ")) {
      skip_blanks(line);
      const char* const last = line.at();
      const std::string_view digits = line.take_while(is_digit);
      const bool is_glued = line.starts_with('.') || line.starts_with('e') || has_star(line);
      if (is_glued) {
        // A power of ten starts with its only 1, or with "0.".
        const std::size_t factor = line.starts_with('.') ? digits.size() - 1 : digits.rfind('1');
        if (factor < digits.size() && factor > 0) line.move_to(last + factor);
      }
      skip_blanks(line);
    }
    return true;
  }

  bool has_star(Cursor line) const {
    skip_blanks(line);
    return line.starts_with('*');
  }

  bool take_row(Cursor line) {
    Row row;
    const char* const first = line.at();
    const char* stars = nullptr;
    bool has_scilab_exponent = false;
    std::optional<bool> by_commas;  // else by blanks, once there are two numbers
    while (!line.is_at_end()) {
      const char* const at = line.at();
      const std::size_t ellipsis = ellipsis_length(at, line.end());
      if (ellipsis > 0 && (has_begun_ || !row.empty())) {
        if (summarised_ == nullptr) summarised_ = at;
        line.move_to(at + ellipsis);
      } else if (line.starts_with("**")) {
        if (stars == nullptr) stars = at;
        line.take_any_of("*");
      } else {
        const std::optional<RowNumber> number = row_number(text_, at, line.end());
        if (!number) return false;
        row.push_back({number->digits, power_});
        has_scilab_exponent = has_scilab_exponent || number->is_scilab;
        line.move_to(number->end);
      }
      const char* const end = line.at();
      skip_blanks(line);
      const bool is_comma = line.take_if(',');
      if (is_comma) skip_blanks(line);
      if (line.at() == end && !line.is_at_end()) return false;
      if (!line.is_at_end() && by_commas.value_or(is_comma) != is_comma) return false;
      by_commas = is_comma;
    }
    begin(first);
    if (stars_ == nullptr) stars_ = stars;
    has_scilab_exponent_ = has_scilab_exponent_ || has_scilab_exponent;
    if (row.empty()) return true;
    if (next_row_ == rows_.size()) rows_.emplace_back();
    rows_[next_row_].insert(rows_[next_row_].end(), row.begin(), row.end());
    ++next_row_;
    return true;
  }

  void begin(const char* at) {
    if (!has_begun_) begin_ = at;
    has_begun_ = true;
  }

  PrintFound finish(const Footer& footer, const char* at) {
    if (summarised_ != nullptr) fail_summarised(text_, summarised_);
    if (stars_ != nullptr) check_no_stars(text_, stars_, text_.end());
    if (footer.shape.size() > largest_rank) {
      text_.fail(at,
                 formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, footer.shape.size()));
    }
    const bool is_real =
        footer.type.find("Bool") == std::string_view::npos && footer.type.find("Complex") == std::string_view::npos;
    if (!is_real) {
      text_.fail(at, formatted("expected a print of real numbers, found one of type {}", footer.type));
    }
    if (!has_begun_) begin(at);
    drop_line_before(footer.shape);
    PrintedTensor tensor = gathered();
    tensor.dtype = dtype_in(footer.type);
    if (footer.is_libtorch) tensor.printer = &libtorch_printer(footer.shape, tensor.numbers);
    tensor.says_tensor = true;
    tensor.shape = footer.shape;
    const std::size_t columns = footer.shape.size() < 2 ? 1 : footer.shape.back();
    const bool is_even = all_rows_have(columns);
    if (!is_even || tensor.numbers.size() != element_count(tensor.shape)) {
      text_.fail(at, formatted("the print says shape {}, the rows above hold {} number{}{}", shape_text(tensor.shape),
                               tensor.numbers.size(), tensor.numbers.size() == 1 ? "" : "s",
                               is_even ? "" : " in rows of other lengths"));
    }
    if (!blocks_.empty()) tensor.numbers = numbers_by_headings(footer.shape);
    const char* end = text_.line_end(at);
    return {std::move(tensor), end == text_.end() ? end : end + 1};
  }

  /// The numbers in row-major order, each block where its heading says: libtorch lets the first index run fastest.
  /// Python's PyTorch counts from 0, libtorch and Torch 7 from 1.
  std::vector<NumberToken> numbers_by_headings(const Shape& shape) const {
    const bool counts_from_0 = std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) {
      return std::find(block.index.begin(), block.index.end(), 0) != block.index.end();
    });
    const std::size_t base = counts_from_0 ? 0 : 1;
    const Shape dims(shape.begin(), shape.size() < 2 ? shape.begin() : shape.end() - 2);
    std::vector<const Block*> placed(element_count(dims), nullptr);
    const std::size_t rows = shape.size() < 2 ? 0 : shape[shape.size() - 2];
    for (const Block& block : blocks_) {
      bool fits = block.index.size() == dims.size();
      Index index = block.index;
      for (std::size_t dim = 0; fits && dim < dims.size(); ++dim) {
        fits = index[dim] >= base && index[dim] - base < dims[dim];
        index[dim] -= base;
      }
      const std::size_t place = fits ? place_of(index, dims) : 0;
      if (!fits || placed[place] != nullptr) {
        text_.fail(block.heading, formatted("the print says shape {}, the heading {}", shape_text(shape),
                                            fits ? "was there before" : "is beyond it"));
      }
      placed[place] = &block;
    }
    std::vector<NumberToken> numbers;
    for (const Block* block : placed) {
      if (block == nullptr) text_.fail(blocks_.back().heading, "the print is cut off: a block of rows is missing");
      const Block* const next = block == &blocks_.back() ? nullptr : block + 1;
      const std::size_t end = next == nullptr ? rows_.size() : next->first_row;
      if (end - block->first_row != rows) {
        text_.fail(block->heading, formatted("the print says shape {}, the rows of this block are {}",
                                             shape_text(shape), end - block->first_row));
      }
      for (std::size_t row = block->first_row; row < end; ++row) {
        numbers.insert(numbers.end(), rows_[row].begin(), rows_[row].end());
      }
    }
    return numbers;
  }

  bool all_rows_have(std::size_t columns) const {
    return std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.size() == columns; });
  }

  /// What print(epoch, batch, x) writes before x is no row of it if its length differs.
  void drop_line_before(const Shape& shape) {
    if (!blocks_.empty() || rows_.size() < 2) return;
    const std::size_t columns = shape.size() < 2 ? 1 : shape.back();
    if (rows_.front().size() != columns && rows_[1].size() == columns) rows_.erase(rows_.begin());
  }

  /// Rows without the sizes: a tensor if they all have the same length.
  PrintFound unfinished(const char* end) {
    const bool is_alone = end == text_.end() && text_.skip_blanks(text_.begin()) == begin_;
    if (stars_ != nullptr && is_alone) check_no_stars(text_, stars_, end);
    const bool lacks_numbers = summarised_ != nullptr || stars_ != nullptr;
    if (rows_.empty() || !blocks_.empty() || lacks_numbers) return {std::nullopt, end};
    PrintedTensor tensor = gathered();
    tensor.printer = &printer_of_rows(tensor.numbers, has_scilab_exponent_);
    tensor.shows_rank = false;
    const std::size_t columns = rows_.front().size();
    if (!all_rows_have(columns)) return {std::nullopt, end};
    if (columns > 1) tensor.shape = rows_.size() == 1 ? Shape{columns} : Shape{rows_.size(), columns};
    if (columns == 1 && rows_.size() > 1) tensor.shape = {rows_.size()};
    return {std::move(tensor), end, true};
  }

  PrintedTensor gathered() const {
    PrintedTensor tensor;
    tensor.printer = &printers::torch;
    tensor.begin = begin_;
    for (const Row& row : rows_) tensor.numbers.insert(tensor.numbers.end(), row.begin(), row.end());
    return tensor;
  }

  const PrintText& text_;
  std::vector<Row> rows_;
  std::vector<Block> blocks_;
  std::size_t next_row_ = 0;  ///< the row that the next line's numbers belong to
  long power_ = 0;
  bool has_begun_ = false;
  const char* begin_ = nullptr;
  const char* summarised_ = nullptr;
  const char* stars_ = nullptr;       ///< the first number that Fortran printed as asterisks
  bool has_scilab_exponent_ = false;  ///< a number is one of Scilab's, 1.247D-08
};
}  // namespace

std::optional<CommonFactor> read_factor(const PrintText& text, const char* at) {
  if (at == text.end() || !is_digit(*at)) return std::nullopt;
  double value = 0;
  const NumberEnd number = scan_number(at, text.end(), NumberSyntax::plain, Dtype::float64, value);
  if (number.status != NumberStatus::valid) return std::nullopt;
  const char* star = text.skip_blanks_of_line(number.end);
  if (star == text.end() || *star != '*') return std::nullopt;
  const Decimal factor(std::string_view(at, number.end));
  if (factor.is_zero() || !factor.is_power_of_ten()) {
    text.fail(at, "expected a common factor that is a power of ten, such as 1.00000e-02");
  }
  return CommonFactor{factor.magnitude(), star + 1};
}

bool may_start_rows(const PrintPlace& place) { return place.at == place.text.begin() || place.at[-1] == '\n'; }

PrintFound read_rows(const PrintPlace& place) { return RowsReader(place.text).read(place.at); }
}  // namespace softmax::formats
