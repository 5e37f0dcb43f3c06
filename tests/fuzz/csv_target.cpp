#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"

namespace softmax::fuzz {
namespace {

/// A text of digits, points, signs, exponents, commas, quotes, blanks and line ends, with a number in every cell of
/// rows of one length, is a table. Everything else of this alphabet is none.
struct Table {
  std::size_t columns = 0;
  std::vector<double> numbers;
};

std::string without_blanks_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

/// The number of a cell, by the grammar of docs/formats.md, read by strtod.
std::optional<double> number_in(std::string cell) {
  cell = without_blanks_around(cell);
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
    cell = without_blanks_around(cell.substr(1, cell.size() - 2));
  }
  std::size_t at = !cell.empty() && (cell[0] == '-' || cell[0] == '+') ? 1 : 0;
  std::size_t digits = 0;
  const auto take_digits = [&] {
    for (; at < cell.size() && cell[at] >= '0' && cell[at] <= '9'; ++at) ++digits;
  };
  take_digits();
  if (at < cell.size() && cell[at] == '.') ++at;
  take_digits();
  if (digits == 0) return std::nullopt;
  if (at < cell.size() && (cell[at] == 'e' || cell[at] == 'E')) {
    ++at;
    if (at < cell.size() && (cell[at] == '-' || cell[at] == '+')) ++at;
    digits = 0;
    take_digits();
    if (digits == 0) return std::nullopt;
  }
  if (at != cell.size()) return std::nullopt;
  const double number = std::strtod(cell.c_str(), nullptr);
  return std::isinf(number) ? std::nullopt : std::optional(number);
}

/// The cells of a line: a comma in quotes is part of its cell.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (const char c : line) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::optional<Table> slowly_read(const std::string& text) {
  Table table;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.pop_back();
    const std::vector<std::string> cells = cells_of(line);
    if (table.columns == 0) table.columns = cells.size();
    if (cells.size() != table.columns) return std::nullopt;
    for (const std::string& cell : cells) {
      const std::optional<double> number = number_in(cell);
      if (!number) return std::nullopt;
      table.numbers.push_back(*number);
    }
    at = end + 1;
  }
  return table;
}

/// Whether the slow reader knows what such a text means: empty lines, other letters, quotes that run over a line end or
/// are doubled, and lone carriage returns are left to the tests.
bool is_for_slow_reader(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789.eE+-,\" \r\n") != std::string::npos) return false;
  bool is_quoted = false;
  bool is_blank = true;  // the line so far
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' && (is_quoted || is_blank)) return false;
    if (c == '\r' && (at + 1 == text.size() || text[at + 1] != '\n')) return false;
    if (c == '"') {
      if (text.compare(at, 2, "\"\"") == 0) return false;
      is_quoted = !is_quoted;
    }
    is_blank = c == '\n' || (is_blank && (c == ' ' || c == '\r'));
  }
  return !is_quoted && !is_blank;
}

/// With delimiter, header and labels given nothing is guessed: the reader and the slow one agree on every number, and
/// what is no table to one is none to the other.
void check_against_slow_reader(const std::string& text) {
  if (!is_for_slow_reader(text)) return;
  formats::ReadOptions options;
  options.format = formats::Format::csv;
  options.header = formats::HeaderRule::no;
  options.delimiter = ',';
  options.label_columns = 0;
  const Reading reading = read_every_way(text, options);
  const std::optional<Table> table = slowly_read(text);
  if (!table) {
    expect(!reading.error.empty(), "a text that is no table of numbers was read");
    return;
  }
  expect(reading.error.empty(), fmt::format("a table of numbers was refused: {}", reading.error));
  expect(reading.tensors.size() == 1, "a table is one tensor");
  const std::size_t rows = table->numbers.size() / table->columns;
  const Shape shape = table->columns == 1 ? Shape{rows} : Shape{rows, table->columns};
  Tensor expected{shape, Dtype::float64, table->numbers};
  expect(reading.tensors[0].shape == shape,
         fmt::format("shape {} is {}", shape_text(shape), shape_text(reading.tensors[0].shape)));
  expect_same_values(reading.tensors[0], expected, "against the slow reader");
}

}  // namespace

/// The size of the text chooses how it is read.
void check_csv(std::string_view bytes) {
  check_against_slow_reader(std::string(bytes));
  formats::ReadOptions options;
  options.format = formats::Format::csv;
  switch (bytes.size() / 2 % 4) {
    case 0:
      options.header = formats::HeaderRule::yes;
      options.dtype = Dtype::float32;
      break;
    case 1:
      options.header = formats::HeaderRule::no;
      options.delimiter = ' ';
      break;
    case 2:
      options.label_columns = 1;
      options.digits = true;
      break;
    default:
      break;
  }
  for (const Tensor& tensor : read_every_way(bytes, options).tensors) {
    expect_round_trip(tensor, formats::Format::csv);
    expect_round_trip(tensor, formats::Format::tsv);
  }
}

}  // namespace softmax::fuzz
