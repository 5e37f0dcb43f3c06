#include "text/utf8.h"

#include <cstddef>
#include <string>

#include <doctest/doctest.h>

using namespace softmax;

TEST_CASE("characters that nobody sees, or that a terminal obeys, show as their bytes or as question marks") {
  // U+009B, with which terminals begin commands; a no-break space; U+202E, which turns a line; a byte order mark.
  const std::string hidden = "a\xC2\x9B\xC2\xA0\xE2\x80\xAE\xEF\xBB\xBFX";
  CHECK(printable(hidden) == "a\\xC2\\x9B\\xC2\\xA0\\xE2\\x80\\xAE\\xEF\\xBB\\xBFX");
  CHECK(printable_in_place(hidden) == "a??????????X");
  // Blanks wider and narrower than a blank, fillers, what chooses a glyph or tags a text.
  for (const std::string character :
       {"\xE1\x9A\x80", "\xE1\xA0\x8E", "\xE2\x80\x80", "\xE2\x80\x8A", "\xE3\x80\x80", "\xE3\x85\xA4", "\xE1\x85\x9F",
        "\xEF\xB8\x8F", "\xEF\xBE\xA0", "\xF0\x9D\x85\xB3", "\xF3\xA0\x81\x81"}) {
    CHECK(printable_in_place(character) == std::string(character.size(), '?'));
  }
  // Their neighbours are seen.
  const std::string seen = "\xC2\xA1\xC3\xA9\xE2\x80\x90\xE2\x80\xA7\xEF\xBC\x81\xF0\x9F\x98\x80";
  CHECK(printable(seen) == seen);
  CHECK(printable_in_place(seen) == seen);
}

TEST_CASE("control characters and what is no UTF-8 show as their bytes; a tab stays") {
  CHECK(printable("\x1B[31m\n\t\x7F\xFF\xC3") == "\\x1B[31m\\x0A\t\\x7F\\xFF\\xC3");
  CHECK(printable_in_place("\x1B[31m\n\t\x7F\xFF\xC3") == "?[31m?\t???");
}

TEST_CASE("a beginning ends between two characters") {
  CHECK(beginning_of("abc", 3) == "abc");
  CHECK(beginning_of("abc", 2) == "ab");
  CHECK(beginning_of("a\xC3\xA4", 2) == "a");
  CHECK(beginning_of("a\xC3\xA4", 3) == "a\xC3\xA4");
  CHECK(beginning_of("\xF0\x9F\x98\x80", 3).empty());
  CHECK(beginning_of("ab\xF0\x9F\x98\x80", 5) == "ab");
  // What continues nothing is no character.
  CHECK(beginning_of("-\xA3\xA3\xA3\xA3\xA3", 4) == "-\xA3\xA3\xA3");
  CHECK(beginning_of("\xA3\xA3\xA3\xA3\xA3\xA3", 5) == "\xA3\xA3\xA3\xA3\xA3");
  CHECK(beginning_of("\xC3\xA4\xA4\xA4", 3) == "\xC3\xA4\xA4");
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

TEST_CASE("lines are as long as fits, and no longer") {
  CHECK(wrapped("", 5).empty());
  CHECK(wrapped("word", 5) == "word");
  CHECK(wrapped("ab cd", 5) == "ab cd");
  CHECK(wrapped("ab cde", 5) == "ab\ncde");
  CHECK(wrapped("a b c d e f", 5) == "a b c\nd e f");
  CHECK(wrapped("a longer word", 5) == "a\nlonger\nword");
}
