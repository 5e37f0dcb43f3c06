#include <algorithm>
#include <array>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/grid.h"
#include "text/cursor.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// The line that starts a print: `x =`, `x = 0.2500`, `ans(:,:,2) =`, Scilab's ` A  = ` and `(:,:,2)`.
struct OctaveHead {
  std::string_view name;
  std::optional<Index> page;  ///< the indices after `:,:`, from 0
  std::string_view value;     ///< what follows the '=' on its line
  const char* value_at = nullptr;
  bool is_scilab = false;  ///< a second blank before the '=', or none
};

/// "(:,:,2,1)".
std::optional<Index> take_page(Cursor& cursor) {
  const char* const begin = cursor.at();
  Index index;
  bool is_page = cursor.take_if("(:,:");
  while (is_page && cursor.take_if(',')) {
    const std::optional<std::size_t> place = cursor.take_size();
    is_page = place && *place > 0 && index.size() + 2 < largest_rank;
    if (is_page) index.push_back(*place - 1);
  }
  if (is_page && !index.empty() && cursor.take_if(')')) return index;
  cursor.move_to(begin);
  return std::nullopt;
}

std::optional<OctaveHead> octave_head(const PrintText& text, const PrintLine& line) {
  OctaveHead head;
  const char* const name_end = std::min(text.name_end(line.begin), line.end);
  head.name = {line.begin, name_end};
  Cursor cursor(name_end, line.end);
  head.page = take_page(cursor);
  if (head.name.empty() && !head.page) return std::nullopt;
  if (head.page && cursor.is_at_end()) {
    head.is_scilab = true;
    return head.name.empty() ? std::optional(head) : std::nullopt;
  }
  const std::string_view blanks = cursor.take_any_of(" ");
  if (blanks.empty() || head.name.empty() || !cursor.take_if('=') || cursor.starts_with('=')) return std::nullopt;
  head.is_scilab = blanks.size() > 1;
  const std::string_view gap = cursor.take_any_of(" \t");
  if (gap.empty() && !cursor.is_at_end()) return std::nullopt;
  head.value = cursor.rest();
  head.value_at = cursor.at();
  return head;
}

/// The columns that a heading names: `Columns 1 through 8:`, `Columns 9 and 10`, `Column 25:`, Scilab's
/// `column 1 to 6`.
struct ColumnRange {
  std::size_t first;
  std::size_t last;
  bool is_scilab;
};

std::optional<ColumnRange> column_range(const PrintLine& line) {
  Cursor cursor(line.begin, line.end);
  const bool is_octave = cursor.take_if("Columns ") || cursor.take_if("Column ");
  const bool is_scilab = !is_octave && cursor.take_if("column ");
  const std::optional<std::size_t> first = is_octave || is_scilab ? cursor.take_size() : std::nullopt;
  if (!first) return std::nullopt;
  std::optional<std::size_t> last = first;
  const bool is_range = is_scilab ? cursor.take_if(" to ") : cursor.take_if(" through ") || cursor.take_if(" and ");
  if (is_range) last = cursor.take_size();
  cursor.take_if(':');
  if (!last || *last < *first || *first == 0 || !cursor.is_at_end()) return std::nullopt;
  return ColumnRange{*first, *last, is_scilab};
}

/// A line before the rows that names their class: `2×3 single matrix`, `Diagonal Matrix`.
struct ClassLine {
  std::optional<Shape> sizes;
  std::string_view name;
};

ClassLine class_line(const PrintLine& line) {
  Cursor cursor(line.begin, line.end);
  ClassLine found;
  Shape sizes = take_sizes(cursor, "x\xC3\x97");
  if (!sizes.empty()) found.sizes = std::move(sizes);
  cursor.take_any_of(" \t");
  found.name = cursor.rest();
  return found;
}

bool starts_with_one_of(std::string_view line, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return line.starts_with(word); });
}

/// Whether the class has no rows of real numbers.
bool is_foreign_class(const ClassLine& line) {
  constexpr std::array<std::string_view, 5> alone = {"{", "scalar structure containing", "struct with fields",
                                                     "Compressed Column Sparse", "struct array"};
  constexpr std::array<std::string_view, 8> named = {"logical", "int8", "int16", "int32",
                                                     "int64",   "uint", "cell",  "string"};
  const bool is_word = line.sizes || line.name.find(' ') == std::string_view::npos;
  return starts_with_one_of(line.name, alone) || (is_word && starts_with_one_of(line.name, named));
}

bool is_class_of_numbers(const ClassLine& line) {
  constexpr std::array<std::string_view, 2> alone = {"Diagonal Matrix", "Permutation Matrix"};
  constexpr std::array<std::string_view, 3> named = {"single", "double", "empty"};
  const bool is_word = line.sizes || line.name.find(' ') == std::string_view::npos;
  return starts_with_one_of(line.name, alone) || (is_word && starts_with_one_of(line.name, named));
}

PrintedTensor tensor_with(Shape shape, std::vector<NumberToken> numbers) {
  PrintedTensor tensor;
  tensor.shape = std::move(shape);
  tensor.numbers = std::move(numbers);
  return tensor;
}

/// One print of Octave, MATLAB or Scilab, from its head on.
class OctaveReader {
 public:
  explicit OctaveReader(const PrintText& text) : text_(text) {}

  /// Whether a print starts with the line, as far as its first bytes and those of the next one show.
  bool starts_at(const PrintLine& line) const {
    if (const std::optional<ColumnRange> range = column_range(line)) return range->first == 1;
    const std::optional<OctaveHead> head = octave_head(text_, line);
    if (!head || head->page) return head && is_page(line);
    if (!head->value.empty()) return begins_number(head->value_at, line.end) || head->value.starts_with("[](");
    const PrintLine next = line_after_blanks(text_, line.next);
    const ClassLine named = class_line(next);
    return begins_number(next.begin, next.end) || column_range(next) || is_page(next) || next.content() == "[]" ||
           is_foreign_class(named) || is_class_of_numbers(named);
  }

  /// Reads the print at `at`, the start of a line; nothing if there is none.
  std::optional<PrintFound> read(const char* at) {
    const PrintLine line = line_at(text_, at);
    begin_ = line.begin;
    if (const std::optional<ColumnRange> range = column_range(line)) {
      return range->first == 1 ? block(at) : std::nullopt;
    }
    std::optional<OctaveHead> head = octave_head(text_, line);
    if (!head) return std::nullopt;
    is_scilab_ = head->is_scilab;
    if (head->page) {
      if (head->value.starts_with('[')) text_.fail(line.begin, "an assignment to a part of an array is not read");
      return is_page(line) ? pages(at) : std::nullopt;
    }
    if (!head->value.empty()) return one_line(*head, line);
    const PrintLine next = line_after_blanks(text_, line.next);
    if (next.is_empty()) return std::nullopt;
    // Without the empty line the print may be of another program: C++ that writes "m =" before a matrix.
    is_compact_ = next.begin == line_at(text_, line.next).begin;
    return body(next);
  }

 private:
  std::optional<PrintFound> body(PrintLine line) {
    const ClassLine named = class_line(line);
    if (is_foreign_class(named)) {
      text_.fail(line.begin, formatted("expected a matrix of real numbers, found \"{}\"", line.content()));
    }
    if (line.content() == "[]") return finished(tensor_with({0, 0}, {}), line.next);
    if (is_class_of_numbers(named)) {
      class_ = named;
      class_at_ = line.begin;
      const bool is_empty = named.name.starts_with("empty") && named.sizes && element_count(*named.sizes) == 0;
      if (is_empty && named.sizes->size() <= largest_rank) return finished(tensor_with(*named.sizes, {}), line.next);
      line = line_after_blanks(text_, line.next);
      if (!begins_block(line) && !is_page(line)) return std::nullopt;
    }
    if (is_page(line)) return pages(text_.line_begin(line.begin));
    if (begins_block(line)) return block(text_.line_begin(line.begin));
    check_truth_values(line);
    return std::nullopt;
  }

  /// `x = 0.2500` and `x = [](0x3)`.
  std::optional<PrintFound> one_line(const OctaveHead& head, const PrintLine& line) const {
    Cursor cursor(head.value_at, line.end);
    if (cursor.take_if("[](")) {
      Shape shape = take_sizes(cursor, "x");
      if (!cursor.take_if(')') || !cursor.is_at_end() || shape.size() < 2 || element_count(shape) != 0) {
        text_.fail_expecting(head.value_at, "the sizes of an empty matrix, as in [](0x3)");
      }
      if (shape.size() > largest_rank) text_.fail(head.value_at, "expected a matrix of rank 32 at most");
      return finished(tensor_with(std::move(shape), {}), line.next);
    }
    if (head.value.ends_with('i') && is_row(text_, {head.value_at, line.end, line.next})) {
      text_.fail(head.value_at, "expected a real number, found a complex one");
    }
    const std::optional<RowNumber> number = row_number(text_, head.value_at, line.end);
    if (!number || number->end != line.end) return std::nullopt;
    PrintFound found = *finished(tensor_with({}, {{number->digits, 0}}), line.next);
    // Where nothing else shows that it is a print it may be code: x = 0.5.
    found.counts_alone = !follows_prompt(head.name.data());
    return found;
  }

  bool follows_prompt(const char* at) const {
    const char* line = text_.line_begin(at);
    while (line > text_.begin()) {
      line = text_.line_begin(line - 1);
      const PrintLine before = line_at(text_, line);
      if (!before.is_empty()) return prompt_end(text_, before.begin) != before.begin;
      if (at - line > longest_aside) return false;
    }
    return false;
  }

  /// Whether rows start here, or what precedes them.
  bool begins_block(const PrintLine& line) const {
    if (column_range(line)) return true;
    if (begins_number(line.begin, line.end) && factor_of(line)) return true;
    return !line.is_empty() && is_row(text_, line);
  }

  std::optional<long> factor_of(const PrintLine& line) const {
    if (!line.content().ends_with('*')) return std::nullopt;
    const std::optional<CommonFactor> factor = read_factor(text_, line.begin);
    if (!factor || factor->end != line.end) return std::nullopt;
    return factor->power;
  }

  /// Whether the line is the heading of a page: `ans(:,:,1) =`, or `ans(:,:,1) = 0.5` where pages are single numbers.
  bool is_page(const PrintLine& line) const {
    const std::optional<OctaveHead> head = octave_head(text_, line);
    if (!head || !head->page || head->value.empty()) return head && head->page;
    const std::optional<RowNumber> number = row_number(text_, head->value_at, line.end);
    return number && number->end == line.end;
  }

  std::optional<PrintFound> block(const char* at) {
    std::vector<PrintedPage> pages(1);
    PrintedPage& page = pages[0];
    page.begin = begin_;
    const char* const end = take_block(at, page);
    check_no_row_follows(text_, end, page);
    if (class_.name.starts_with("Diagonal") && page.columns() == 1 && page.rows.size() > 1) {
      text_.fail(begin_, "expected all numbers of the matrix, found the diagonal alone: print full(x)");
    }
    PrintedTensor tensor = joined_pages(text_, pages);
    if (tensor.numbers.size() == 1) tensor.shape.clear();
    is_scilab_ = is_scilab_ || page.has_scilab_exponent;
    return finished(std::move(tensor), end);
  }

  /// Takes a factor, then rows, or groups of columns with their headings, each perhaps with a factor of its own.
  const char* take_block(const char* at, PrintedPage& page) {
    PrintLine line = line_after_blanks(text_, at);
    long power = 0;
    take_factor(line, power);
    std::optional<ColumnRange> range = column_range(line);
    if (!range) return take_rows(text_, text_.line_begin(line.begin), power, page);
    const char* end = at;
    for (; range && range->first == page.columns() + 1; range = column_range(line)) {
      const char* const heading = line.begin;
      is_scilab_ = is_scilab_ || range->is_scilab;
      line = line_after_blanks(text_, line.next);
      long own_power = power;
      take_factor(line, own_power);
      end = take_rows(text_, text_.line_begin(line.begin), own_power, page);
      if (page.columns() != range->last) {
        text_.fail(heading, formatted("the heading says columns {} to {}, the rows below end with column {}",
                                      range->first, range->last, page.columns()));
      }
      line = line_after_blanks(text_, end);
    }
    if (page.columns() == 0) text_.fail(line.begin, "the print is cut off: the columns before these are missing");
    if (range && range->first != 1) {
      text_.fail(line.begin,
                 formatted("expected columns {} and up, found columns {} and up", page.columns() + 1, range->first));
    }
    return end;
  }

  void take_factor(PrintLine& line, long& power) const {
    if (!begins_number(line.begin, line.end)) return;
    const std::optional<long> factor = factor_of(line);
    if (!factor) return;
    power = *factor;
    line = line_after_blanks(text_, line.next);
  }

  std::optional<PrintFound> pages(const char* at) {
    std::vector<PrintedPage> pages;
    const char* end = at;
    for (PrintLine line = line_at(text_, at); is_page(line); line = line_after_blanks(text_, end)) {
      const OctaveHead head = octave_head(text_, line).value();
      Index index = head.page.value();
      const bool starts_anew = std::all_of(index.begin(), index.end(), [](std::size_t place) { return place == 0; });
      if (starts_anew && !pages.empty()) break;
      PrintedPage page;
      page.begin = line.begin;
      page.index = std::move(index);
      if (head.value.empty()) {
        end = take_block(line.next, page);
      } else {
        page.rows = {{{row_number(text_, head.value_at, line.end)->digits, 0}}};
        end = line.next;
      }
      is_scilab_ = is_scilab_ || head.is_scilab || page.has_scilab_exponent;
      pages.push_back(std::move(page));
    }
    check_no_row_follows(text_, end, pages.back());
    return finished(joined_pages(text_, pages), end);
  }

  std::optional<PrintFound> finished(PrintedTensor tensor, const char* end) const {
    tensor.begin = begin_;
    tensor.shows_rank = tensor.shape.size() > 2 ||
                        (tensor.shape.size() == 2 && std::count(tensor.shape.begin(), tensor.shape.end(), 1) == 0);
    if (class_.name.find("single") != std::string_view::npos) tensor.dtype = Dtype::float32;
    if (class_.sizes) check_named_shape(text_, class_at_, *class_.sizes, tensor);
    if (is_scilab_) {
      tensor.printer = &printers::scilab;
    } else {
      const std::size_t pages = tensor.shape.size() > 2 && !tensor.numbers.empty()
                                    ? tensor.numbers.size() / (tensor.shape[0] * tensor.shape[1])
                                    : 1;
      const Printer& printer = printer_of_octave(tensor.numbers, pages);
      if (&printer == &printers::octave) tensor.columns = pages;
      const bool is_other = is_compact_ && &printer == &printers::octave_short_g;
      tensor.printer = is_other ? &printer_of_rows(tensor.numbers) : &printer;
    }
    return PrintFound{std::move(tensor), end};
  }

  void check_truth_values(const PrintLine& line) const {
    const bool is_of_truth = line.content().find_first_not_of("TF ") == std::string_view::npos;
    if (is_scilab_ && is_of_truth && !line.is_empty()) {
      text_.fail(line.begin, "expected a matrix of real numbers, found truth values");
    }
  }

  const PrintText& text_;
  const char* begin_ = nullptr;
  ClassLine class_;
  const char* class_at_ = nullptr;
  bool is_scilab_ = false;
  bool is_compact_ = false;
};

/// The line after the statement at `at`, which ends where its line does and no bracket is open.
const char* after_statement(const PrintText& text, const char* at) {
  const char* const last = at + std::min(text.end() - at, longest_aside);
  const char* line_end = text.line_end(at);
  std::size_t depth = 0;
  for (const char* next = at; next < last; ++next) {
    if (*next == '[' || *next == '(' || *next == '{') ++depth;
    if ((*next == ']' || *next == ')' || *next == '}') && depth > 0) --depth;
    if (*next == '\n' && depth > 0) line_end = text.line_end(next + 1);
    if (next >= line_end) break;
  }
  return line_end == text.end() ? line_end : line_end + 1;
}
}  // namespace

const char* prompt_end(const PrintText& text, const char* at) {
  Cursor cursor(at, text.end());
  if (cursor.take_if(">> ") || cursor.take_if("--> ") || cursor.take_if("julia> ")) return cursor.at();
  if (!cursor.take_if("octave:")) return at;
  cursor.take_while(is_digit);
  return cursor.take_if("> ") ? cursor.at() : at;
}

const char* after_echoed_input(const PrintText& text, const char* at) {
  const char* const begin = text.skip_blanks_of_line(at);
  const char* const input = prompt_end(text, begin);
  return input == begin ? at : after_statement(text, input);
}

bool may_start_octave(const PrintPlace& place) {
  const char* const begin = place.text.begin();
  return (place.at == begin || place.at[-1] == '\n') && *place.at != '\n';
}

PrintFound read_octave(const PrintPlace& place) {
  const auto& [text, at, is_in_prose] = place;
  const char* const input_end = after_echoed_input(text, at);
  if (input_end != at) {
    const PrintLine line = line_after_blanks(text, input_end);
    return {{}, OctaveReader(text).starts_at(line) ? input_end : at};
  }
  std::optional<PrintFound> found = OctaveReader(text).read(at);
  return found ? *std::move(found) : PrintFound{{}, at};
}
}  // namespace softmax::formats
