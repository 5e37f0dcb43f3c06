#include <algorithm>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/grid.h"
#include "formats/printed/table.h"
#include "text/cursor.h"

namespace softmax::formats {
namespace {
PrintedTensor tensor_of_pandas(const char* begin, Shape shape) {
  PrintedTensor tensor;
  tensor.printer = &printers::pandas;
  tensor.begin = begin;
  tensor.shape = std::move(shape);
  return tensor;
}

/// The sizes that may follow a frame after an empty line: `[3 rows x 4 columns]`.
std::optional<Shape> sizes_of_frame(const WordLine& line) {
  const std::vector<LineWord>& words = line.words;
  if (words.size() != 5 || words[1].text != "rows" || words[2].text != "x" || words[4].text != "columns]")
    return std::nullopt;
  Cursor cursor(words[0].text.data(), words[3].text.data() + words[3].text.size());
  Shape sizes = take_sizes(cursor, "[ rowsx");
  return sizes.size() == 2 ? std::optional(std::move(sizes)) : std::nullopt;
}

/// Whether pandas printed the table and not R: pandas leaves two blanks between words, and a minus sign may take
/// one; R leaves one. Where every column is as wide as a number with that sign: pandas counts rows from 0 and R from
/// 1; else pandas shows six decimals at most.
bool is_of_pandas(const Table& table) {
  if (table.has_close_words || table.labels.empty()) return false;
  if (!table.has_close_minus || table.labels.front() == "0") return true;
  constexpr int maximum_decimals = 6;
  return table.labels.front() != "1" &&
         std::all_of(table.numbers.begin(), table.numbers.end(),
                     [](const NumberToken& number) { return spelling(number.text).decimals <= maximum_decimals; });
}

PrintFound read_table_of_frame(const PrintText& text, const char* line) {
  std::optional<Table> table = read_table(text, line);
  if (!table || table->is_indexed) return {{}, line};
  PrintedTensor tensor = tensor_of_pandas(table->begin, {table->labels.size(), table->columns});
  tensor.columns = table->columns;
  if (!table->continues && !is_of_pandas(*table)) tensor.printer = &printers::r;
  tensor.numbers = std::move(table->numbers);
  const WordLine after = next_words(text, table->next);
  const std::optional<Shape> sizes = sizes_of_frame(after);
  if (!sizes) return {std::move(tensor), table->next};
  tensor.printer = &printers::pandas;
  check_named_shape(text, after.words.front().text.data(), *sizes, tensor);
  return {std::move(tensor), after.next};
}

/// The number of names in brackets after `Columns: ` or `Index: `; nothing if it is another line.
std::optional<std::size_t> count_of_frame_names(const WordLine& line, std::string_view title) {
  if (line.words.size() < 2 || line.words.front().text != title || !line.words[1].text.starts_with('['))
    return std::nullopt;
  const std::string_view last = line.words.back().text;
  const std::string_view names(line.words[1].text.data() + 1, last.data() + last.size());
  if (names == "]") return 0;
  return static_cast<std::size_t>(std::count(names.begin(), names.end(), ',')) + 1;
}

/// `Empty DataFrame`, with the names of its columns and rows on the next lines.
PrintFound read_empty_frame(const PrintText& text, const WordLine& line) {
  const WordLine columns = read_words(text, line.next);
  const WordLine index = read_words(text, columns.next);
  const std::optional<std::size_t> width = count_of_frame_names(columns, "Columns:");
  const std::optional<std::size_t> height = count_of_frame_names(index, "Index:");
  if (!width || !height || (*width > 0 && *height > 0)) return {{}, line.line};
  return {tensor_of_pandas(line.words.front().text.data(), {*height, *width}), index.next};
}

/// The value after a title in the line below a series, `Name: x, Length: 3, dtype: float64`; empty if there is none.
std::string_view series_footer_value(std::string_view footer, std::string_view title) {
  const std::size_t at = footer.find(title);
  if (at == std::string_view::npos || (at > 0 && footer[at - 1] != ' ')) return {};
  const std::string_view value = footer.substr(at + title.size());
  return value.substr(0, value.find_first_of(", )\t\r"));
}

std::string_view content_of_line(const WordLine& line) {
  if (line.words.empty()) return {};
  const std::string_view last = line.words.back().text;
  return {line.words.front().text.data(), last.data() + last.size()};
}

bool is_series_footer(std::string_view line) {
  return line.starts_with("dtype: ") ||
         ((line.starts_with("Name: ") || line.starts_with("Length: ") || line.starts_with("Freq: ")) &&
          line.find(", dtype: ") != std::string_view::npos);
}

/// Takes the dtype and checks the length that the footer names.
void take_series_footer(const PrintText& text, std::string_view footer, PrintedTensor& tensor) {
  const std::string_view dtype = series_footer_value(footer, "dtype: ");
  if (dtype == "object" || dtype == "bool" || dtype == "category" || is_foreign_dtype(dtype)) {
    text.fail(dtype.data(), formatted("expected a print of real numbers, found one of dtype {}", dtype));
  }
  tensor.dtype = dtype_in(dtype);
  const std::string_view length = series_footer_value(footer, "Length: ");
  if (length.empty()) return;
  Cursor cursor(length);
  check_named_shape(text, length.data(), take_sizes(cursor, ""), tensor);
}

/// A series: lines of a label and a number, then the line that names the dtype.
class SeriesReader {
 public:
  explicit SeriesReader(const PrintText& text) : text_(text) {}

  PrintFound read(const WordLine& first) {
    WordLine line = first;
    for (; is_row(line, first); line = read_words(text_, line.next)) {
      rows_.push_back({line.words.front(), line.words.back(), line.words.size() == 2});
    }
    if (rows_.empty() || !is_series_footer(content_of_line(line))) return without_footer(first, line);
    PrintedTensor tensor = tensor_of_pandas(rows_.front().label.text.data(), {rows_.size()});
    for (const Row& row : rows_) {
      if (row.label.begin != rows_.front().label.begin) {
        text_.fail(row.label.text.data(),
                   "expected one label for each number, found a MultiIndex: s.to_numpy() has the numbers alone");
      }
      take_cells(text_, {first.line, {row.number}, first.next}, 0, tensor.numbers);
    }
    take_series_footer(text_, content_of_line(line), tensor);
    return {std::move(tensor), line.next};
  }

 private:
  struct Row {
    LineWord label;  ///< its first word
    LineWord number;
    bool is_pair;  ///< there is nothing between the two
  };

  /// Whether a line has a label, and then a number that ends below that of the first line.
  static bool is_row(const WordLine& line, const WordLine& first) {
    if (line.words.size() < 2 || line.words.back().end != first.words.back().end) return false;
    const std::string_view last = line.words.back().text;
    return line.words.front().text.find_first_of("=([{<*") == std::string_view::npos &&
           (is_number_word(last) || last == "NA" || last == "<NA>" || last == "None" || last == "...");
  }

  /// Lines that no dtype follows. Other forms read lines of numbers alone; other lines hold nothing, so they are not
  /// looked at again. But the labels 0, 1, 2 before four blanks are those of a series whose last line is missing.
  PrintFound without_footer(const WordLine& first, const WordLine& after) const {
    constexpr std::size_t fewest_rows = 2;
    constexpr std::size_t blanks = 4;
    const bool is_row_of_numbers = std::all_of(first.words.begin(), first.words.end(),
                                               [](const LineWord& word) { return is_number_word(word.text); });
    if (rows_.size() < fewest_rows) return {{}, first.line};
    if (!is_row_of_numbers) return {{}, after.line};
    std::size_t narrowest = std::string_view::npos;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& [label, number, is_pair] = rows_[i];
      const bool counts =
          is_pair && label.text == formatted("{}", i) && number.text.find('.') != std::string_view::npos;
      if (!counts) return {{}, first.line};
      narrowest = std::min(narrowest, number.begin - label.end);
    }
    if (narrowest != blanks || !after.words.empty()) return {{}, first.line};
    text_.fail(rows_.front().label.text.data(),
               "the first numbers of the lines count from 0, as the labels of a pandas Series do; with its last line, "
               "\"dtype: float64\", the Series is read");
  }

  const PrintText& text_;
  std::vector<Row> rows_;
};
}  // namespace

bool may_start_frame(const PrintPlace& place) { return may_start_rows(place); }

PrintFound read_frame(const PrintPlace& place) {
  const PrintText& text = place.text;
  const WordLine line = read_words(text, place.at);
  if (line.words.empty()) return {{}, place.at};
  // Numbers of Fortran and Scilab, 1.247D-08, are no names.
  const PrintLine row = line_at(text, place.at);
  if (row.content().find_first_of("Dd") != std::string_view::npos && is_row(text, row)) return {{}, place.at};
  // IPython's prompt, which rows of numbers would take for one of their lines.
  const bool is_prompt =
      line.words.size() == 1 && content_of_line(line).starts_with("Out[") && content_of_line(line).ends_with("]:");
  if (is_prompt && begins_table(text, line.next)) return {{}, line.next};
  if (content_of_line(line) == "Empty DataFrame") return read_empty_frame(text, line);
  if (content_of_line(line).starts_with("Series([], ")) {
    PrintedTensor tensor = tensor_of_pandas(line.words.front().text.data(), {0});
    take_series_footer(text, content_of_line(line), tensor);
    return {std::move(tensor), line.next};
  }
  PrintFound frame = read_table_of_frame(text, place.at);
  return frame.end != place.at || line.words.size() < 2 ? std::move(frame) : SeriesReader(text).read(line);
}
}  // namespace softmax::formats
