#include "formats/csv/cells.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

using Lines = std::vector<std::vector<std::string>>;

/// Every cell as it stands.
Lines lines_of(const std::string& bytes, char delimiter) {
  const Text text("test", bytes);
  Cells cells(text, delimiter);
  Lines lines;
  do {
    lines.emplace_back();
    do {
      const Cell cell = cells.take();
      lines.back().emplace_back(cell.begin, cell.end);
    } while (cells.next());
  } while (cells.next_line());
  return lines;
}

std::string shown(const std::string& bytes, char delimiter = ',') {
  const Text text("test", bytes);
  Cells cells(text, delimiter);
  return cell_text(cells.take());
}

}  // namespace

TEST_CASE("cells are cut at delimiters and stand without the blanks around them") {
  CHECK(lines_of("1,2\n3,4\n", ',') == Lines{{"1", "2"}, {"3", "4"}});
  CHECK(lines_of("1,2\r\n3,4", ',') == Lines{{"1", "2"}, {"3", "4"}});
  CHECK(lines_of(" 1 \t,\t2 ", ',') == Lines{{"1", "2"}});
  CHECK(lines_of("a b,c\n", ',') == Lines{{"a b", "c"}});
  CHECK(lines_of("1,,2,\n", ',') == Lines{{"1", "", "2", ""}});
  CHECK(lines_of(" 1\t\t2 \n", '\t') == Lines{{"1", "", "2"}});  // a tab is no blank when it delimits
  CHECK(lines_of("1|2\n", '|') == Lines{{"1", "2"}});
}

TEST_CASE("runs of blanks delimit, and mean nothing around a line") {
  CHECK(lines_of("1 2\t 3\n", ' ') == Lines{{"1", "2", "3"}});
  CHECK(lines_of("  1   2  \n3 4\n", ' ') == Lines{{"1", "2"}, {"3", "4"}});
  CHECK(lines_of("1,2 3\n", ' ') == Lines{{"1,2", "3"}});
}

TEST_CASE("lines of blanks at the end are left out, further up they stay") {
  CHECK(lines_of("1\n\n  \n\t\r\n", ',') == Lines{{"1"}});
  CHECK(lines_of("1\n   ", ',') == Lines{{"1"}});
  CHECK(lines_of("1\n\n2", ',') == Lines{{"1"}, {""}, {"2"}});
  CHECK(lines_of("1\n\t\n", '\t') == Lines{{"1"}, {"", ""}});  // a delimiter is no blank line
  for (const char* text : {"", "\n", " ", " \n\r\n \t"}) {
    CAPTURE(text);
    const Text blank("test", text);
    CHECK(Cells(blank, ',').is_empty());
  }
}

TEST_CASE("quoted cells hold delimiters, line ends and doubled quotes") {
  CHECK(lines_of("\"a,b\",\"c\nd\",\"e\"\"f\"\n", ',') == Lines{{"\"a,b\"", "\"c\nd\"", "\"e\"\"f\""}});
  CHECK(lines_of(" \"a\" , \"\" \n", ',') == Lines{{"\"a\"", "\"\""}});
  CHECK(lines_of("\"a b\" \"c\"\n", ' ') == Lines{{"\"a b\"", "\"c\""}});
  CHECK(lines_of("5\"x,y\"\n", ',') == Lines{{"5\"x", "y\""}});  // a quote inside a cell is an ordinary byte
}

TEST_CASE("what quotes hold") {
  const std::string bytes = "\" 1.5 \",\"\",\" \",2";
  const Text text("test", bytes);
  Cells cells(text, ',');
  CHECK(cells.take().content() == "1.5");
  CHECK(cells.next());
  CHECK(cells.take().content().empty());
  CHECK(cells.next());
  CHECK(cells.take().content().empty());
  CHECK(cells.next());
  CHECK(cells.take().content() == "2");
  CHECK_FALSE(cells.next());
}

TEST_CASE("quotes that do not end a cell are refused") {
  CHECK(refusal([] { lines_of("1,\"2\n3", ','); }) ==
        "1:3: expected a closing quote to this one, found the end of the input");
  CHECK(refusal([] { lines_of("1\n\"2\"\"\n", ','); }) ==
        "2:1: expected a closing quote to this one, found the end of the input");
  CHECK(refusal([] { lines_of("\"1\" 2,3\n", ','); }) ==
        "1:5: expected the end of the cell behind its closing quote, found \"2\"");
  CHECK(refusal([] { lines_of("\"1\"2 3\n", ' '); }) ==
        "1:4: expected the end of the cell behind its closing quote, found \"2\"");
}

TEST_CASE("how messages show a cell") {
  CHECK(shown("x y,1") == "\"x y\"");
  CHECK(shown("\"x\",1") == "\"x\"");
  CHECK(shown(",1") == "an empty cell");
  CHECK(shown("\" \",1") == "an empty cell");
  CHECK(shown(std::string("\0x,1", 4)) == "the byte 0x00");
  CHECK(shown("a\x01z,1") == "\"a...\"");
  CHECK(shown("abcdefghijklmnopqrstuvwxyz,1") == "\"abcdefghijklmnopqrstuvwx...\"");
  CHECK(shown("abcdefghijklmnopqrstuvw\xC3\xA9z,1") == "\"abcdefghijklmnopqrstuvw...\"");  // no half of an é
  CHECK(shown("\xFF,1") == "\"\\xFF\"");
}
