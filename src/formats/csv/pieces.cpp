#include "formats/csv/pieces.h"

#include <string_view>
#include <utility>

#include "formats/csv/cells.h"
#include "formats/gathering.h"

namespace softmax::formats {
namespace {

template <Real T>
struct CsvPiece {
  std::vector<T> values;
  std::size_t bytes = 0;
  std::size_t columns = 0;  ///< of each row; 0 without rows
  bool is_end = false;      ///< nothing but blanks is behind them
};

/// Reads the rows of a piece of text. Line ends and blanks mean what they mean to Cells (read/csv_cells.h).
template <Real T>
class PieceParser {
 public:
  PieceParser(std::string_view text, char delimiter, Dtype dtype)
      : at_(text.data()), last_(text.data() + text.size()), delimiter_(delimiter), dtype_(dtype) {}

  /// Whether the text is rows of numbers of one length, and then perhaps lines of blanks.
  bool parse(CsvPiece<T>& piece) {
    piece.columns = 0;
    piece.is_end = false;
    while (at_ < last_) {
      const std::size_t before = piece.values.size();
      skip_blanks();
      if (at_line_end()) return piece.is_end = is_blank_to_end();
      if (!row(piece.values)) return false;
      const std::size_t columns = piece.values.size() - before;
      if (piece.columns == 0) piece.columns = columns;
      if (piece.columns != columns) return false;
    }
    return true;
  }

 private:
  /// From the first number of a line to behind its end.
  bool row(std::vector<T>& values) {
    for (;;) {
      T value;
      if (!number(value)) return false;
      values.push_back(value);
      const bool is_separated = skip_blanks();
      if (at_line_end()) {
        if (at_ < last_) at_ += *at_ == '\r' ? 2 : 1;
        return true;
      }
      if (delimiter_ == ' ') {
        if (!is_separated) return false;
      } else {
        if (*at_ != delimiter_) return false;
        ++at_;
        skip_blanks();
      }
    }
  }

  bool number(T& value) {
    if (const char* end = read_plain_number(at_, last_, dtype_, value)) {
      at_ = end;
      return true;
    }
    const NumberEnd number = read_cell_number(at_, last_, dtype_, value);
    at_ = number.end;
    return number.status == NumberStatus::valid;
  }

  /// Whether there were any.
  bool skip_blanks() {
    const char* before = at_;
    while (at_ < last_ && is_blank(*at_)) ++at_;
    return at_ > before;
  }

  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }

  bool at_line_end() const {
    return at_ == last_ || *at_ == '\n' || (*at_ == '\r' && last_ - at_ > 1 && at_[1] == '\n');
  }

  bool is_blank_to_end() const {
    const char* at = at_;
    while (at < last_ && (is_blank(*at) || *at == '\n' || *at == '\r')) ++at;
    return at == last_;
  }

  const char* at_;
  const char* last_;
  char delimiter_;
  Dtype dtype_;
};

}  // namespace

template <Real T>
std::optional<PlainRows<T>> read_plain_csv(TextPieces& pieces, char delimiter, Dtype dtype, unsigned threads) {
  PlainRows<T> rows;
  bool is_end = false;
  const bool is_plain = read_pieces<CsvPiece<T>>(
      pieces, threads,
      [&](std::string_view text, CsvPiece<T>& piece) {
        piece.values.clear();
        piece.bytes = text.size();
        return PieceParser<T>(text, delimiter, dtype).parse(piece);
      },
      [&](const CsvPiece<T>& piece) {
        if (piece.columns > 0) {
          if (is_end || (rows.columns > 0 && rows.columns != piece.columns)) return false;
          rows.columns = piece.columns;
          append_values(piece.values, piece.bytes, pieces, rows.values);
        }
        is_end = piece.is_end;
        return true;
      });
  if (!is_plain || rows.columns == 0) return std::nullopt;
  return rows;
}

template std::optional<PlainRows<float>> read_plain_csv(TextPieces& pieces, char delimiter, Dtype dtype,
                                                        unsigned threads);
template std::optional<PlainRows<double>> read_plain_csv(TextPieces& pieces, char delimiter, Dtype dtype,
                                                         unsigned threads);

}  // namespace softmax::formats
