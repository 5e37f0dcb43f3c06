#include "formats/csv/header.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {

constexpr std::string_view candidates = "\t;,";  // the preferred first

/// Where a byte stands among the candidates; their number when it is none.
std::size_t preference(char c) {
  std::size_t place = 0;
  while (place < candidates.size() && candidates[place] != c) ++place;
  return place;
}

void refuse_ambiguous(char delimiter) {
  const bool is_alphanumeric = (delimiter >= '0' && delimiter <= '9') || (delimiter >= 'a' && delimiter <= 'z') ||
                               (delimiter >= 'A' && delimiter <= 'Z');
  if (is_alphanumeric || std::string_view("+-.\"\r\n").find(delimiter) != std::string_view::npos) {
    throw Error(formatted(
        "--delimiter: expected a byte other than letters, digits, signs, points, quotes and line ends, found {}",
        token_text(&delimiter, &delimiter + 1)));
  }
}

/// The most preferred candidate that the first line has outside quotes, if any. A quote opens only where a cell begins.
std::optional<char> delimiter_in_first_line(std::string_view text) {
  std::size_t best = candidates.size();
  bool is_in_quotes = false;
  bool is_cell_start = true;
  for (const char c : text) {
    if (is_in_quotes) {
      is_in_quotes = c != '"';  // the second of a doubled quote opens again
    } else if (c == '\n') {
      break;
    } else if (c == '"' && is_cell_start) {
      is_in_quotes = true;
    } else {
      const std::size_t candidate = preference(c);
      is_cell_start = c == ' ' || candidate < candidates.size();
      best = std::min(best, candidate);
    }
  }
  if (best == candidates.size()) return std::nullopt;
  return candidates[best];
}

/// What the first line is made of, its label columns aside.
struct FirstLine {
  bool has_numbers = false;
  std::optional<Cell> other;  ///< the first cell that is no number
  std::size_t other_column = 0;
  const char* end = nullptr;
};

/// Moves behind the cell that begins here; gives it when it is no number.
std::optional<Cell> take_other(Cells& cells) {
  double value;
  const NumberEnd number = read_cell_number(cells.skip_blanks(), cells.end(), Dtype::float64, value);
  if (number.status != NumberStatus::not_a_number && cells.finish(number.end)) return std::nullopt;
  const Cell cell = cells.take();
  if (is_number(cell)) return std::nullopt;  // in quotes
  return cell;
}

FirstLine survey(Cells cells, std::size_t label_columns) {
  FirstLine line;
  std::size_t column = 0;
  for (; column < label_columns; ++column) {
    cells.take();
    line.end = cells.at();
    if (!cells.next()) return line;
  }
  do {
    const std::optional<Cell> other = take_other(cells);
    if (!other) {
      line.has_numbers = true;
    } else if (!line.other) {
      line.other = other;
      line.other_column = column;
    }
    ++column;
  } while (cells.next());
  line.end = cells.at();
  return line;
}

/// Bytes that no header has; a file of some other kind would show itself by them.
void refuse_control_bytes(const Text& text, const char* first, const char* last) {
  const auto is_foreign = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
  };
  const char* foreign = std::find_if(first, last, is_foreign);
  if (foreign != last) text.fail_expecting(foreign, "a number");
}

}  // namespace

char csv_delimiter(const Text& text, const ReadOptions& options, Format format) {
  if (options.delimiter) {
    refuse_ambiguous(*options.delimiter);
    return *options.delimiter;
  }
  if (format == Format::tsv) return '\t';
  return delimiter_in_first_line(text.bytes()).value_or(' ');
}

bool has_csv_header(const Text& text, const Cells& cells, const ReadOptions& options) {
  if (options.header != HeaderRule::automatic) return options.header == HeaderRule::yes;
  Cells start = cells;
  start.skip_blanks();
  if (start.at_line_end()) return false;

  const FirstLine line = survey(cells, options.label_columns);
  if (!line.has_numbers) {
    refuse_control_bytes(text, cells.at(), line.end);
    return true;
  }
  if (!line.other) return false;
  if (const std::string hint = cell_hint(*line.other, cells.end(), true); !hint.empty()) {
    text.fail(line.other->begin, formatted("expected a number, found {}{}", cell_text(*line.other), hint));
  }
  const bool is_leading = line.other_column == options.label_columns;
  text.fail(line.other->begin,
            formatted("expected a number, found {}: the first line has numbers too; "
                      "--header yes or --header no says what it is{}",
                      cell_text(*line.other), is_leading ? ", " + label_hint(options.label_columns) : ""));
}

std::string csv_header_note(std::string_view header) {
  constexpr std::size_t longest = 80;
  const std::string_view shown = beginning_of(header.substr(0, header.find_first_of("\r\n")), longest);
  return formatted("header: {}{}", printable(shown), shown.size() < header.size() ? "..." : "");
}

}  // namespace softmax::formats
