#include "read/csv_dialect.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/error.h"

namespace softmax::read {
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
    throw Error(fmt::format(
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

}  // namespace

char csv_delimiter(const Text& text, const Options& options, Format format) {
  if (options.delimiter) {
    refuse_ambiguous(*options.delimiter);
    return *options.delimiter;
  }
  if (format == Format::tsv) return '\t';
  return delimiter_in_first_line(text.bytes()).value_or(' ');
}

}  // namespace softmax::read
