#include "read/text.h"

#include <string>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::read;
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
                         Row{6, 2, 4, "cd\r", 3}, Row{7, 3, 1, "", 0}, Row{8, 4, 1, "ef", 0}, Row{10, 4, 3, "ef", 2}}) {
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

TEST_CASE("characters that nobody sees, or that a terminal obeys, show as their bytes or as question marks") {
  // U+009B, with which terminals begin commands; a no-break space; U+202E, which turns a line; a byte order mark.
  const Text text("input", "a\xC2\x9B\xC2\xA0\xE2\x80\xAE\xEF\xBB\xBFX");
  CHECK(printable(text.begin(), text.end()) == "a\\xC2\\x9B\\xC2\\xA0\\xE2\\x80\\xAE\\xEF\\xBB\\xBFX");
  CHECK(text.place(text.begin()).excerpt == "a??????????X");
  // Their neighbours are seen.
  const std::string seen = "\xC2\xA1\xC3\xA9\xE2\x80\x90\xE2\x80\xA7\xEF\xBC\x81\xF0\x9F\x98\x80";
  const Text others("input", seen);
  CHECK(printable(others.begin(), others.end()) == seen);
  CHECK(others.place(others.begin()).excerpt == seen);
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

// RFC 3629, section 4: the syntax of UTF-8 byte sequences, each row at an edge of it.
TEST_CASE("utf8_length knows what is UTF-8") {
  struct Row {
    std::string bytes;
    std::size_t length;
  };
  for (const Row& row : {Row{std::string(1, '\0'), 1},
                         Row{"\x7F", 1},
                         Row{"\x80", 0},
                         Row{"\xBF", 0},
                         Row{"\xC0\x80", 0},
                         Row{"\xC1\xBF", 0},
                         Row{"\xC2\x80", 2},
                         Row{"\xDF\xBF", 2},
                         Row{"\xC2", 0},
                         Row{"\xC2\x41", 0},
                         Row{"\xC2\xC0", 0},
                         Row{"\xE0\x9F\xBF", 0},
                         Row{"\xE0\xA0\x80", 3},
                         Row{"\xED\x9F\xBF", 3},
                         Row{"\xED\xA0\x80", 0},
                         Row{"\xED\xBF\xBF", 0},
                         Row{"\xEE\x80\x80", 3},
                         Row{"\xEF\xBF\xBF", 3},
                         Row{"\xE2\x82", 0},
                         Row{"\xE2\x82\x41", 0},
                         Row{"\xF0\x8F\xBF\xBF", 0},
                         Row{"\xF0\x90\x80\x80", 4},
                         Row{"\xF4\x8F\xBF\xBF", 4},
                         Row{"\xF4\x90\x80\x80", 0},
                         Row{"\xF5\x80\x80\x80", 0},
                         Row{"\xF0\x9F\x98", 0},
                         Row{"\xFE", 0},
                         Row{"\xFF", 0}}) {
    CAPTURE(row.bytes);
    CHECK(utf8_length(row.bytes.data(), row.bytes.data() + row.bytes.size()) == row.length);
  }
}
