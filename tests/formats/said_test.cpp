#include <doctest/doctest.h>

#include "formats/reader.h"

using softmax::formats::said_of_case;
using softmax::formats::said_of_expected;

TEST_CASE("messages about the expected text name the options that count there") {
  CHECK(said_of_expected("choose one with --pointer /a") == "choose one with --expect-pointer /a");
  CHECK(said_of_expected("--pointer a: expected a pointer; try --pointer /a") ==
        "--expect-pointer a: expected a pointer; try --expect-pointer /a");
  CHECK(said_of_expected("a number (--from text takes more)") == "a number (--expect-from text takes more)");
  CHECK(said_of_expected("--pointer /data --shape 2,3 reads it") == "--expect-pointer /data reads it");
  CHECK(said_of_expected("--pointer /a --missing nan reads it") == "--expect-pointer /a --missing nan reads it");
  CHECK(said_of_expected("--shape 2,3 does not fit") == "--shape 2,3 does not fit");
  CHECK(said_of_expected("--header yes or --header no says what it is") ==
        "--header yes or --header no says what it is");
  CHECK(said_of_expected("choose one with --pointer") == "choose one with --expect-pointer");
  CHECK(said_of_expected("found \"--pointer\" and a--from") == "found \"--pointer\" and a--from");
}

TEST_CASE("messages about a case name its members") {
  CHECK(said_of_case("choose one with --pointer /a") == "choose one with \"pointer\": \"/a\"");
  CHECK(said_of_case("--pointer a: expected a pointer") == "\"pointer\": \"a\": expected a pointer");
  CHECK(said_of_case("--pointer \"\": expected an array") == "\"pointer\": \"\": expected an array");
  CHECK(said_of_case("a number (--from text takes more)") == "a number (\"from\": \"text\" takes more)");
  CHECK(said_of_case("--pointer /data --shape 2,3 reads it") == "\"pointer\": \"/data\", \"shape\": [2,3] reads it");
  CHECK(said_of_case("--header yes takes it, --label-columns 1, too") ==
        "\"header\": \"yes\" takes it, \"label_columns\": 1, too");
  CHECK(said_of_case("raw numbers need --dtype TYPE and --shape SIZES: it") ==
        "raw numbers need \"dtype\": \"TYPE\" and \"shape\": [SIZES]: it");
  CHECK(said_of_case("--dim names dim 0 twice") == "\"dim\" names dim 0 twice");
  CHECK(said_of_case("and --label-columns is 2") == "and \"label_columns\" is 2");
  CHECK(said_of_case("") == "");
}
