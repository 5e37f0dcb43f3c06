#include "formats/printed/table.h"

#include <algorithm>
#include <utility>

#include "core/dtype.h"
#include "core/formatted.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
bool is_whole_word(std::string_view word) { return std::all_of(word.begin(), word.end(), is_digit); }

/// What may be below the header: a number, or a word in the place of one.
bool is_table_cell(std::string_view word) {
  return is_number_word(word) || word == "NA" || word == "<NA>" || word == "None" || word == "..." || word == "..";
}

bool is_row_index(const LineWord& word) { return bracketed_index(word.text, "[", ",]").has_value(); }

/// Some of the columns, with a header of their own.
struct TableBlock {
  Table table;
  std::optional<std::size_t> first_column;  ///< k of [,k]
  std::string_view header;
  std::size_t width = 0;      ///< of the widest line
  std::size_t first_end = 0;  ///< where the first number of a row ends
};

class TableBlockReader {
 public:
  /// `is_further`: other columns of the table come before.
  TableBlockReader(const PrintText& text, bool is_further) : text_(text), is_further_(is_further) {}

  std::optional<TableBlock> read(const char* line) {
    const std::optional<WordLine> start = first_row_at(line);
    if (!start) return std::nullopt;
    WordLine row = *start;
    Table& table = block_.table;
    while (is_row(row)) {
      take_row(row);
      row = read_words(text_, row.next);
    }
    table.next = row.line;
    return std::move(block_);
  }

  /// The first row of the block at a line, or the line after its header if it has no rows. Nothing if there is no
  /// block.
  std::optional<WordLine> first_row_at(const char* line) {
    header_ = read_words(text_, line);
    if (header_.words.empty()) return std::nullopt;
    Table& table = block_.table;
    table.begin = header_.words.front().text.data();
    WordLine row = header_;
    if (!is_row_index(header_.words.front())) {
      if (!take_header()) return std::nullopt;
      row = first_row();
    }
    const std::optional<std::size_t> columns = columns_of(row);
    if (!columns) return std::nullopt;
    table.columns = *columns;
    if (table.is_indexed && !has_numbers(row, *columns)) return std::nullopt;
    if (row.words.size() > *columns) first_row_ = row;
    for (std::size_t i = 1; i < header_.words.size() && header_.words.size() == *columns; ++i) {
      if (header_.words[i].begin == header_.words[i - 1].end + 1) table.has_close_words = true;
    }
    return row;
  }

 private:
  bool take_header() {
    Table& table = block_.table;
    table.continues = header_.words.back().text == "\\";
    if (table.continues) header_.words.pop_back();
    if (header_.words.empty()) return false;
    const std::string_view last = header_.words.back().text;
    block_.header = {table.begin, last.data() + last.size()};
    block_.width = header_.words.back().end;
    block_.first_column = bracketed_index(header_.words.front().text, "[,", "]");
    if (!block_.first_column) return true;
    for (std::size_t i = 1; i < header_.words.size(); ++i) {
      const std::string_view word = header_.words[i].text;
      if (bracketed_index(word, "[,", "]") != *block_.first_column + i) {
        text_.fail_expecting(word.data(), formatted("the column [,{}] after [,{}]", *block_.first_column + i,
                                                    *block_.first_column + i - 1));
      }
    }
    return true;
  }

  /// The line below the header, or below the names of the dims (R) or of the index (pandas) that follow it.
  WordLine first_row() {
    WordLine second = read_words(text_, header_.next);
    if (block_.first_column || second.words.empty()) return second;
    WordLine third = read_words(text_, second.next);
    if (third.words.size() < 2) return second;
    const std::size_t label_end = third.words.front().end;
    const LineWord first = second.words.front();
    // R: the name of the columns' dim alone, then that of the rows' dim in the header.
    const std::size_t name_begin = header_.words.front().begin;
    if (header_.words.size() == 1 && second.words.size() > 1 && first.end <= label_end && name_begin >= label_end &&
        name_begin <= label_end + 1) {
      std::swap(header_, second);
      header_.words.erase(header_.words.begin());
      if (take_header() && aligned_columns(third) > 0) return third;
      header_ = read_words(text_, second.line);
      take_header();
      return read_words(text_, header_.next);
    }
    const bool is_above_labels = second.words.back().end < header_.words.front().end &&
                                 !is_table_cell(second.words.back().text) && first.begin <= third.words.front().begin;
    if (!is_above_labels || !aligned_columns(third)) return second;
    if (second.words.size() > 1) fail_levels(first);
    return third;
  }

  [[noreturn]] void fail_levels(const LineWord& word) const {
    text_.fail(word.text.data(),
               "expected one label for each row, found a MultiIndex: df.to_numpy() has the numbers alone");
  }

  /// The number of columns that the first row shows; nothing if it does not belong to the header.
  std::optional<std::size_t> columns_of(const WordLine& row) {
    const bool is_indexed = !row.words.empty() && is_row_index(row.words.front());
    block_.table.is_indexed = is_indexed || block_.first_column;
    if (block_.first_column) return header_.words.size();
    if (is_indexed && row.line == header_.line) return row.words.size() - 1;
    if (is_indexed) {
      const bool is_below = row.words.size() > 1 && row.words.back().end == header_.words.back().end &&
                            header_.words.front().begin > row.words.front().begin;
      return is_below ? std::optional(row.words.size() - 1) : std::nullopt;
    }
    check_left_out(row);
    const std::size_t aligned = aligned_columns(row);
    return aligned > 0 ? std::optional(aligned) : std::nullopt;
  }

  /// False for a matrix of texts or truth values.
  static bool has_numbers(const WordLine& row, std::size_t columns) {
    if (columns == 0 || row.words.size() <= columns) return true;
    return std::any_of(row.words.end() - static_cast<std::ptrdiff_t>(columns), row.words.end(),
                       [](const LineWord& word) { return is_table_cell(word.text); });
  }

  /// Throws Error for dots in the header above dots in the row. pandas shifts the names of a summarised frame.
  void check_left_out(const WordLine& row) const {
    for (const LineWord& name : header_.words) {
      const auto is_below = [&](const LineWord& word) { return word.text == "..." && word.end == name.end; };
      const auto found =
          name.text == "..." ? std::find_if(row.words.begin(), row.words.end(), is_below) : row.words.end();
      if (found != row.words.end()) fail_left_out_by_pandas(text_, found->text.data());
    }
  }

  /// How many numbers end the row below words of the header, if the row has a label that nothing is above; else 0.
  std::size_t aligned_columns(const WordLine& row) const {
    const std::vector<LineWord>& names = header_.words;
    const std::vector<LineWord>& words = row.words;
    if (words.size() < 2 || words.back().end != names.back().end) return 0;
    std::size_t columns = 0;
    for (std::size_t name = names.size(); name > 0 && columns < words.size(); --name) {
      const LineWord& word = words[words.size() - 1 - columns];
      if (word.end == names[name - 1].end && is_table_cell(word.text)) ++columns;
    }
    if (columns == words.size()) return 0;
    const LineWord& label = words[words.size() - 1 - columns];
    if (label.end >= names.front().begin || label.end > words[words.size() - columns].begin) return 0;
    const auto is_number = [](const LineWord& word) { return is_number_word(word.text); };
    if (!std::all_of(names.begin(), names.end(), is_number)) return columns;
    if (columns != names.size() || (is_number(label) && !is_whole_word(label.text))) return 0;
    for (std::size_t i = 0; i < columns; ++i) {
      if (names[i].text != formatted("{}", Cursor(names[0].text).take_size().value_or(0) + i)) return 0;
    }
    return is_further_ || names[0].text == "0" || has_wide_gaps(row, columns) ? columns : 0;
  }

  /// Whether two blanks at least are before each number of the row; a minus sign may take one of them.
  static bool has_wide_gaps(const WordLine& row, std::size_t columns) {
    for (std::size_t i = row.words.size() - columns; i < row.words.size(); ++i) {
      const std::size_t sign = row.words[i].text.starts_with('-') ? 1 : 0;
      if (row.words[i].begin + sign < row.words[i - 1].end + 2) return false;
    }
    return true;
  }

  /// Whether the line is a row. Throws Error for a row whose index is not the next, or that is not below the header.
  bool is_row(const WordLine& row) const {
    const Table& table = block_.table;
    if (row.words.empty()) return false;
    const LineWord& first = row.words.front();
    const std::size_t rows = table.labels.size();
    if (const std::optional<std::size_t> index = bracketed_index(first.text, "[", ",]")) {
      if (!table.is_indexed || (*index == 1 && rows > 0)) return false;
      if (*index != rows + 1) text_.fail_expecting(first.text.data(), formatted("the row [{},]", rows + 1));
      if (row.words.size() != table.columns + 1) {
        text_.fail(first.text.data(), formatted("expected {} number{} in the row, found {}", table.columns,
                                                table.columns == 1 ? "" : "s", row.words.size() - 1));
      }
      return true;
    }
    if (row.words.size() <= table.columns || table.columns == 0) return is_unlabelled(row);
    const auto cells = row.words.end() - static_cast<std::ptrdiff_t>(table.columns);
    if (std::any_of(cells, row.words.end(), [](const LineWord& word) { return word.text.starts_with("[,"); }))
      return false;
    const auto first_cells = first_row_.words.end() - static_cast<std::ptrdiff_t>(table.columns);
    const bool is_aligned = std::equal(cells, row.words.end(), first_cells,
                                       [](const LineWord& a, const LineWord& b) { return a.end == b.end; });
    const bool is_number =
        std::all_of(cells, row.words.end(), [](const LineWord& word) { return is_table_cell(word.text); });
    if (!is_aligned && !(is_number && first.begin == first_row_.words.front().begin)) return false;
    if (!is_aligned && !table.is_indexed) text_.fail_expecting(cells->text.data(), "a number below the header's words");
    if (first.begin != first_row_.words.front().begin && !table.is_indexed) fail_levels(first);
    return true;
  }

  /// A row without a label, which nothing but the labels of several levels leaves out.
  bool is_unlabelled(const WordLine& row) const {
    const bool is_cut = row.words.size() == block_.table.columns && !first_row_.words.empty() &&
                        row.words.front().end == first_row_.words[first_row_.words.size() - row.words.size()].end &&
                        row.words.back().end == first_row_.words.back().end;
    if (is_cut && row.words.size() > 1 && is_number_word(row.words.front().text) &&
        !is_whole_word(row.words.front().text)) {
      text_.fail_expecting(row.words.front().text.data(), "the label of the row");
    }
    return false;
  }

  void take_row(const WordLine& row) {
    Table& table = block_.table;
    const std::size_t first = row.words.size() - table.columns;
    const char* const label = row.words.front().text.data();
    const std::string_view last = row.words[first - 1].text;
    table.labels.push_back({label, last.data() + last.size()});
    block_.width = std::max(block_.width, row.words.back().end);
    if (table.columns > 0) block_.first_end = row.words[first].end;
    for (std::size_t i = first; i < row.words.size(); ++i) {
      if (row.words[i].begin != row.words[i - 1].end + 1) continue;
      (row.words[i].text.starts_with('-') ? table.has_close_minus : table.has_close_words) = true;
    }
    take_cells(text_, row, first, table.numbers);
  }

  const PrintText& text_;
  bool is_further_;
  WordLine header_;
  WordLine first_row_;
  TableBlock block_;
};

/// Blocks that are next to one another, as one table.
Table joined_blocks(std::vector<Table> blocks) {
  Table whole = std::move(blocks.front());
  if (blocks.size() == 1) return whole;
  std::vector<NumberToken> numbers;
  const auto append = [&](const Table& block, std::size_t row) {
    const auto first = block.numbers.begin() + static_cast<std::ptrdiff_t>(row * block.columns);
    numbers.insert(numbers.end(), first, first + static_cast<std::ptrdiff_t>(block.columns));
  };
  for (std::size_t row = 0; row < whole.labels.size(); ++row) {
    append(whole, row);
    for (std::size_t i = 1; i < blocks.size(); ++i) append(blocks[i], row);
  }
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    whole.columns += blocks[i].columns;
    whole.has_close_words = whole.has_close_words || blocks[i].has_close_words;
    whole.has_close_minus = whole.has_close_minus || blocks[i].has_close_minus;
  }
  whole.numbers = std::move(numbers);
  whole.next = blocks.back().next;
  return whole;
}
}  // namespace

std::optional<Table> read_table(const PrintText& text, const char* line) {
  std::optional<TableBlock> first = TableBlockReader(text, false).read(line);
  if (!first) return std::nullopt;
  const bool is_counted = first->first_column.has_value();
  const std::vector<std::string_view> labels = first->table.labels;
  if (is_counted && *first->first_column != 1) text.fail_expecting(first->table.begin, "the column [,1]");
  std::vector<Table> blocks;
  std::size_t columns = 0;
  for (TableBlock block = *std::move(first);;) {
    columns += block.table.columns;
    const bool continues = block.table.continues;
    const char* next = block.table.next;
    blocks.push_back(std::move(block.table));
    if (continues) next = next_words(text, next).line;
    std::optional<TableBlock> more = TableBlockReader(text, continues).read(next);
    const bool has_labels = more && more->table.labels == labels;
    if (continues && !has_labels) {
      text.fail(next, "the print is cut off: expected the columns that the backslash after the header announces");
    }
    if (!more || more->first_column.has_value() != is_counted) break;
    if (is_counted) {
      if (*more->first_column == 1) break;
      if (*more->first_column != columns + 1)
        text.fail_expecting(more->table.begin, formatted("the column [,{}]", columns + 1));
      if (!has_labels) text.fail(more->table.begin, "expected the rows of the columns before");
    } else if (!continues) {
      // Two frames that follow one another may have the same labels. R breaks lines only where they are full.
      constexpr std::size_t narrowest = 60;
      const bool is_full = block.width + more->first_end > narrowest && more->header != block.header;
      if (!has_labels || labels.empty() || !is_full) break;
    }
    block = *std::move(more);
  }
  check_all_printed(text, read_words(text, blocks.back().next));
  return joined_blocks(std::move(blocks));
}

bool begins_table(const PrintText& text, const char* line) {
  const std::optional<WordLine> row = TableBlockReader(text, false).first_row_at(line);
  return row && row->words.size() > 1;
}
}  // namespace softmax::formats
