#include <string>

#include <doctest/doctest.h>

#include "formats/csv/header.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

char delimiter_of(const std::string& bytes, const ReadOptions& options = {},
                  formats::Format format = formats::Format::csv) {
  const Text text("test", bytes);
  return csv_delimiter(text, options, format);
}

}  // namespace

TEST_CASE("the delimiter is the most preferred one that line 1 has") {
  const struct {
    const char* text;
    char delimiter;
  } table[] = {
      {"1,2\n", ','},   {"1;2\n", ';'},  {"1\t2\n", '\t'},  {"1,5;2,5\n", ';'}, {"1,2;3\t4", '\t'},
      {"1 2 3\n", ' '}, {"1\n2\n", ' '}, {"1\n2,3\n", ' '}, {"", ' '},          {"1, 2", ','},
  };
  for (const auto& [text, delimiter] : table) {
    CAPTURE(text);
    CHECK(delimiter_of(text) == delimiter);
  }
}

TEST_CASE("delimiters inside quotes do not count") {
  CHECK(delimiter_of("\"a;b\",c\n") == ',');
  CHECK(delimiter_of("\"a\"\";\"\"b\",c\n") == ',');
  CHECK(delimiter_of("\"a\n\tb\",c\n") == ',');  // the quoted line end does not end line 1
  CHECK(delimiter_of("\"a,b\"\n") == ' ');
  CHECK(delimiter_of("x, \"a;b\"\n") == ',');
  CHECK(delimiter_of("5\" pipe;6\" pipe\n") == ';');  // a quote inside a cell is an ordinary byte
}

TEST_CASE("--delimiter and tsv decide alone") {
  ReadOptions options;
  options.delimiter = '|';
  CHECK(delimiter_of("1,2\t3", options) == '|');
  CHECK(delimiter_of("1,2\t3", options, formats::Format::tsv) == '|');
  options.delimiter = ' ';
  CHECK(delimiter_of("1,2", options) == ' ');
  CHECK(delimiter_of("1,2", {}, formats::Format::tsv) == '\t');
}

TEST_CASE("a delimiter that numbers or quotes are made of is refused") {
  for (const char delimiter : std::string("059aezAEZ+-.\"\r\n")) {
    CAPTURE(delimiter);
    ReadOptions options;
    options.delimiter = delimiter;
    CHECK_THROWS_AS(delimiter_of("1,2", options), Error);
  }
  ReadOptions options;
  options.delimiter = 'e';
  CHECK(refusal([&] { delimiter_of("1,2", options); }) ==
        "--delimiter: expected a byte other than letters, digits, signs, points, quotes and line ends, found \"e\"");
}
