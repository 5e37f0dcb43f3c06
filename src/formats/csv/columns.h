#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/cells.h"
#include "formats/reader.h"

namespace softmax::formats {
/// Which cells of each row are numbers; the others pass through.
struct Columns {
  std::vector<bool> are_numbers;  ///< for each cell of a row; at least one is
  std::size_t numbers = 0;        ///< how many are

  std::size_t width() const { return are_numbers.size(); }
  bool are_all() const { return numbers == width(); }

  /// Before which of a row's numbers cells pass through (CsvFrame::label_places).
  std::vector<std::size_t> label_places() const;
};

/// All columns but the first `labels`; labels < width.
Columns columns_after(std::size_t labels, std::size_t width);

/// The LIST of --columns: names, and ranges counted from 1, with commas between them. A name that holds commas or
/// quotes, or that looks like a range, is in double quotes, as in CSV.
class ColumnList {
 public:
  /// Throws Error for a list that has an empty part or a range that can't be.
  explicit ColumnList(const std::string& list);

  bool has_names() const;

  /// Whether the list is sure to have the first column.
  bool has_first() const;

  /// The columns of rows of that width. The header, if there is one, may lack the cells over the first columns. Throws
  /// Error, with what there is, for names and numbers that the rows do not have, and for a column that is listed twice.
  Columns of(std::size_t width, const std::optional<std::vector<Cell>>& header) const;

 private:
  struct Part {
    std::string text;  ///< as it was typed
    std::optional<std::string> name;
    std::size_t first = 0;  ///< of a range; from 0, both included
    std::size_t last = 0;
  };

  Part part_of(const std::string& text, bool was_quoted) const;
  std::size_t column_named(const std::string& name, std::size_t width,
                           const std::optional<std::vector<Cell>>& header) const;
  [[noreturn]] void fail(const std::string& message) const;

  std::string list_;
  std::vector<Part> parts_;
};

/// The name in a header's cell: without quotes around it, and with one quote for two inside them.
std::string name_in(const Cell& cell);
}  // namespace softmax::formats
