#include <string>

#include <doctest/doctest.h>

#include "formats/csv/cells.h"

using namespace softmax;
using namespace softmax::formats;

namespace {

/// The hint on the last cell of a line.
std::string hint(const std::string& line, char delimiter = ';', bool may_be_surplus = true) {
  const Text text("line", line);
  RowWalker walker(text.bytes(), delimiter);
  Cell cell = walker.take(text);
  while (walker.next()) cell = walker.take(text);
  return cell_hint(cell, walker.end(), may_be_surplus);
}

}  // namespace

TEST_CASE("an empty cell after the last delimiter, and no other") {
  const std::string last_delimiter = ": the line ends with a delimiter; remove it if no number is missing";
  CHECK(hint("1;2;\n") == last_delimiter);
  CHECK(hint("1;2; \r\n") == last_delimiter);
  CHECK(hint("1;2;") == last_delimiter);
  CHECK(hint("1;2;", ';', false) == ": --missing nan reads it as NaN");
  CHECK(hint("1;2;\"\"") == ": --missing nan reads it as NaN");
  CHECK(hint("1;2;x").empty());
}

TEST_CASE("a carriage return inside of a line") {
  const std::string carriage_return = ": a carriage return alone does not end a line";
  CHECK(hint("1;2\r3") == carriage_return);
  CHECK(hint("1;2\r\n") != carriage_return);
}

TEST_CASE("a comma where a number has its point") {
  const std::string decimal_comma = ": numbers have a decimal point, not a comma";
  CHECK(hint("0,5") == decimal_comma);
  CHECK(hint("1;-1,5e3") == decimal_comma);
  CHECK(hint("1,\"0,5\"", ',') == decimal_comma);
  CHECK(hint("1,5,6").empty());
  CHECK(hint("a,b").empty());
  CHECK(hint(",").empty());
}
