#include "formats/reader.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/csv/body.h"
#include "formats/csv/cells.h"
#include "formats/csv/columns.h"
#include "formats/csv/opening.h"
#include "formats/csv/rows.h"
#include "formats/format.h"
#include "formats/gathering.h"
#include "formats/printed/printers.h"
#include "io/input.h"
#include "io/pieces.h"
#include "text/decimal.h"
#include "text/text.h"

namespace softmax::formats {
namespace {
/// The shape of a table: 1-D when every row is a single cell.
Shape csv_shape(std::size_t elements, const Columns& columns) {
  if (columns.width() == 1) return {elements};
  return {elements / columns.numbers, columns.numbers};
}

/// Leaves out header and labels: after a change of shape there are no rows and columns that they name.
void drop_names(CsvFrame& frame, std::vector<std::string>& notes) {
  const bool has_labels = !frame.labels.empty();
  if (!frame.has_header && !has_labels) return;
  notes.push_back(formatted("--shape changes the shape: {}{}{} left out", frame.has_header ? "the header" : "",
                            frame.has_header && has_labels ? " and " : "", has_labels ? "the labels" : ""));
  frame = CsvFrame{frame.delimiter, false, {}, {}, {}};
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
    if (options_.digits) {
      Print& print = document.print.emplace();
      if (table.frame.delimiter == ' ') print.printer = &printer_of_rows(table.tokens);
      print.numbers = printed_numbers(table.tokens);
      print.shows_rank = options_.shape.has_value();
    }
    document.frame = std::move(table.frame);
    return document;
  }

  /// Reads a text of many rows without quotes, with or without a header. Returns nothing for any other text.
  template <Real T>
  std::optional<Table<T>> plain_table(TextPieces& pieces) const {
    if (options_.digits || pieces.is_short()) return std::nullopt;
    const std::optional<std::string> comment = skip_comment(pieces);
    const Text line(input_.name(), std::string(pieces.first_line()));
    const bool is_whole = line.bytes().ends_with('\n') && line.bytes().find('"') == std::string_view::npos;
    if (!is_whole || kind_of_line(line.bytes()) != LineKind::row) return std::nullopt;
    Table<T> table;
    table.frame.delimiter = csv_delimiter(line.bytes(), options_, format());
    RowWalker walker(line.bytes(), table.frame.delimiter);
    if (walker.is_empty()) return std::nullopt;
    std::optional<Opening> opening;
    try {
      opening = opening_of_line(line, walker, options_);
    } catch (const Error&) {  // the text is read whole, with the same error
    }
    if (!opening) return std::nullopt;
    if (opening->has_header) pieces.skip(pieces.first_line().size());
    const Columns* columns = opening->columns.are_all() ? nullptr : &opening->columns;
    std::optional<PlainRows<T>> rows =
        read_plain_rows<T>(pieces, table.frame.delimiter, dtype(), options_.threads, columns);
    if (!rows || rows->columns != opening->columns.width()) return std::nullopt;
    if (comment) table.notes.push_back(comments_note(*comment, 1));
    take_opening(*opening, table);
    take_rows(rows->values, rows->labels, *opening, table);
    return table;
  }

  /// Leaves out a comment on the first line, as numpy.savetxt writes it, and returns it.
  std::optional<std::string> skip_comment(TextPieces& pieces) const {
    std::string line(pieces.first_line());
    constexpr std::string_view octave = "# Created by Octave";
    const bool is_plain = line.ends_with('\n') && !line.starts_with(octave) && may_have_comments(options_);
    if (!is_plain || kind_of_line(line) != LineKind::comment) return std::nullopt;
    pieces.skip(line.size());
    return line;
  }

  template <Real T>
  Table<T> whole_table(const Text& text) const {
    Table<T> table;
    const Body body = body_of(text, options_);
    if (!body.comments.empty()) table.notes.push_back(comments_note(body.comments.front(), body.comments.size()));
    if (body.delimiter) table.notes.push_back(formatted("left out: sep={}", *body.delimiter));
    ReadOptions options = options_;
    if (!options.delimiter) options.delimiter = body.delimiter;
    table.frame.delimiter = csv_delimiter(body.text, options, format());
    RowWalker walker(body.text, table.frame.delimiter);
    if (walker.is_empty()) fail("no tensor: the input is empty");

    const Opening opening = opening_of(text, walker, options);
    take_opening(opening, table);
    if (!opening.has_rows) {
      fail(
          "no tensor: the first line is taken for a header, and no row follows; --header no shows what is not a number "
          "in it");
    }
    Rows<T> rows(text, walker, opening, dtype(), options_);
    ParsingProgress parsing(*options_.progress, text);
    rows.read(parsing);
    table.tokens = std::move(rows.tokens());
    take_rows(rows.values(), rows.labels(), opening, table);
    return table;
  }

  template <Real T>
  static void take_opening(const Opening& opening, Table<T>& table) {
    table.frame.has_header = opening.has_header;
    table.frame.header = opening.header;
    table.frame.label_places = opening.columns.label_places();
    table.notes.insert(table.notes.end(), opening.notes.begin(), opening.notes.end());
  }

  template <Real T>
  static void take_rows(std::vector<T>& values, std::vector<std::string>& labels, const Opening& opening,
                        Table<T>& table) {
    table.shape = csv_shape(values.size(), opening.columns);
    table.frame.labels = std::move(labels);
    table.values = std::move(values);
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
