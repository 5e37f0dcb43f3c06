#include <string>

#include <doctest/doctest.h>

#include "formats/csv/body.h"

using namespace softmax;
using namespace softmax::formats;

namespace {

char delimiter_of(const std::string& bytes, const ReadOptions& options = {},
                  formats::Format format = formats::Format::csv) {
  return csv_delimiter(bytes, options, format);
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
