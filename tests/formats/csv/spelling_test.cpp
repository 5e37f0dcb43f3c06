#include "formats/csv/spelling.h"

#include <string>

#include <doctest/doctest.h>

using softmax::formats::is_index_name;
using softmax::formats::is_missing;
using softmax::formats::is_nearly_number;
using softmax::formats::spelling_hint;

TEST_CASE("numbers in another spelling are no names, and messages say what is wrong with them") {
  const struct {
    const char* content;
    const char* hint;
  } table[] = {
      {"0,5", ": numbers have a decimal point, not a comma"},
      {"-1,5e3", ": numbers have a decimal point, not a comma"},
      {"1,234.5", ": numbers have no separator of thousands"},
      {"1.234.567", ": numbers have no separator of thousands"},
      {"1.234,5", ": numbers have no separator of thousands"},
      {"1 000", ": numbers have no separator of thousands"},
      {"1\u00A0000", ": numbers have no separator of thousands"},
      {"1'000", ": numbers have no separator of thousands"},
      {"1_000", ": numbers have no separator of thousands"},
      {"1%", ": write a percentage as a fraction, 0.5 for 50%"},
      {"12.5 %", ": write a percentage as a fraction, 0.5 for 50%"},
      {"$1", ": numbers have no currency sign"},
      {"1.50 \u20AC", ": numbers have no currency sign"},
      {"\u22121", ": a minus is the - of ASCII"},
      {"\u20131.5", ": a minus is the - of ASCII"},
      {"(1.50)", ": a negative number has a - before it, no parentheses"},
      {"0x1F", ": numbers are decimal"},
      {"-0X1p3", ": numbers are decimal"},
      {"1.5D+01", ": an exponent starts with e"},
      {"1+2i", ": complex numbers are not read"},
      {"(1.5-2j)", ": complex numbers are not read"},
      {"1/2", ": write a fraction as a decimal number"},
      {"\uFF11", ": the digits are those of ASCII"},
      {"\u221E", ": write inf for infinity"},
      {"-\u221E", ": write inf for infinity"},
      {"1.2(3)", ""},
      {"1|2", ": --delimiter '|' if it is between numbers"},
      {"2024-01-31", ""},
      {"1 2", ""},
      {"1,5,6", ""},
      {"+-4", ""},
  };
  for (const auto& [content, hint] : table) {
    CAPTURE(content);
    CHECK(is_nearly_number(content));
    CHECK(spelling_hint(content) == hint);
  }
}

TEST_CASE("names are not taken for numbers") {
  for (const char* name :
       {"",      "a",      "1st", "1 star", "e1",  "1e", "x1",  "0xyz", "5 kg", "2nd-3rd", "1/2/2024",
        "12:30", "\u20AC", "%",   "+",      "a,b", "i",  "3rd", "v1.2", "1.5",  "nan",     "-inf"}) {
    CAPTURE(name);
    CHECK_FALSE(is_nearly_number(name));
  }
}

TEST_CASE("words for missing numbers, in any case") {
  for (const char* word : {"", "NA", "na", "N/A", "#N/A", "<NA>", "NULL", "null", "None", "NaT", "-", "--", "?", "."}) {
    CAPTURE(word);
    CHECK(is_missing(word));
    CHECK(spelling_hint(word) == ": --missing nan reads it as NaN");
  }
  for (const char* word : {"0", "n", "nah", "nan", "undefined", "no"}) {
    CAPTURE(word);
    CHECK_FALSE(is_missing(word));
  }
}

TEST_CASE("hints on words") {
  CHECK(spelling_hint("TRUE") == ": write 1 for true and 0 for false");
  CHECK(spelling_hint("#DIV/0!") == ": a spreadsheet had an error in this cell");
  CHECK(spelling_hint("'1'") == ": quotes are double, not single");
  CHECK(spelling_hint("12:30") == ": --delimiter ':' if it is between numbers");
  CHECK(spelling_hint("many").empty());
}

TEST_CASE("names of columns that number the rows") {
  for (const char* name :
       {"id", "ID", "Index", "idx", "Row", "Unnamed: 0", "#", "year", "image_id", "ImageId", "imageID"}) {
    CAPTURE(name);
    CHECK(is_index_name(name));
  }
  for (const char* name : {"", "grid", "valid", "logit", "x", "ids", "Android", "iD2"}) {
    CAPTURE(name);
    CHECK_FALSE(is_index_name(name));
  }
}
