#include "formats/csv/opening.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/spelling.h"
#include "formats/gathering.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
std::vector<Cell> cells_of_line(const Text& text, RowWalker& walker) {
  std::vector<Cell> cells;
  const auto take_all = [&] {
    do {
      cells.push_back(walker.take(text));
    } while (walker.next());
  };
  with_memory(take_all, [&] { return memory_error(grown_size(cells), "the first line of the text", text.name()); });
  return cells;
}

/// Visits cells in order until `visit(column, cell)` returns false, or until a cell is malformed, which is reported
/// where the rows are read.
template <class Visit>
void visit_cells(const Text& text, RowWalker walker, const Visit& visit) {
  try {
    do {
      std::size_t column = 0;
      do {
        if (!visit(column++, walker.take(text))) return;
      } while (walker.next());
    } while (walker.next_row());
  } catch (const Error&) {
  }
}

bool is_quoted(const Cell& cell) { return cell.begin != cell.end && *cell.begin == '"'; }

bool is_empty(const Cell& cell) { return cell.content().empty(); }

std::optional<long> whole_number(const Cell& cell) {
  const std::string_view content = cell.content();
  long number = 0;
  const auto [end, error] = std::from_chars(content.data(), content.data() + content.size(), number);
  if (error != std::errc() || end != content.data() + content.size()) return std::nullopt;
  return number;
}

/// What the first column has.
struct FirstColumn {
  std::size_t rows = 0;
  bool has_words = false;       ///< anything but numbers
  bool is_quoted_alone = true;  ///< all its cells are in quotes, and no others are
  bool counts = true;           ///< whole numbers that rise by one
  long first = 0;
};

FirstColumn first_column(const Text& text, const RowWalker& rows) {
  FirstColumn found;
  long last = 0;
  visit_cells(text, rows, [&](std::size_t column, const Cell& cell) {
    found.is_quoted_alone = found.is_quoted_alone && is_quoted(cell) == (column == 0);
    if (column > 0) return true;
    const std::optional<long> number = whole_number(cell);
    found.has_words = found.has_words || (!is_number(cell) && cell.content() != "-");  // YAML's lists
    if (found.rows == 0) found.first = number.value_or(0);
    found.counts = found.counts && number && (found.rows == 0 || *number - 1 == last);
    last = number.value_or(0);
    ++found.rows;
    return true;
  });
  return found;
}

class OpeningReader {
 public:
  OpeningReader(const Text& text, RowWalker& walker, const ReadOptions& options)
      : text_(text),
        walker_(walker),
        options_(options),
        decides_labels_(!options.label_columns && !options.columns),
        labels_(options.label_columns.value_or(0)) {
    if (options.columns) list_.emplace(*options.columns);
  }

  /// With `are_rows_at_hand`, the text has all rows; otherwise returns nothing where they are needed.
  std::optional<Opening> read(bool are_rows_at_hand) {
    const RowWalker start = walker_;
    cells_ = cells_of_line(text_, walker_);
    end_ = walker_.at();
    const bool is_empty_line = cells().size() == 1 && cells().front().begin == cells().front().end;
    if (is_empty_line && options_.header != HeaderRule::yes) text_.fail_expecting(cells().front().begin, "a number");
    if (is_empty_line && !are_rows_at_hand) return std::nullopt;

    opening_.has_rows = walker_.next_row();
    const RowEnd second = are_rows_at_hand && opening_.has_rows ? row_end(walker_) : RowEnd{};
    const bool may_lack_cell = !is_empty_line && second.cells == cells().size() + 1 && !is_empty(second.last) &&
                               options_.label_columns != std::size_t{0} && options_.header != HeaderRule::no;
    const bool sets_width = is_empty_line && second.cells > 0;
    opening_.columns = columns(may_lack_cell || sets_width ? second.cells : cells().size(), may_lack_cell);
    opening_.has_header = is_header();
    if (opening_.has_header) {
      if (!take_header(start.at(), may_lack_cell ? &second.last : nullptr, are_rows_at_hand)) return std::nullopt;
      opening_.lacks_cell = may_lack_cell;
      return std::move(opening_);
    }
    if (may_lack_cell) opening_.columns = columns(cells().size(), false);
    if (!look_at_first_row(start, are_rows_at_hand)) return std::nullopt;
    walker_ = start;
    opening_.has_rows = true;
    return std::move(opening_);
  }

 private:
  const std::vector<Cell>& cells() const { return cells_; }

  struct RowEnd {
    std::size_t cells = 0;
    Cell last{nullptr, nullptr};
  };

  RowEnd row_end(RowWalker walker) const {
    RowEnd end;
    do {
      end.last = walker.take(text_);
      ++end.cells;
    } while (walker.next());
    return end;
  }

  /// The columns of rows of that width. Where the header lacks a cell, it is that over the labels (R's write.table).
  Columns columns(std::size_t width, bool lacks_cell) const {
    if (list_) {
      const bool has_names = std::none_of(cells().begin(), cells().end(), is_number);
      const bool may_be_header = options_.header == HeaderRule::yes ||
                                 (options_.header == HeaderRule::automatic && (has_names || list_->has_names()));
      return list_->of(width, may_be_header ? std::optional(cells()) : std::nullopt);
    }
    const std::size_t labels = lacks_cell ? std::max<std::size_t>(labels_, 1) : labels_;
    if (labels >= width) {
      text_.fail(end_, formatted("expected a number after the labels: the row has {}, and --label-columns is {}",
                                 cells_text(width), labels));
    }
    return columns_after(labels, width);
  }

  /// Whether a cell of the first line is in a column of numbers. A header may lack the first cell.
  bool is_of_numbers(std::size_t i) const {
    const std::size_t column = i + opening_.columns.width() - cells().size();
    return opening_.columns.are_numbers[column];
  }

  bool is_missing_number(const Cell& cell) const {
    return options_.missing == Missing::nan && is_missing(cell.content());
  }

  /// Whether the first line is a header: as --header or a name of --columns says, else whether it is made of names.
  bool is_header() const {
    if (options_.header != HeaderRule::automatic) return options_.header == HeaderRule::yes;
    if (list_ && list_->has_names()) return true;
    const Cell* number = nullptr;
    const Cell* name = nullptr;
    const Cell* neither = nullptr;
    const Cell* empty_first = nullptr;
    std::size_t first_other = cells().size();
    for (std::size_t i = 0; i < cells().size(); ++i) {
      if (!is_of_numbers(i)) continue;
      const Cell& cell = cells()[i];
      const std::string_view content = cell.content();
      const Cell*& kind = content.empty() && i == 0 && cells().size() > 1                           ? empty_first
                          : is_number(cell) || is_missing_number(cell)                              ? number
                          : is_missing(content) || is_nearly_number(content) || is_stray_comment(i) ? neither
                                                                                                    : name;
      if (kind == nullptr) kind = &cell;
      if (kind != number) first_other = std::min(first_other, i);
    }
    if (number == nullptr && neither == nullptr) {
      refuse_control_bytes();
      return true;
    }
    if (number == nullptr) refuse_neither(*neither, name != nullptr);
    if (name == nullptr && neither == nullptr && (empty_first == nullptr || is_missing_number(*empty_first)))
      return false;
    refuse_mixed(cells()[first_other], first_other);
  }

  /// `#a,b` and MATLAB's `% a`: neither a comment nor a name. `#` alone is the name of an index.
  bool is_stray_comment(std::size_t i) const {
    const std::string_view content = cells()[i].content();
    if (i > 0) return false;
    return (content.starts_with('#') && (content.size() > 1 || cells().size() == 1)) ||
           (content == "%" && walker_.delimiter() == ' ') || content.starts_with("%%");
  }

  void refuse_control_bytes() const {
    const auto is_foreign = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
    };
    const char* foreign = std::find_if(cells().front().begin, end_, is_foreign);
    if (foreign != end_) text_.fail_expecting(foreign, "a number");
  }

  std::string hint_on(const Cell& cell) const {
    if (&cell == &cells().front() && is_stray_comment(0)) return std::string(comment_hint);
    return cell_hint(cell, walker_.end(), true);
  }

  [[noreturn]] void refuse_neither(const Cell& cell, bool is_among_names) const {
    const std::string hint = hint_on(cell);
    if (is_empty(cell) && is_among_names) {
      const std::size_t labels = nameless_columns();
      const bool is_surplus = hint != cell_hint(cell, walker_.end(), false);
      const std::string other_way =
          labels > 1 ? formatted("--label-columns {0} passes the first {0} columns through, ", labels)
                     : std::string(is_surplus ? "the line ends with a delimiter; remove it, or " : "");
      text_.fail(cell.begin,
                 formatted("expected a name, found an empty cell: {}--header yes takes the line as it is", other_way));
    }
    text_.fail(cell.begin, formatted("expected a number, found {}{}--header yes takes the line for a header",
                                     cell_text(cell), hint.empty() ? ": " : hint + "; "));
  }

  /// The first columns that the header has no names for, as pandas leaves those of a MultiIndex.
  std::size_t nameless_columns() const {
    return static_cast<std::size_t>(std::find_if_not(cells().begin(), cells().end(), is_empty) - cells().begin());
  }

  [[noreturn]] void refuse_mixed(const Cell& other, std::size_t column) const {
    const std::string found = formatted("expected a number, found {}", cell_text(other));
    const bool is_corner = is_empty(other) && column == 0;
    const std::string hint = is_corner ? "" : hint_on(other);
    if (!hint.empty()) text_.fail(other.begin, found + hint);
    const bool is_leading = column == labels_ && !list_;
    text_.fail(other.begin,
               formatted("{}: the first line has numbers too; --header yes or --header no says what it is{}", found,
                         is_leading ? ", " + label_hint(labels_) : ""));
  }

  /// `surplus` is the last cell of a first row that has one cell more. Returns false where the rows are needed and not
  /// at hand.
  bool take_header(const char* start, const Cell* surplus, bool are_rows_at_hand) {
    opening_.header.assign(start, end_);
    opening_.notes.push_back(csv_header_note(opening_.header));
    if (cells().size() > 1 && cells().back().begin == cells().back().end) {
      opening_.header_hint = ", the last one empty";
    }
    if (!decides_labels_ || (are_rows_at_hand && !opening_.has_rows)) return true;
    if (surplus != nullptr) {
      take_row_names(*surplus);
      return true;
    }
    const bool has_no_name = is_empty(cells().front());
    if (cells().size() == 1 || !(has_no_name || is_index_name(name_in(cells().front())))) return true;
    if (!are_rows_at_hand) return false;
    take_index(has_no_name);
    return true;
  }

  void take_row_names(const Cell& surplus) {
    const FirstColumn column = first_column(text_, walker_);
    const bool is_one_number = column.rows == 1 && !column.has_words && !column.is_quoted_alone;
    if (!are_labels(column) || is_one_number) {
      text_.fail(surplus.begin,
                 formatted("the row has {}, the header has {}: --label-columns 1 says that the first column "
                           "has the names of the rows",
                           cells_text(cells().size() + 1), cells().size()));
    }
    opening_.notes.emplace_back(
        "the header is one cell short: the first column passes through, as the names of the rows");
  }

  /// Words, numbers in quotes next to others without, or 0,1,2… or 1,2,3…
  static bool are_labels(const FirstColumn& column) {
    return column.has_words || column.is_quoted_alone || (column.counts && (column.first == 0 || column.first == 1));
  }

  void take_index(bool has_no_name) {
    const FirstColumn column = first_column(text_, walker_);
    const Cell& name = cells().front();
    if (has_no_name) {
      const std::size_t count = nameless_columns();
      if (count > 1 || !are_labels(column)) {
        text_.fail(name.begin,
                   formatted("the first {} no name: --label-columns {} passes {} through, --label-columns 0 "
                             "reads the numbers",
                             count == 1 ? "column has" : formatted("{} columns have", count), count,
                             count == 1 ? "it" : "them"));
      }
      opening_.columns = columns_after(1, cells().size());
      opening_.notes.emplace_back(
          "the first column has no name and passes through; --label-columns 0 reads the numbers");
      return;
    }
    if (column.has_words && options_.missing != Missing::nan) return;
    const auto other = std::find_if_not(cells().begin() + 1, cells().end() - 1,
                                        [](const Cell& cell) { return is_index_name(name_in(cell)); });
    const auto count = other - cells().begin();
    const std::string names = count == 1
                                  ? formatted("column {} numbers", cell_text(name))
                                  : formatted("columns {} to {} number", cell_text(name), cell_text(*(other - 1)));
    text_.fail(name.begin,
               formatted("the {} the rows: --label-columns {} passes {} through, --label-columns 0 reads the numbers",
                         names, count, count == 1 ? "it" : "them"));
  }

  /// Whether the first row could be a header, or the first column labels: then looks at the rows. Returns false where
  /// they are not at hand.
  bool look_at_first_row(const RowWalker& rows, bool are_rows_at_hand) {
    const Cell& first = cells().front();
    const bool is_one_column = cells().size() == 1;
    if (decides_labels_ && !is_one_column && is_quoted(first) && !is_quoted(cells()[1]) && is_number(first)) {
      if (!are_rows_at_hand) return false;
      const FirstColumn column = first_column(text_, rows);
      if (column.is_quoted_alone && !column.has_words) {
        text_.fail(first.begin,
                   "the first column is in quotes, the others are not: --label-columns 1 passes it through, "
                   "--label-columns 0 reads the numbers");
      }
    }
    const std::string doubt = options_.header == HeaderRule::automatic ? doubt_about_first_row() : "";
    if (doubt.empty() || (are_rows_at_hand && !opening_.has_rows)) return true;
    if (!are_rows_at_hand) return false;
    const bool is_of_quotes = doubt == quotes_doubt;
    bool have_decimals = false;
    bool are_quoted = false;
    visit_cells(text_, walker_, [&](std::size_t column, const Cell& cell) {
      if (column >= opening_.columns.width() || !opening_.columns.are_numbers[column]) return true;
      have_decimals = have_decimals || cell.content().find_first_of(".eE") != std::string_view::npos;
      are_quoted = are_quoted || is_quoted(cell);
      return is_of_quotes ? !are_quoted : !have_decimals;
    });
    if (is_one_column) {
      if (have_decimals) opening_.notes.push_back(doubt);
      return true;
    }
    if ((!have_decimals && opening_.columns.are_all()) || (is_of_quotes && are_quoted)) return true;
    text_.fail(first.begin,
               formatted("the first line has {}: --header yes takes it for a header, --header no for numbers", doubt));
  }

  static constexpr std::string_view quotes_doubt = "numbers in quotes, the others do not";

  /// Why the first row may be a header; empty where nothing says so.
  std::string doubt_about_first_row() const {
    if (cells().size() == 1) {
      const bool is_zero = std::string_view(cells().front().begin, cells().front().end) == "0";
      return is_zero ? "the first line is 0, and is read as a number; --header yes takes it for a header" : "";
    }
    bool are_counted = true;
    bool are_years = true;
    bool are_quoted = true;
    long count = 0;
    for (std::size_t i = 0; i < cells().size(); ++i) {
      if (!opening_.columns.are_numbers[i] || (i == 0 && is_empty(cells()[i]))) continue;
      const std::optional<long> number = whole_number(cells()[i]);
      are_counted = are_counted && number == count;
      are_years = are_years && number && *number >= 1900 && *number <= 2100;
      are_quoted = are_quoted && is_quoted(cells()[i]) && is_number(cells()[i]);
      ++count;
    }
    const bool are_several = count > 1 || is_empty(cells().front());
    if (are_counted && are_several) return formatted("the numbers from 0 to {}", count - 1);
    if (are_years && are_several) return "years";
    return std::string(are_quoted ? quotes_doubt : "");
  }

  const Text& text_;
  RowWalker& walker_;
  const ReadOptions& options_;
  bool decides_labels_;  ///< neither --label-columns nor --columns was given
  std::size_t labels_;
  std::optional<ColumnList> list_;
  std::vector<Cell> cells_;  ///< of the first line
  Opening opening_;
  const char* end_ = nullptr;  ///< of the first line
};
}  // namespace

Opening opening_of(const Text& text, RowWalker& walker, const ReadOptions& options) {
  return *OpeningReader(text, walker, options).read(true);
}

std::optional<Opening> opening_of_line(const Text& line, RowWalker& walker, const ReadOptions& options) {
  return OpeningReader(line, walker, options).read(false);
}

std::string csv_header_note(std::string_view header) {
  constexpr std::size_t longest = 80;
  if (header.empty()) return "header: an empty line";
  const std::string_view shown = beginning_of(header.substr(0, header.find_first_of("\r\n")), longest);
  return formatted("header: {}{}", printable(shown), shown.size() < header.size() ? "..." : "");
}
}  // namespace softmax::formats
