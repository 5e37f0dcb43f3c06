#include "formats/reader.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/cells.h"
#include "formats/csv/rows.h"
#include "formats/format.h"
#include "formats/gathering.h"
#include "io/input.h"
#include "io/pieces.h"
#include "text/decimal.h"
#include "text/text.h"

namespace softmax::formats {
namespace {
/// The shape of a table with rows of `width` cells, labels included.
Shape csv_shape(std::size_t elements, std::size_t width, std::size_t label_columns) {
  if (width == 1) return {elements};
  const std::size_t columns = width - label_columns;
  return {elements / columns, columns};
}

/// Leaves out header and labels: after a change of shape there are no rows and columns that they name.
void drop_names(CsvFrame& frame, std::vector<std::string>& notes) {
  const bool has_labels = !frame.labels.empty();
  if (!frame.has_header && !has_labels) return;
  notes.push_back(formatted("--shape changes the shape: {}{}{} left out", frame.has_header ? "the header" : "",
                            frame.has_header && has_labels ? " and " : "", has_labels ? "the labels" : ""));
  frame = CsvFrame{frame.delimiter, false, {}, {}};
}

class CsvReader : public Reader {
 public:
  CsvReader(Input input, const ReadOptions& options, Format format)
      : Reader(format), input_(std::move(input)), options_(options) {}

  std::optional<Document> next() override {
    if (was_read_) return std::nullopt;
    was_read_ = true;
    return options_.dtype.value_or(Dtype::float64) == Dtype::float64 ? document<double>() : document<float>();
  }

  bool is_sequence() const override { return false; }

 private:
  /// What is read from a file, with and without its pieces.
  template <Real T>
  struct Table {
    CsvFrame frame;
    std::vector<std::string> notes;
    Shape shape;
    std::vector<T> values;
    std::vector<NumberToken> tokens;
  };

  template <Real T>
  Document document() {
    TextPieces pieces(input_, '\n', options_.piece_size);
    std::optional<Table<T>> plain = plain_table<T>(pieces);
    if (plain) return document(std::move(*plain));
    const Text text(input_.name(), pieces.whole());
    return document(whole_table<T>(text));
  }

  /// The text of the tokens must still exist.
  template <Real T>
  Document document(Table<T> table) const {
    Document document;
    document.dtype = dtype();
    document.shape = std::move(table.shape);
    document.notes = std::move(table.notes);
    if (options_.shape) {
      Shape shape = reshaped(*options_.shape, table.values.size());
      if (shape != document.shape) drop_names(table.frame, document.notes);
      document.shape = std::move(shape);
    }
    document.values = memory_source(std::move(table.values));
    if (options_.digits) document.print.emplace().numbers = printed_numbers(table.tokens, WholeNumbers::exact);
    document.frame = std::move(table.frame);
    return document;
  }

  /// Reads a text of many rows of nothing but numbers, with or without a header. Returns nothing for any other text.
  template <Real T>
  std::optional<Table<T>> plain_table(TextPieces& pieces) const {
    if (options_.label_columns > 0 || options_.digits || pieces.is_short()) return std::nullopt;
    const Text line(input_.name(), std::string(pieces.first_line()));
    if (!line.bytes().ends_with('\n') || line.bytes().find('"') != std::string_view::npos) return std::nullopt;
    Table<T> table;
    table.frame.delimiter = csv_delimiter(line.bytes(), options_, format());
    const RowWalker walker(line.bytes(), table.frame.delimiter);
    if (walker.is_empty()) return std::nullopt;

    std::size_t width = 0;
    try {
      if (has_csv_header(line, walker, options_)) {
        Rows<T> header(line, walker, dtype(), 0, false);
        take_header(header, table);
        width = header.width();
        pieces.skip(pieces.first_line().size());
      }
    } catch (const Error&) {
      return std::nullopt;  // the text is read whole, with the same error
    }
    std::optional<PlainRows<T>> rows = read_plain_rows<T>(pieces, table.frame.delimiter, dtype(), options_.threads);
    if (!rows || (width > 0 && width != rows->columns)) return std::nullopt;
    table.shape = csv_shape(rows->values.size(), rows->columns, 0);
    table.values = std::move(rows->values);
    return table;
  }

  template <Real T>
  Table<T> whole_table(const Text& text) const {
    Table<T> table;
    table.frame.delimiter = csv_delimiter(text.bytes(), options_, format());
    const RowWalker walker(text.bytes(), table.frame.delimiter);
    if (walker.is_empty()) fail("no tensor: the input is empty");

    Rows<T> rows(text, walker, dtype(), options_.label_columns, options_.digits);
    if (has_csv_header(text, walker, options_)) take_header(rows, table);
    ParsingProgress parsing(*options_.progress, text);
    rows.read(parsing);
    if (rows.values().empty()) {
      fail(
          "no tensor: the first line is taken for a header, and no row follows; --header no shows what is not a number "
          "in it");
    }
    table.frame.labels = std::move(rows.labels());
    table.shape = csv_shape(rows.values().size(), rows.width(), options_.label_columns);
    table.values = std::move(rows.values());
    table.tokens = std::move(rows.tokens());
    return table;
  }

  template <Real T>
  static void take_header(Rows<T>& rows, Table<T>& table) {
    table.frame.has_header = true;
    table.frame.header = rows.header();
    table.notes.push_back(csv_header_note(table.frame.header));
  }

  Dtype dtype() const { return options_.dtype.value_or(Dtype::float64); }

  [[noreturn]] void fail(const std::string& message) const {
    Place place;
    place.source = input_.name();
    throw Error(std::move(place), message);
  }

  Input input_;
  ReadOptions options_;
  bool was_read_ = false;
};
}  // namespace

/// Reads rows of numbers as one tensor: 1-D when every row is a single cell, else 2-D. The document always has a
/// CsvFrame, in which header and labels pass through. `format` is csv or tsv.
std::unique_ptr<Reader> csv_reader(Input input, const ReadOptions& options, Format format) {
  return std::make_unique<CsvReader>(std::move(input), options, format);
}
}  // namespace softmax::formats
