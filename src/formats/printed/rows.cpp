#include <algorithm>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
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
  return Footer{line.substr(1, brace - 1), sizes_in(line.substr(brace + 1))};
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
      if (std::optional<Footer> footer = footer_in(content); footer && has_begun_) return finish(*footer, at);
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
    if (line.starts_with('(') && line.rest().find(".,.)") != std::string_view::npos) {
      begin(at);
      rows_of_blocks_.push_back(rows_.size());
      begin_part(rows_.size());
      return true;
    }
    if (take_columns(line)) {
      begin(at);
      begin_part(rows_of_blocks_.empty() ? 0 : rows_of_blocks_.back());
      return line.is_at_end() || take_row(line);
    }
    if (const std::optional<CommonFactor> factor = read_factor(text_, at)) {
      if (text_.skip_blanks_of_line(factor->end) != line.end()) return false;
      begin(at);
      power_ = factor->power;
      return true;
    }
    return take_row(line);
  }

  void begin_part(std::size_t row) {
    next_row_ = row;
    power_ = 0;
  }

  /// Takes "Columns 0 to 9" or "Column 10"; a row may follow on the same line.
  bool take_columns(Cursor& line) const {
    if (!line.take_if("Columns ") && !line.take_if("Column ")) return false;
    line.take_while(is_digit);
    skip_blanks(line);
    if (line.take_if("to ")) {
      skip_blanks(line);
      line.take_while(is_digit);
      skip_blanks(line);
    }
    return true;
  }

  bool take_row(Cursor line) {
    Row row;
    const char* const first = line.at();
    std::optional<bool> by_commas;  // else by blanks, once there are two numbers
    while (!line.is_at_end()) {
      const char* const at = line.at();
      const std::size_t ellipsis = ellipsis_length(at, line.end());
      if (ellipsis > 0 && (has_begun_ || !row.empty())) {
        if (summarised_ == nullptr) summarised_ = at;
        line.move_to(at + ellipsis);
      } else {
        double value = 0;
        const NumberEnd number = scan_number(at, line.end(), NumberSyntax::with_plus, Dtype::float64, value);
        if (number.status != NumberStatus::valid) return false;
        row.push_back({{at, number.end}, power_});
        line.move_to(number.end);
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
    if (footer.shape.size() > largest_rank) {
      text_.fail(at,
                 formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, footer.shape.size()));
    }
    drop_line_before(footer.shape);
    PrintedTensor tensor = gathered();
    tensor.dtype = dtype_in(footer.type);
    tensor.says_tensor = true;
    tensor.shape = footer.shape;
    const std::size_t columns = footer.shape.size() < 2 ? 1 : footer.shape.back();
    const bool is_even = all_rows_have(columns);
    if (!is_even || tensor.numbers.size() != element_count(tensor.shape)) {
      text_.fail(at, formatted("the print says shape {}, the rows above hold {} number{}{}", shape_text(tensor.shape),
                               tensor.numbers.size(), tensor.numbers.size() == 1 ? "" : "s",
                               is_even ? "" : " in rows of other lengths"));
    }
    const char* end = text_.line_end(at);
    return {std::move(tensor), end == text_.end() ? end : end + 1};
  }

  bool all_rows_have(std::size_t columns) const {
    return std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.size() == columns; });
  }

  /// What print(epoch, batch, x) writes before x is no row of it if its length differs.
  void drop_line_before(const Shape& shape) {
    if (!rows_of_blocks_.empty() || rows_.size() < 2) return;
    const std::size_t columns = shape.size() < 2 ? 1 : shape.back();
    if (rows_.front().size() != columns && rows_[1].size() == columns) rows_.erase(rows_.begin());
  }

  /// Rows without the sizes: a tensor if they all have the same length.
  PrintFound unfinished(const char* end) {
    if (rows_.empty() || !rows_of_blocks_.empty() || summarised_ != nullptr) return {std::nullopt, end};
    PrintedTensor tensor = gathered();
    tensor.printer = &printer_of_rows(tensor.numbers);
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
  std::vector<std::size_t> rows_of_blocks_;  ///< for each block, the number of rows before it
  std::size_t next_row_ = 0;                 ///< the row that the next line's numbers belong to
  long power_ = 0;
  bool has_begun_ = false;
  const char* begin_ = nullptr;
  const char* summarised_ = nullptr;
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
