#include "text/text.h"

#include <string>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using softmax::test::refusal;

TEST_CASE("a byte order mark is no part of the text and counts for no column") {
  const Text text("input", "\xEF\xBB\xBF[x]");
  CHECK(text.bytes() == "[x]");
  CHECK(text.place(text.begin() + 1).column == 2);
  CHECK(text.place(text.begin() + 1).excerpt == "[x]");
  CHECK(Text("input", "\xEF\xBB").bytes() == "\xEF\xBB");
  CHECK(Text("input", "").bytes().empty());
}

TEST_CASE("a NUL can be read behind the text") {
  const Text text("input", "1");
  CHECK(*text.end() == '\0');
  const Text empty("input", "");
  CHECK(*empty.end() == '\0');
}

TEST_CASE("places count lines and columns in bytes from 1") {
  const Text text("input", "ab\ncd\r\n\nef");
  struct Row {
    std::size_t offset, line, column;
    std::string excerpt;
    std::size_t caret;
  };
  for (const Row& row : {Row{0, 1, 1, "ab", 0}, Row{2, 1, 3, "ab", 2}, Row{3, 2, 1, "cd", 0}, Row{5, 2, 3, "cd", 2},
                         Row{6, 2, 4, "cd?", 3}, Row{7, 3, 1, "", 0}, Row{8, 4, 1, "ef", 0}, Row{10, 4, 3, "ef", 2}}) {
    CAPTURE(row.offset);
    const Place place = text.place(text.begin() + row.offset);
    CHECK(place.source == "input");
    CHECK(place.line == row.line);
    CHECK(place.column == row.column);
    CHECK(place.excerpt == row.excerpt);
    CHECK(place.caret == row.caret);
  }
  const Text ends_with_line_feed("input", "ab\n");
  CHECK(ends_with_line_feed.place(ends_with_line_feed.end()).line == 2);
  CHECK(ends_with_line_feed.place(ends_with_line_feed.end()).column == 1);
}

TEST_CASE("the excerpt of a long line is cut around the place, never inside a character") {
  const Text ascii("input", std::string(100, 'a') + "X" + std::string(100, 'b'));
  const Place place = ascii.place(ascii.begin() + 100);
  CHECK(place.column == 101);
  CHECK(place.excerpt == "..." + std::string(60, 'a') + "X" + std::string(29, 'b') + "...");
  CHECK(place.caret == 63);
  CHECK(place.excerpt[place.caret] == 'X');

  std::string umlauts = "a";
  for (int i = 0; i < 100; ++i) umlauts += "\xC3\xA4";
  const Text wide("input", umlauts + "X" + umlauts);
  const Place middle = wide.place(wide.begin() + umlauts.size());
  CHECK(middle.excerpt[middle.caret] == 'X');
  CHECK(middle.excerpt.starts_with("...\xC3"));
  CHECK(middle.excerpt.ends_with("\xC3\xA4..."));
}

TEST_CASE("bytes of the excerpt that are no UTF-8 show as question marks, each in its place") {
  const Text text("input", "\xFF\xC3\xA4\xE9X\xE2\x82");
  const Place place = text.place(text.begin() + 4);
  CHECK(place.excerpt == "?\xC3\xA4?X??");
  CHECK(place.excerpt[place.caret] == 'X');
}

TEST_CASE("in an excerpt, characters that nobody sees show as question marks") {
  const Text text("input", "a\xC2\x9B\xE2\x80\xAEX\x1B\tY");
  CHECK(text.place(text.begin()).excerpt == "a?????X?\tY");
}

TEST_CASE("fail and fail_expecting throw with the place") {
  const Text text("input", "[1,\nx]");
  CHECK(refusal([&] { text.fail(text.begin() + 1, "no"); }) == "1:2: no");
  CHECK(refusal([&] { text.fail_expecting(text.begin() + 4, "a number"); }) == "2:1: expected a number, found \"x\"");
}

TEST_CASE("token_text shows what stands at a place") {
  struct Row {
    std::string text, shown;
  };
  for (const Row& row : {Row{"", "the end of the input"},
                         Row{"\nx", "the end of the line"},
                         Row{"\r\nx", "the end of the line"},
                         Row{"\rx", "the byte 0x0D"},
                         Row{"\x01x", "the byte 0x01"},
                         Row{std::string(1, '\0'), "the byte 0x00"},
                         Row{"\x7f", "the byte 0x7F"},
                         Row{"x", "\"x\""},
                         Row{"x]", "\"x\""},
                         Row{"1.5abc,2", "\"1.5abc\""},
                         Row{"]]", "\"]\""},
                         Row{",1", "\",\""},
                         Row{"\"x\"]", "\"x\""},
                         Row{"\"x y, z\"]", "\"x y, z\""},
                         Row{"\"a\\\"b\" c", "\"a\\\"b\""},
                         Row{"\"a\\\\\" c", "\"a\\\\\""},
                         Row{"\"open", "\"open"},
                         Row{"\"open\\", "\"open\\"},
                         Row{"\"open\n\"", "\"open"},
                         Row{"1(2", "\"1\""},
                         Row{"abcdefghijklmnopqrstuvwxyz", "\"abcdefghijklmnopqrstuvwx...\""},
                         Row{"\"abcdefghijklmnopqrstuvwxyz\"", "\"abcdefghijklmnopqrstuvw..."},
                         Row{"\xC3\xA4\xC3\xB6", "\"\xC3\xA4\xC3\xB6\""},
                         Row{"aaaaaaaaaaaaaaaaaaaaaaa\xC3\xA4", "\"aaaaaaaaaaaaaaaaaaaaaaa...\""},
                         Row{"\xFF", "\"\\xFF\""},
                         Row{"1\xC3", "\"1\\xC3\""},
                         Row{"\xED\xA0\x80", "\"\\xED\\xA0\\x80\""}}) {
    CAPTURE(row.text);
    CHECK(token_text(row.text.data(), row.text.data() + row.text.size()) == row.shown);
  }
}
