#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "formats/printed/table.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
PrintedTensor tensor_of_r(const char* begin) {
  PrintedTensor tensor;
  tensor.printer = &printers::r;
  tensor.begin = begin;
  return tensor;
}

std::optional<std::size_t> index_of_r_vector(const WordLine& line) {
  return line.words.empty() ? std::nullopt : bracketed_index(line.words.front().text, "[", "]");
}

bool is_missing_or_number(const LineWord& word) { return word.text == "NA" || is_number_word(word.text); }

/// Drops a comment: `[1] 0.1 0.9  # these are probabilities`.
void drop_comment_of_r(WordLine& line) {
  const auto is_comment = [](const LineWord& word) { return word.text.starts_with('#'); };
  line.words.erase(std::find_if(line.words.begin(), line.words.end(), is_comment), line.words.end());
}

/// What is after the index of a line that is no vector of numbers: texts, truth values, the words of a reference.
/// Operators belong to code.
bool is_other_r_value(std::string_view word) {
  constexpr std::array<std::string_view, 7> code = {"if", "for", "in", "and", "or", "is", "not"};
  const char c = word.front();
  return (is_letter(c) || is_digit(c) || c == '"' || c == '\'' || c == '<') &&
         std::find(code.begin(), code.end(), word) == code.end();
}

/// A vector after its index `[1]`; each further line starts with the index of its first number.
PrintFound read_r_vector(const PrintText& text, WordLine line) {
  drop_comment_of_r(line);
  const std::vector<LineWord>& words = line.words;
  if (words.size() < 2) return {{}, line.line};
  const char* const begin = words.front().text.data();
  const std::string_view first = words[1].text;
  const bool has_words = !std::all_of(words.begin() + 1, words.end(), is_missing_or_number);
  const bool is_complex = first.ends_with('i') && begins_number(first.data(), text.end());
  if (!is_missing_or_number(words[1]) && !is_complex) return {{}, is_other_r_value(first) ? line.next : line.line};
  // "[1] 2015, in the proceedings": a reference.
  if (has_words && first.find_first_not_of("0123456789") == std::string_view::npos) return {{}, line.next};
  if (*index_of_r_vector(line) != 1) text.fail_expecting(begin, "[1], the index of the first number of a vector");
  PrintedTensor tensor = tensor_of_r(begin);
  tensor.shows_rank = false;
  for (;;) {
    take_cells(text, line, 1, tensor.numbers);
    WordLine next = read_words(text, line.next);
    line.line = line.next;
    const std::optional<std::size_t> index = index_of_r_vector(next);
    drop_comment_of_r(next);
    const bool is_line = index && *index != 1 && next.words.size() > 1 && is_missing_or_number(next.words[1]);
    if (!is_line) {
      check_all_printed(text, next);
      break;
    }
    if (*index != tensor.numbers.size() + 1) {
      text.fail_expecting(next.words.front().text.data(), formatted("the index [{}] after {} numbers",
                                                                    tensor.numbers.size() + 1, tensor.numbers.size()));
    }
    line = std::move(next);
  }
  tensor.shape = {tensor.numbers.size()};
  return {std::move(tensor), line.line};
}

/// A line of names, and the line of numbers below it that R pads to the same width.
struct NamedNumbers {
  WordLine names;
  WordLine numbers;
  std::size_t step = 0;  ///< columns from the end of a number to that of the next; 0 for a single one
};

std::optional<NamedNumbers> read_named_line(const PrintText& text, WordLine names) {
  if (names.words.empty() || names.next == text.end()) return std::nullopt;
  NamedNumbers found{std::move(names), {}, 0};
  found.numbers = read_words(text, found.names.next);
  const std::vector<LineWord>& above = found.names.words;
  const std::vector<LineWord>& below = found.numbers.words;
  if (below.empty() || below.size() > above.size()) return std::nullopt;
  if (!std::all_of(below.begin(), below.end(), is_missing_or_number)) return std::nullopt;
  const auto is_of_code = [](const LineWord& word) { return word.text.find_first_of("=*[") != std::string_view::npos; };
  if (std::any_of(above.begin(), above.end(), is_of_code)) return std::nullopt;
  if (std::all_of(above.begin(), above.end(), is_missing_or_number)) return std::nullopt;
  if (above.back().end != below.back().end) return std::nullopt;
  if (below.size() == 1) {
    const auto has_blank = [&](const WordLine& line) {
      const std::string_view last = line.words.back().text;
      return *(last.data() + last.size()) == ' ';
    };
    return above.size() == 1 && has_blank(found.names) && has_blank(found.numbers) ? std::optional(found)
                                                                                   : std::nullopt;
  }
  found.step = below[1].end - below[0].end;
  for (std::size_t i = 0; i < below.size(); ++i) {
    const auto is_above = [&](const LineWord& name) { return name.end == below[i].end; };
    const bool is_even = i == 0 ? below[0].end + 1 >= found.step : below[i].end == below[i - 1].end + found.step;
    const bool fits = below[i].end - below[i].begin < found.step;
    if (!is_even || !fits || std::none_of(above.begin(), above.end(), is_above)) return std::nullopt;
  }
  return found;
}

/// A vector with names: lines of names, each with its numbers below.
PrintFound read_named_vector(const PrintText& text, const WordLine& line) {
  std::optional<NamedNumbers> found = read_named_line(text, line);
  if (!found) return {{}, line.line};
  const WordLine after = read_words(text, found->numbers.next);
  const bool is_table = !after.words.empty() && after.words.size() == found->numbers.words.size() &&
                        std::all_of(after.words.begin(), after.words.end(), is_missing_or_number);
  if (is_table) return {{}, line.line};
  PrintedTensor tensor = tensor_of_r(line.words.front().text.data());
  tensor.shows_rank = false;
  const std::size_t step = found->step;
  const char* next = line.line;
  while (found && (found->step == step || found->step == 0)) {
    take_cells(text, found->numbers, 0, tensor.numbers);
    next = found->numbers.next;
    found = read_named_line(text, read_words(text, next));
  }
  tensor.shape = {tensor.numbers.size()};
  return {std::move(tensor), next};
}

PrintedTensor matrix_of_r(Table table) {
  PrintedTensor tensor = tensor_of_r(table.begin);
  tensor.shape = {table.labels.size(), table.columns};
  tensor.columns = std::max<std::size_t>(table.columns, 1);
  tensor.numbers = std::move(table.numbers);
  return tensor;
}

bool starts_page_of_r(const WordLine& line) {
  return line.words.size() > 2 && line.words[0].text == "," && line.words[1].text == ",";
}

/// The matrices of an array, `, , 1` or `, , 2, 1` before each: a page for each index of the further dims. The first of
/// these dims runs fastest.
class RArrayReader {
 public:
  explicit RArrayReader(const PrintText& text) : text_(text) {}

  PrintFound read(WordLine line) {
    const char* const begin = line.words.front().text.data();
    const char* end = line.next;
    while (starts_page_of_r(line)) {
      const char* const page = next_words(text_, line.next).line;
      std::optional<Table> table = read_table(text_, page);
      if (!table && pages_.empty()) return {{}, line.next};
      if (!table) text_.fail_expecting(page, "the matrix of the page");
      take_indices(line);
      const Shape shape{table->labels.size(), table->columns};
      if (pages_.empty()) shape_ = shape;
      if (shape != shape_) text_.fail(table->begin, "expected a matrix of the shape of the page before");
      pages_.push_back(std::move(table->numbers));
      end = table->next;
      line = next_words(text_, end);
      check_all_printed(text_, line);
    }
    return {tensor(begin), end};
  }

 private:
  /// Takes the indices of a page: whole numbers from 1 on, or names. The n-th name that a dim shows has the index n.
  void take_indices(const WordLine& line) {
    const LineWord& last = line.words.back();
    const std::string_view all(line.words[2].text.data(), last.text.data() + last.text.size());
    std::size_t dim = 0;
    for (std::size_t at = 0; at <= all.size(); ++dim) {
      const std::size_t comma = std::min(all.find(", ", at), all.size());
      const std::string_view name = all.substr(at, comma - at);
      if (pages_.empty()) names_.emplace_back();
      if (dim == names_.size()) text_.fail_expecting(name.data(), formatted("{} indices of a page", names_.size()));
      const std::size_t known = names_[dim].size();
      const std::size_t index = names_[dim].try_emplace(name, known).first->second;
      const bool counts = std::all_of(name.begin(), name.end(), is_digit);
      if (counts && name != formatted("{}", index + 1)) {
        text_.fail_expecting(name.data(), formatted("the page {}", index + 1));
      }
      indices_.push_back(index);
      at = comma + 2;
    }
    if (dim != names_.size()) text_.fail_expecting(all.data(), formatted("{} indices of a page", names_.size()));
    if (dim + 2 > largest_rank) text_.fail(all.data(), formatted("expected a tensor of rank {} at most", largest_rank));
  }

  PrintedTensor tensor(const char* begin) const {
    PrintedTensor tensor = tensor_of_r(begin);
    tensor.shape = shape_;
    for (const auto& names : names_) tensor.shape.push_back(names.size());
    const std::size_t dims = names_.size();
    std::vector<std::size_t> places(pages_.size());  // of the pages in row-major order
    for (std::size_t page = 0; page < pages_.size(); ++page) {
      std::size_t rest = page;
      std::size_t place = 0;
      for (std::size_t dim = 0; dim < dims; ++dim) {
        const std::size_t size = names_[dim].size();
        if (indices_[page * dims + dim] != rest % size) {
          text_.fail(begin, formatted("the pages are not those of an array of shape {}", shape_text(tensor.shape)));
        }
        place = place * size + rest % size;
        rest /= size;
      }
      places[place] = page;
    }
    if (element_count(tensor.shape) != pages_.size() * pages_.front().size()) {
      text_.fail(begin, formatted("the pages are not those of an array of shape {}", shape_text(tensor.shape)));
    }
    for (std::size_t i = 0; i < pages_.front().size(); ++i) {
      for (const std::size_t page : places) tensor.numbers.push_back(pages_[page][i]);
    }
    tensor.columns = std::max<std::size_t>(shape_[1] * pages_.size(), 1);
    return tensor;
  }

  const PrintText& text_;
  Shape shape_;  ///< of a page
  std::vector<std::vector<NumberToken>> pages_;
  std::vector<std::size_t> indices_;                            ///< those of all pages
  std::vector<std::map<std::string_view, std::size_t>> names_;  ///< of each further dim
};

/// `<2 x 0 x 3 array of double>` and the empty matrix below it.
PrintFound read_empty_r_array(const PrintText& text, WordLine line) {
  const char* const begin = line.words.front().text.data();
  const std::string_view type = line.words.back().text;
  const std::string_view content(begin + 1, type.data());
  Cursor cursor(content);
  PrintedTensor tensor = tensor_of_r(begin);
  tensor.shape = take_sizes(cursor, "x ");
  if (type == "matrix>") text.fail(begin, "expected numbers, found a matrix of R without rows and columns");
  if (!cursor.starts_with("array of") || (type != "double>" && type != "integer>")) return {{}, line.line};
  if (tensor.shape.size() > largest_rank || element_count(tensor.shape) != 0) return {{}, line.line};
  for (line = read_words(text, line.next); !line.words.empty();) line = read_words(text, line.next);
  return {std::move(tensor), line.line};
}

/// Whether the line is the name of a list's element, `[[1]]` or `[[1]][[2]]`.
bool is_r_list_name(const WordLine& line) {
  if (line.words.size() != 1) return false;
  const std::string_view name = line.words.front().text;
  return name.starts_with("[[") && name.ends_with("]]") &&
         name.find_first_not_of("[]0123456789") == std::string_view::npos;
}

/// Whether the line is the first of a print of R with indices, or the name of an element of an inner list.
bool is_of_r_list(const WordLine& line) {
  if (line.words.empty()) return false;
  const std::string_view first = line.words.front().text;
  return bracketed_index(first, "[,", "]") || bracketed_index(first, "[", ",]") || starts_page_of_r(line) ||
         (index_of_r_vector(line) && line.words.size() > 1) ||
         (is_r_list_name(line) && first.find("]][[") != std::string_view::npos);
}
}  // namespace

bool begins_named_vector(const PrintText& text, const char* line) {
  const auto ends_with_blank = [&](const WordLine& each) {
    return each.next > each.line + 1 && each.next[-1] == '\n' && each.next[-2] == ' ';
  };
  const WordLine names = read_words(text, line);
  return ends_with_blank(names) && ends_with_blank(read_words(text, names.next)) &&
         read_named_vector(text, names).tensor;
}

bool may_start_r(const PrintPlace& place) { return may_start_rows(place); }

PrintFound read_r(const PrintPlace& place) {
  const PrintText& text = place.text;
  WordLine line = read_words(text, place.at);
  if (line.words.empty()) return {{}, place.at};
  const std::vector<LineWord>& words = line.words;
  const std::string_view first = words.front().text;
  if (index_of_r_vector(line)) return read_r_vector(text, std::move(line));
  if (is_r_list_name(line) && is_of_r_list(read_words(text, line.next))) return {{}, line.next};
  if (starts_page_of_r(line)) return RArrayReader(text).read(std::move(line));
  if (first == "numeric(0)" && words.size() == 1) {
    PrintedTensor tensor = tensor_of_r(first.data());
    tensor.shape = {0};
    return {std::move(tensor), line.next};
  }
  if (first == "A" && words.size() > 1 && words[1].text == "tibble:") {
    text.fail(first.data(), "a tibble shows three figures of each number; as.data.frame(x) shows seven");
  }
  if (first.size() > 1 && first.front() == '<' && is_digit(first[1])) return read_empty_r_array(text, std::move(line));
  const auto is_indexed = [](const WordLine& each) {
    return !each.words.empty() &&
           (bracketed_index(each.words.front().text, "[,", "]") || bracketed_index(each.words.front().text, "[", ",]"));
  };
  const bool is_indexed_here = is_indexed(line);
  if (is_indexed_here || is_indexed(read_words(text, line.next))) {
    if (std::optional<Table> table = read_table(text, place.at); table && table->is_indexed) {
      const char* const end = table->next;
      return {matrix_of_r(*std::move(table)), end};
    }
    // The index of a row is no number, whatever the row holds.
    return {{}, is_indexed_here ? line.next : place.at};
  }
  return read_named_vector(text, line);
}
}  // namespace softmax::formats
