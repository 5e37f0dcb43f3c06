#include "formats/csv/cells.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

using Table = std::vector<std::vector<std::string>>;

/// Every cell as the text has it.
Table cells_of(const std::string& bytes, char delimiter) {
  const Text text("test", bytes);
  RowWalker walker(text.bytes(), delimiter);
  Table rows;
  do {
    rows.emplace_back();
    do {
      const Cell cell = walker.take(text);
      rows.back().emplace_back(cell.begin, cell.end);
    } while (walker.next());
  } while (walker.next_row());
  return rows;
}

std::string cell_shown(const std::string& bytes, char delimiter = ',') {
  const Text text("test", bytes);
  RowWalker walker(text.bytes(), delimiter);
  return cell_text(walker.take(text));
}

}  // namespace

TEST_CASE("cells are cut at delimiters, without the blanks around them") {
  CHECK(cells_of("1,2\n3,4\n", ',') == Table{{"1", "2"}, {"3", "4"}});
  CHECK(cells_of("1,2\r\n3,4", ',') == Table{{"1", "2"}, {"3", "4"}});
  CHECK(cells_of(" 1 \t,\t2 ", ',') == Table{{"1", "2"}});
  CHECK(cells_of("a b,c\n", ',') == Table{{"a b", "c"}});
  CHECK(cells_of("1,,2,\n", ',') == Table{{"1", "", "2", ""}});
  CHECK(cells_of(" 1\t\t2 \n", '\t') == Table{{"1", "", "2"}});  // a tab is no blank when it delimits
  CHECK(cells_of("1|2\n", '|') == Table{{"1", "2"}});
}

TEST_CASE("runs of blanks delimit, and mean nothing around a line") {
  CHECK(cells_of("1 2\t 3\n", ' ') == Table{{"1", "2", "3"}});
  CHECK(cells_of("  1   2  \n3 4\n", ' ') == Table{{"1", "2"}, {"3", "4"}});
  CHECK(cells_of("1,2 3\n", ' ') == Table{{"1,2", "3"}});
}

TEST_CASE("lines of blanks at the end are left out, others stay") {
  CHECK(cells_of("1\n\n  \n\t\r\n", ',') == Table{{"1"}});
  CHECK(cells_of("1\n   ", ',') == Table{{"1"}});
  CHECK(cells_of("1\n\n2", ',') == Table{{"1"}, {""}, {"2"}});
  CHECK(cells_of("1\n\t\n", '\t') == Table{{"1"}, {"", ""}});  // a delimiter is no blank line
  for (const char* text : {"", "\n", " ", " \n\r\n \t"}) {
    CAPTURE(text);
    const Text blank("test", text);
    CHECK(RowWalker(blank.bytes(), ',').is_empty());
  }
}

TEST_CASE("quoted cells hold delimiters, line ends and doubled quotes") {
  CHECK(cells_of("\"a,b\",\"c\nd\",\"e\"\"f\"\n", ',') == Table{{"\"a,b\"", "\"c\nd\"", "\"e\"\"f\""}});
  CHECK(cells_of(" \"a\" , \"\" \n", ',') == Table{{"\"a\"", "\"\""}});
  CHECK(cells_of("\"a b\" \"c\"\n", ' ') == Table{{"\"a b\"", "\"c\""}});
  CHECK(cells_of("5\"x,y\"\n", ',') == Table{{"5\"x", "y\""}});  // a quote inside a cell is an ordinary byte
}

TEST_CASE("what quotes hold") {
  const std::string bytes = "\" 1.5 \",\"\",\" \",2";
  const Text text("test", bytes);
  RowWalker walker(text.bytes(), ',');
  CHECK(walker.take(text).content() == "1.5");
  CHECK(walker.next());
  CHECK(walker.take(text).content().empty());
  CHECK(walker.next());
  CHECK(walker.take(text).content().empty());
  CHECK(walker.next());
  CHECK(walker.take(text).content() == "2");
  CHECK_FALSE(walker.next());
}

TEST_CASE("quotes that do not end a cell are refused") {
  CHECK(refusal([] { cells_of("1,\"2\n3", ','); }) ==
        "1:3: expected a closing quote to this one, found the end of the input");
  CHECK(refusal([] { cells_of("1\n\"2\"\"\n", ','); }) ==
        "2:1: expected a closing quote to this one, found the end of the input");
  CHECK(refusal([] { cells_of("\"1\" 2,3\n", ','); }) ==
        "1:5: expected the end of the cell after its closing quote, found \"2\"");
  CHECK(refusal([] { cells_of("\"1\"2 3\n", ' '); }) ==
        "1:4: expected the end of the cell after its closing quote, found \"2\"");
}

TEST_CASE("how messages show a cell") {
  CHECK(cell_shown("x y,1") == "\"x y\"");
  CHECK(cell_shown("\"x\",1") == "\"x\"");
  CHECK(cell_shown(",1") == "an empty cell");
  CHECK(cell_shown("\" \",1") == "an empty cell");
  CHECK(cell_shown(std::string("\0x,1", 4)) == "the byte 0x00");
  CHECK(cell_shown("a\x01z,1") == "\"a...\"");
  CHECK(cell_shown("abcdefghijklmnopqrstuvwxyz,1") == "\"abcdefghijklmnopqrstuvwx...\"");
  CHECK(cell_shown("abcdefghijklmnopqrstuvw\xC3\xA9z,1") == "\"abcdefghijklmnopqrstuvw...\"");  // no half of an é
  CHECK(cell_shown("\xFF,1") == "\"\\xFF\"");
}
