#include "text/utf8.h"

#include <doctest/doctest.h>

using softmax::wrapped;

TEST_CASE("lines are as long as fits, and no longer") {
  CHECK(wrapped("", 5).empty());
  CHECK(wrapped("word", 5) == "word");
  CHECK(wrapped("ab cd", 5) == "ab cd");
  CHECK(wrapped("ab cde", 5) == "ab\ncde");
  CHECK(wrapped("a b c d e f", 5) == "a b c\nd e f");
  CHECK(wrapped("a longer word", 5) == "a\nlonger\nword");
}
