#include "text/cursor.h"

#include <optional>
#include <string_view>

#include <doctest/doctest.h>

using softmax::Cursor;

TEST_CASE("a cursor moves over what it takes and stays where it takes nothing") {
  Cursor cursor("size 2x345, rest");
  CHECK(cursor.peek() == 's');
  CHECK_FALSE(cursor.take_if("sizes"));
  CHECK(cursor.take_if("size"));
  CHECK_FALSE(cursor.take_size());
  cursor.skip_blanks();
  CHECK(cursor.take_size() == 2);
  CHECK_FALSE(cursor.take_if(','));
  CHECK(cursor.take_if('x'));
  CHECK(cursor.take_size() == 345);
  CHECK(cursor.take_any_of(", ") == ", ");
  CHECK(cursor.rest() == "rest");
  CHECK(cursor.take_while([](char c) { return c != 't'; }) == "res");
  CHECK(cursor.starts_with('t'));
}

TEST_CASE("a cursor stops at the end of its text, whatever comes after it") {
  const std::string_view text = "12345";
  Cursor cursor(text.substr(0, 2));
  CHECK(cursor.take_size() == 12);
  CHECK(cursor.is_at_end());
  CHECK(cursor.peek() == '\0');
  CHECK_FALSE(cursor.take_if('3'));
  CHECK_FALSE(cursor.take_if("3"));
  CHECK_FALSE(cursor.take_size());
  cursor.skip_blanks();
  CHECK(cursor.at() == text.data() + 2);
}

TEST_CASE("a size that no machine holds is not taken") {
  Cursor cursor("99999999999999999999999");
  CHECK_FALSE(cursor.take_size());
  CHECK(cursor.peek() == '9');
}
