#include "formats/reader.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "support/piped_input.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

namespace softmax::formats {
OpenReader csv_reader;  // the table of formats has it
}

using namespace softmax;
using namespace softmax::formats;
using softmax::test::piped_input;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

Document read_csv(std::string_view bytes, const ReadOptions& options = {},
                  formats::Format format = formats::Format::csv) {
  const TemporaryFile file(bytes);
  const auto reader = csv_reader(Input::open(file.path()), options, format);
  std::optional<Document> document = reader->next();
  REQUIRE(document.has_value());
  CHECK_FALSE(reader->next().has_value());
  CHECK_FALSE(reader->is_sequence());
  CHECK(reader->format() == format);
  return std::move(*document);
}

std::string refusal_of(std::string_view bytes, const ReadOptions& options = {},
                       formats::Format format = formats::Format::csv) {
  return refusal([&] { read_csv(bytes, options, format); });
}

template <Real T>
std::vector<T> values_of(Document& document) {
  Buffer buffer;
  const auto values = document.values->read(0, element_count(document.shape), buffer).as<T>();
  return {values.begin(), values.end()};
}

const CsvFrame& frame_of(const Document& document) { return std::get<CsvFrame>(document.frame); }

ReadOptions with_labels(std::size_t columns) {
  ReadOptions options;
  options.label_columns = columns;
  return options;
}

ReadOptions with_header(HeaderRule rule) {
  ReadOptions options;
  options.header = rule;
  return options;
}

ReadOptions with_shape(std::vector<long> shape) {
  ReadOptions options;
  options.shape = std::move(shape);
  return options;
}

using Doubles = std::vector<double>;

}  // namespace

TEST_CASE("rows of numbers") {
  const struct {
    const char* text;
    Shape shape;
    Doubles values;
    char delimiter;
  } table[] = {
      {"1,2,3\n4,5,6\n", {2, 3}, {1, 2, 3, 4, 5, 6}, ','},
      {"1,2,3\r\n4,5,6\r\n\r\n", {2, 3}, {1, 2, 3, 4, 5, 6}, ','},
      {"1;2\n3;4", {2, 2}, {1, 2, 3, 4}, ';'},
      {"1\t2\n", {1, 2}, {1, 2}, '\t'},
      {"1 2 3\n", {1, 3}, {1, 2, 3}, ' '},
      {"  1   2  \n3 \t4\n\n", {2, 2}, {1, 2, 3, 4}, ' '},
      {"1.000e+00 -2.5e-01\n3.0e+00 4.0e+00\n", {2, 2}, {1, -0.25, 3, 4}, ' '},
      {"1\n2\n3\n", {3}, {1, 2, 3}, ' '},
      {"1 \n 2\n", {2}, {1, 2}, ' '},
      {"7", {1}, {7}, ' '},
      {"\"1\",\" 2 \"\n 3 , \"4\" \n", {2, 2}, {1, 2, 3, 4}, ','},
      {"+1,-2,+.5,5.\n", {1, 4}, {1, -2, 0.5, 5}, ','},
      {"\xEF\xBB\xBF"
       "1,2\n",
       {1, 2},
       {1, 2},
       ','},
      {"1e-400,-0\n", {1, 2}, {0, -0.0}, ','},
  };
  for (const auto& row : table) {
    CAPTURE(row.text);
    Document document = read_csv(row.text);
    CHECK(document.shape == row.shape);
    CHECK(document.dtype == Dtype::float64);
    CHECK(values_of<double>(document) == row.values);
    CHECK(frame_of(document).delimiter == row.delimiter);
    CHECK_FALSE(frame_of(document).has_header);
    CHECK(frame_of(document).labels.empty());
    CHECK(document.notes.empty());
  }
}

TEST_CASE("one number a line is 1-D whatever the delimiter would be") {
  CHECK(read_csv("1\n2\n", {}, formats::Format::tsv).shape == Shape{2});
  ReadOptions options;
  options.delimiter = ',';
  CHECK(read_csv("1\n2\n", options).shape == Shape{2});
  CHECK(read_csv("a,1\nb,2\n", with_labels(1)).shape == Shape{2, 1});
}

TEST_CASE("nan and infinities in any case") {
  Document document = read_csv("nan,NaN,-nan,inf,-INF,+Infinity,\"-infinity\"\n");
  const Doubles values = values_of<double>(document);
  REQUIRE(values.size() == 7);
  for (int i = 0; i < 3; ++i) CHECK(std::isnan(values[static_cast<std::size_t>(i)]));
  CHECK(values[3] == HUGE_VAL);
  CHECK(values[4] == -HUGE_VAL);
  CHECK(values[5] == HUGE_VAL);
  CHECK(values[6] == -HUGE_VAL);
}

TEST_CASE("numbers are read in the dtype") {
  ReadOptions options;
  options.dtype = Dtype::float32;
  Document document = read_csv("0.1,16777217\n", options);
  CHECK(document.dtype == Dtype::float32);
  CHECK(values_of<float>(document) == std::vector<float>{0.1F, 16777216.0F});
  options.dtype = Dtype::bfloat16;  // 8 bits of significand: 257 lies between 256 and 258, and goes to the even one
  document = read_csv("257,3\n", options);
  CHECK(values_of<float>(document) == std::vector<float>{256, 3});

  const struct {
    const char* text;
    Dtype dtype;
    const char* refusal;
  } table[] = {
      {"1,1e400\n", Dtype::float64, "1:3: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308"},
      {"1, -\"1e400\"", Dtype::float64,
       "1:4: expected a number, found \"-\"1e400\"\": the first line has numbers too; "
       "--header yes or --header no says what it is"},
      {"1,\"-1e400\"\n", Dtype::float64, "1:3: -1e400 is beyond float64, whose largest is 1.7976931348623157e+308"},
      {"1\n1e39\n", Dtype::float32, "2:1: 1e39 is beyond float32, whose largest is 3.4028235e+38"},
      {"+70000\n", Dtype::float16, "1:1: +70000 is beyond float16, whose largest is 65504"},
  };
  for (const auto& row : table) {
    CAPTURE(row.text);
    options.dtype = row.dtype;
    CHECK(refusal_of(row.text, options) == row.refusal);
  }
}

TEST_CASE("a first line without numbers is a header") {
  Document document = read_csv("a, b ,\"c,d\"\r\n1,2,3\n");
  CHECK(document.shape == Shape{1, 3});
  CHECK(frame_of(document).has_header);
  CHECK(frame_of(document).header == "a, b ,\"c,d\"");
  CHECK(document.notes == std::vector<std::string>{"header: a, b ,\"c,d\""});

  document = read_csv("score\n1\n2\n");
  CHECK(document.shape == Shape{2});
  CHECK(frame_of(document).header == "score");

  document = read_csv("id,a,b\n7,1,2\n", with_labels(1));
  CHECK(frame_of(document).header == "id,a,b");
  document = read_csv("0,a,b\n7,1,2\n", with_labels(1));  // label columns say nothing about the header
  CHECK(frame_of(document).header == "0,a,b");
}

TEST_CASE("a header's note is short and of one line") {
  const std::string header = std::string(79, 'a') + "\xC3\xA9" + ",b";
  CHECK(read_csv(header + "\n1,2\n").notes[0] == "header: " + std::string(79, 'a') + "...");
  CHECK(read_csv("\"a\nb\",c\n1,2\n").notes[0] == "header: \"a...");
  CHECK(read_csv("\xFF,b\n1,2\n").notes[0] == "header: \\xFF,b");
}

TEST_CASE("--header decides alone") {
  Document document = read_csv("1,2\n3,4\n", with_header(HeaderRule::yes));
  CHECK(frame_of(document).header == "1,2");
  CHECK(values_of<double>(document) == Doubles{3, 4});
  document = read_csv("a,2\n3,4\n", with_header(HeaderRule::yes));
  CHECK(values_of<double>(document) == Doubles{3, 4});
  CHECK(refusal_of("a,2\n", with_header(HeaderRule::no)) ==
        "1:1: expected a number, found \"a\": --label-columns N passes the first N columns through (N is 0 now)");
  CHECK(refusal_of("2,a\n", with_header(HeaderRule::no)) == "1:3: expected a number, found \"a\"");
}

TEST_CASE("labels pass through with the delimiter after them") {
  Document document = read_csv("\"x, y\",1,2\r\n z ,3,4\n", with_labels(1));
  CHECK(document.shape == Shape{2, 2});
  CHECK(values_of<double>(document) == Doubles{1, 2, 3, 4});
  CHECK(frame_of(document).labels == std::vector<std::string>{"\"x, y\",", " z ,"});

  document = read_csv(" a  b \t 1 2\nc d 3 4\n", [] {
    ReadOptions options = with_labels(2);
    options.delimiter = ' ';
    return options;
  }());
  CHECK(frame_of(document).labels == std::vector<std::string>{" a  b \t ", "c d "});
  CHECK(values_of<double>(document) == Doubles{1, 2, 3, 4});

  document = read_csv("n\tk\tv\na\t1\t2\n", with_labels(2));
  CHECK(frame_of(document).header == "n\tk\tv");
  CHECK(frame_of(document).labels == std::vector<std::string>{"a\t1\t"});
}

TEST_CASE("--shape drops the names when it changes the shape") {
  Document document = read_csv("1 2 3 4 5 6\n", with_shape({2, -1}));
  CHECK(document.shape == Shape{2, 3});
  CHECK(document.notes.empty());

  ReadOptions options = with_shape({4});
  options.label_columns = 1;
  document = read_csv("n,a,b\nx,1,2\ny,3,4\n", options);
  CHECK(document.shape == Shape{4});
  CHECK_FALSE(frame_of(document).has_header);
  CHECK(frame_of(document).header.empty());
  CHECK(frame_of(document).labels.empty());
  CHECK(frame_of(document).delimiter == ',');
  CHECK(document.notes ==
        std::vector<std::string>{"header: n,a,b", "--shape changes the shape: the header and the labels left out"});

  options.shape = {2, 2};
  document = read_csv("n,a,b\nx,1,2\ny,3,4\n", options);
  CHECK(frame_of(document).has_header);
  CHECK(frame_of(document).labels.size() == 2);
}

TEST_CASE("what can't be read is refused at the first byte of the token") {
  const struct {
    std::string text;
    const char* refusal;
  } table[] = {
      {"1,2\n3,x\n", "2:3: expected a number, found \"x\": --columns LIST says which columns are numbers"},
      {"1,2\n3, 4x\n", "2:4: expected a number, found \"4x\": --columns LIST says which columns are numbers"},
      {"1,2\n3,4 5\n", "2:3: expected a number, found \"4 5\""},
      {"1,2\n3,\"y z\"\n", "2:3: expected a number, found \"y z\": --columns LIST says which columns are numbers"},
      {"1,2\n3,+-4\n", "2:3: expected a number, found \"+-4\""},
      {"1,2\n3,0x10\n", "2:3: expected a number, found \"0x10\": numbers are decimal"},
      {"1,2\n3,1_000\n", "2:3: expected a number, found \"1_000\": numbers have no separator of thousands"},
      {"1;2\n3;4,5\n", "2:3: expected a number, found \"4,5\": numbers have a decimal point, not a comma"},
      {"1 2\n3 4,5\n", "2:3: expected a number, found \"4,5\": numbers have a decimal point, not a comma"},
      {"0,5;1,5\n2,5;3,5\n",
       "1:1: expected a number, found \"0,5\": numbers have a decimal point, not a comma; --header yes takes the line "
       "for a header"},
      {"0,5;1\n2,5;3\n", "1:1: expected a number, found \"0,5\": numbers have a decimal point, not a comma"},
      {"1;1,5,6\n",
       "1:3: expected a number, found \"1,5,6\": the first line has numbers too; --header yes or --header no "
       "says what it is"},
      {"1,2\n3,\n", "2:3: expected a number, found an empty cell: --missing nan reads it as NaN"},
      {"1,2\n,3\n", "2:1: expected a number, found an empty cell: --missing nan reads it as NaN"},
      {"1,2\n3, \"\"\n", "2:4: expected a number, found an empty cell: --missing nan reads it as NaN"},
      {"1,2,\n",
       "1:5: expected a number, found an empty cell: the line ends with a delimiter; remove it if no "
       "number is missing"},
      {"1,2,\r\n3,4,\r\n",
       "1:5: expected a number, found an empty cell: the line ends with a delimiter; remove it if no "
       "number is missing"},
      {"1,2\n3,", "2:3: expected a number, found an empty cell: --missing nan reads it as NaN"},
      {"a,b,\n1,2\n",
       "1:5: expected a name, found an empty cell: the line ends with a delimiter; remove it, or --header yes takes "
       "the "
       "line as it is"},
      {"a,,c\n1,2,3\n", "1:3: expected a name, found an empty cell: --header yes takes the line as it is"},
      {"1,2\r3,4\r", "1:3: expected a number, found \"2...\": a carriage return alone does not end a line"},
      {"1,2\n\x1A,4\n", "2:1: expected a number, found the byte 0x1A"},
      {"1,2\n%\xE2\xE3,4\n", "2:1: expected a number, found \"%\\xE2\\xE3\""},
      {"1,2\n\n3,4\n", "2:1: expected a number, found the end of the line"},
      {"1,2\n  \r\n3,4\n", "2:3: expected a number, found the end of the line"},
      {"\n1,2\n", "1:1: expected a number, found the end of the line"},
      {"1\n\n2\n", "2:1: expected a number, found the end of the line"},
      {"1,2,3\n4,5\n", "2:4: the row has 2 cells, the first has 3"},
      {"1,2,3\n4,5  \n6,7,8\n", "2:6: the row has 2 cells, the first has 3"},
      {"1,2,3\n4", "2:2: the row has 1 cell, the first has 3"},
      {"1,2\n4,5, 6,7\n", "2:6: the row has 4 cells, the first has 2"},
      {"1,2\n4,5,\n", "2:5: the row has 3 cells, the first has 2"},
      {"1 2\n4 5 6 \n", "2:5: the row has 3 cells, the first has 2"},
      {"1\n2\n3 4\n", "3:3: the row has 2 cells, the first has 1"},
      {"a,b\n1,2,3\n",
       "2:5: the row has 3 cells, the header has 2: --label-columns 1 says that the first column has the names of the "
       "rows"},
      {"a,b,c\n1,2\n", "2:4: the row has 2 cells, the header has 3"},
      {"a,1,2\n",
       "1:1: expected a number, found \"a\": the first line has numbers too; --header yes or --header no "
       "says what it is, --label-columns N passes the first N columns through (N is 0 now)"},
      {"1,a,2\n",
       "1:3: expected a number, found \"a\": the first line has numbers too; --header yes or --header no "
       "says what it is"},
      {"h,i\na,2\n",
       "2:1: expected a number, found \"a\": --label-columns N passes the first N columns through (N is 0 now)"},
      {"1,\"2\n", "1:3: expected a closing quote to this one, found the end of the input"},
      {std::string("1,\0\n2,3\n", 8),
       "1:3: expected a number, found the byte 0x00: the first line has numbers too; "
       "--header yes or --header no says what it is"},
      {std::string("1,2\n3,\0\n", 8), "2:3: expected a number, found the byte 0x00"},
      {std::string("\0a\n1\n", 5), "1:1: expected a number, found the byte 0x00"},
      {"a\x1B[1m\n1\n", "1:2: expected a number, found the byte 0x1B"},
      {"1\n2\x01\n", "2:1: expected a number, found \"2...\""},
      {"", "no tensor: the input is empty"},
      {"\xEF\xBB\xBF", "no tensor: the input is empty"},
      {" \n\t\n\r\n", "no tensor: the input is empty"},
      {"a,b\n",
       "no tensor: the first line is taken for a header, and no row follows; --header no shows what is not a number "
       "in it"},
      {"hello",
       "no tensor: the first line is taken for a header, and no row follows; --header no shows what is not a number "
       "in it"},
  };
  for (const auto& row : table) {
    CAPTURE(row.text);
    CHECK(refusal_of(row.text) == row.refusal);
  }
}

TEST_CASE("rows that labels leave without numbers are refused") {
  CHECK(refusal_of("a\n", with_labels(1)) ==
        "1:2: expected a number after the labels: the row has 1 cell, and --label-columns is 1");
  ReadOptions no_header = with_labels(2);
  no_header.header = HeaderRule::no;
  CHECK(refusal_of("a,b\n", no_header) ==
        "1:4: expected a number after the labels: the row has 2 cells, and --label-columns is 2");
  CHECK(refusal_of("a,1\nb\n", with_labels(1)) == "2:2: the row has 1 cell, the first has 2");
  CHECK(refusal_of("a,1\nb,c\n", with_labels(1)) ==
        "2:3: expected a number, found \"c\": --label-columns N passes the first N columns through (N is 1 now)");
  CHECK(refusal_of("a,b,1\n", with_labels(1)) ==
        "1:3: expected a number, found \"b\": the first line has numbers too; --header yes or --header no says what it "
        "is, --label-columns N passes the first N columns through (N is 1 now)");
  CHECK(refusal_of("a,1\n\nb,2\n", with_labels(1)) == "2:1: expected a number, found the end of the line");
}

TEST_CASE("errors name the input, and show the line") {
  const TemporaryFile file("1,2\n3,x\n");
  const auto reader = csv_reader(Input::open(file.path()), {}, formats::Format::csv);
  try {
    reader->next();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == file.path());
    CHECK(error.place().excerpt == "3,x");
    CHECK(error.place().caret == 2);
  }
  const TemporaryFile empty("");
  try {
    csv_reader(Input::open(empty.path()), {}, formats::Format::csv)->next();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == empty.path());
  }
}

TEST_CASE("a pipe reads as a file does") {
  const auto reader = csv_reader(piped_input("1,2\n3,4\n"), {}, formats::Format::csv);
  std::optional<Document> document = reader->next();
  REQUIRE(document.has_value());
  CHECK(values_of<double>(*document) == Doubles{1, 2, 3, 4});
}

TEST_CASE("with ReadOptions::digits the rows have their digits, header and labels aside") {
  ReadOptions options;
  options.digits = true;
  options.label_columns = 1;
  const Document document = read_csv("id,a,b\n7.25,+0.5,\" 0.250 \"\n8,nan,1e-3\n", options);
  REQUIRE(document.print.has_value());
  std::vector<std::string> texts;
  for (const PrintedNumber& number : document.print->numbers) texts.push_back(number.text);
  CHECK(texts == std::vector<std::string>{"+0.5", "0.250", "nan", "1e-3"});
  CHECK(document.print->printer->name == "hand");
  // Between blanks: a program printed it.
  CHECK(read_csv("0.5 0.25\n", options).print->printer->name == "rows of figures");
  CHECK(read_csv("0.5000 0.2500\n", options).print->printer->name == "rows of decimals");
  CHECK_FALSE(read_csv("1,2\n").print.has_value());
}
