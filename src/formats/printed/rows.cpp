#include "formats/printed/rows.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/printed/text.h"
#include "text/decimal.h"
#include "text/number.h"

namespace softmax::formats {
namespace {

using Row = std::vector<NumberToken>;

/// The sizes in "2x3", "2,3", "(2, 3)" and the like, up to what can't be one.
Shape sizes_in(std::string_view text) {
  Shape sizes;
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    std::size_t size = 0;
    const auto [behind, error] = std::from_chars(at, end, size);
    if (error == std::errc()) {
      sizes.push_back(size);
      at = behind;
    } else if (std::string_view("x, (").find(*at) != std::string_view::npos) {
      ++at;
    } else {
      break;
    }
  }
  return sizes;
}

/// The type and sizes behind the rows.
struct Footer {
  std::string_view type;
  Shape shape;
};

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

/// Gathers rows; every matrix of a tensor of rank 3 or more is a block, whose columns may come in several parts.
class RowsReader {
 public:
  explicit RowsReader(const PrintText& text) : text_(text) {}

  PrintedRows read(const char* line) {
    while (line < text_.end()) {
      const char* at = skip_margin(line);
      const char* end = text_.line_end(at);
      const std::string_view content(at, end);
      if (std::optional<Footer> footer = footer_in(content); footer && has_begun_) return finish(*footer, at);
      if (!content.empty() && at < end && !take(at, end)) break;
      line = end == text_.end() ? end : end + 1;
    }
    return unfinished(line);
  }

 private:
  const char* skip_margin(const char* at) const {
    at = text_.skip_blanks_of_line(at);
    while (at < text_.end() && std::string_view("#>/:").find(*at) != std::string_view::npos) {
      at = text_.skip_blanks_of_line(at + 1);
    }
    if (!text_.starts_with(at, "Out[")) return at;
    const std::string_view line(at, text_.line_end(at));
    const std::size_t colon = line.find("]:");
    return colon == std::string_view::npos ? at : text_.skip_blanks_of_line(at + colon + 2);
  }

  /// Whether the line belongs to the rows.
  bool take(const char* at, const char* end) {
    const std::string_view content(at, end);
    if (content.starts_with('(') && content.find(".,.)") != std::string_view::npos) {
      begin(at);
      rows_of_blocks_.push_back(rows_.size());
      power_ = 0;
      next_row_ = rows_.size();
      return true;
    }
    if (const char* behind = behind_columns(at, end); behind != at) {
      begin(at);
      next_row_ = rows_of_blocks_.empty() ? 0 : rows_of_blocks_.back();
      power_ = 0;
      return behind == end || take_row(behind, end);
    }
    if (const std::optional<CommonFactor> factor = read_factor(text_, at)) {
      if (text_.skip_blanks_of_line(factor->end) != end) return false;
      begin(at);
      power_ = factor->power;
      return true;
    }
    return take_row(at, end);
  }

  /// Behind "Columns 0 to 9" or "Column 10", behind which a row may begin; `at` when the line begins with neither.
  const char* behind_columns(const char* at, const char* end) const {
    const char* next = at;
    for (const std::string_view word : {"Columns ", "Column "}) {
      if (std::string_view(at, end).starts_with(word)) next = at + word.size();
    }
    if (next == at) return at;
    const auto skip_number = [&] {
      while (next < end && is_digit(*next)) ++next;
      next = text_.skip_blanks_of_line(next);
    };
    skip_number();
    if (std::string_view(next, end).starts_with("to ")) {
      next = text_.skip_blanks_of_line(next + 2);
      skip_number();
    }
    return next;
  }

  bool take_row(const char* at, const char* end) {
    Row row;
    const char* first = at;
    std::optional<bool> by_commas;  // else by blanks, once there are two numbers
    while (at < end) {
      if (ellipsis_length(at, end) > 0 && (has_begun_ || !row.empty())) {
        if (summarised_ == nullptr) summarised_ = at;
        at += ellipsis_length(at, end);
      } else {
        double value = 0;
        const NumberEnd number = read_cell_number(at, end, Dtype::float64, value);
        if (number.status != NumberStatus::valid) return false;
        row.push_back({{at, number.end}, power_});
        at = number.end;
      }
      const char* behind = text_.skip_blanks_of_line(at);
      const bool is_comma = behind < end && *behind == ',';
      if (is_comma) behind = text_.skip_blanks_of_line(behind + 1);
      if (behind == at && at < end) return false;
      if (behind < end && by_commas.value_or(is_comma) != is_comma) return false;
      by_commas = is_comma;
      at = behind;
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

  PrintedRows finish(const Footer& footer, const char* at) {
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
    const bool is_even = std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.size() == columns; });
    if (!is_even || tensor.numbers.size() != element_count(tensor.shape)) {
      text_.fail(at, formatted("the print says shape {}, the rows above hold {} number{}{}", shape_text(tensor.shape),
                               tensor.numbers.size(), tensor.numbers.size() == 1 ? "" : "s",
                               is_even ? "" : " in rows of other lengths"));
    }
    const char* end = text_.line_end(at);
    return {std::move(tensor), true, end == text_.end() ? end : end + 1};
  }

  /// What print(epoch, batch, x) writes before x is no row of it where it is of another length.
  void drop_line_before(const Shape& shape) {
    if (!rows_of_blocks_.empty() || rows_.size() < 2) return;
    const std::size_t columns = shape.size() < 2 ? 1 : shape.back();
    if (rows_.front().size() != columns && rows_[1].size() == columns) rows_.erase(rows_.begin());
  }

  /// Rows without the sizes: a tensor when they are all of one length.
  PrintedRows unfinished(const char* end) {
    if (rows_.empty() || !rows_of_blocks_.empty() || summarised_ != nullptr) return {std::nullopt, false, end};
    PrintedTensor tensor = gathered();
    tensor.is_rounded = false;  // nothing says that a library printed it
    const std::size_t columns = rows_.front().size();
    const bool is_even = std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.size() == columns; });
    if (!is_even) return {std::nullopt, false, end};
    if (columns > 1) tensor.shape = rows_.size() == 1 ? Shape{columns} : Shape{rows_.size(), columns};
    if (columns == 1 && rows_.size() > 1) tensor.shape = {rows_.size()};
    return {std::move(tensor), false, end};
  }

  PrintedTensor gathered() const {
    PrintedTensor tensor;
    tensor.is_rounded = true;
    tensor.begin = begin_;
    for (const Row& row : rows_) tensor.numbers.insert(tensor.numbers.end(), row.begin(), row.end());
    return tensor;
  }

  const PrintText& text_;
  std::vector<Row> rows_;
  std::vector<std::size_t> rows_of_blocks_;  ///< of each block, the rows before it
  std::size_t next_row_ = 0;                 ///< that the next line's numbers belong to
  long power_ = 0;
  bool has_begun_ = false;
  const char* begin_ = nullptr;
  const char* summarised_ = nullptr;
};

}  // namespace

std::optional<CommonFactor> read_factor(const PrintText& text, const char* at) {
  if (at == text.end() || !is_digit(*at)) return std::nullopt;
  double value = 0;
  const NumberEnd number = read_number(at, text.end(), Dtype::float64, value);
  if (number.status != NumberStatus::valid) return std::nullopt;
  const char* star = text.skip_blanks_of_line(number.end);
  if (star == text.end() || *star != '*') return std::nullopt;
  const Decimal factor(std::string_view(at, number.end));
  if (factor.is_zero() || !factor.is_power_of_ten()) {
    text.fail(at, "expected a common factor that is a power of ten, such as 1.00000e-02");
  }
  return CommonFactor{factor.magnitude(), star + 1};
}

PrintedRows read_rows(const PrintText& text, const char* line) { return RowsReader(text).read(line); }

}  // namespace softmax::formats
