#include "read/json.h"

#include <string>
#include <variant>

#include <doctest/doctest.h>

#include "support/documents.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::read;
using softmax::test::all_of;
using softmax::test::refusal;
using softmax::test::shown;
using softmax::test::TemporaryFile;

namespace {

std::unique_ptr<Reader> reader_of(const std::string& bytes, const Options& options = {}, Format format = Format::json) {
  const TemporaryFile file(bytes);
  return json_reader(Input::open(file.path()), options, format);
}

std::string json(const std::string& bytes, const Options& options = {}) { return all_of(*reader_of(bytes, options)); }

std::string jsonl(const std::string& bytes, const Options& options = {}) {
  return all_of(*reader_of(bytes, options, Format::jsonl));
}

/// "before|after", with " flat" behind it where the frame says so.
std::string frame_of(const Document& document) {
  const auto& frame = std::get<JsonFrame>(document.frame);
  return frame.before + "|" + frame.after + (frame.flat ? " flat" : "");
}

std::string kept(const std::string& bytes, Options options = {}) {
  options.keep = true;
  return frame_of(*reader_of(bytes, options)->next());
}

}  // namespace

TEST_CASE("a document becomes a tensor of the dtype that is asked for, else float64") {
  const auto document = reader_of("[[1,2],[3,4]]")->next();
  CHECK(shown(*document) == "(2, 2) 1 2 3 4");
  CHECK(document->dtype == Dtype::float64);
  CHECK(std::holds_alternative<std::monostate>(document->frame));
  Options options;
  options.dtype = Dtype::bfloat16;
  const auto narrow = reader_of("[0.1]", options)->next();
  CHECK(narrow->dtype == Dtype::bfloat16);
  CHECK(shown(*narrow) == "(1,) 0.10009765625");
  CHECK(json("\xEF\xBB\xBF [1]\n") == "(1,) 1\n");
  CHECK(json("42") == "() 42\n");
}

TEST_CASE("an input without a document is an error with its name") {
  for (const char* bytes : {"", " ", "\n\t\r\n", "\xEF\xBB\xBF"}) {
    CHECK(json(bytes) == "no tensor: the input is empty\n");
    CHECK(jsonl(bytes) == "no tensor: the input is empty\n");
  }
  const TemporaryFile file("");
  const auto reader = json_reader(Input::open(file.path()), {}, Format::json);
  try {
    reader->next();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == file.path());
  }
}

TEST_CASE("documents one after another are a sequence") {
  CHECK(json("[1][2]") == "(1,) 1\n(1,) 2\n");
  CHECK(json("1 2") == "() 1\n() 2\n");
  CHECK(json("[1]\n{\"a\":[2]}\n3\n") == "(1,) 1\n(1,) 2\n() 3\n");
  CHECK(json("1[2]NaN -Infinity") == "() 1\n(1,) 2\n() nan\n() -inf\n");
  CHECK_FALSE(reader_of("[1]")->is_sequence());

  const auto single = reader_of("[1] \n");
  single->next();
  CHECK_FALSE(single->is_sequence());
  CHECK_FALSE(single->next().has_value());
  CHECK_FALSE(single->is_sequence());

  const auto two = reader_of("[1] [2]");
  two->next();
  CHECK(two->is_sequence());
  two->next();
  CHECK(two->is_sequence());
  CHECK_FALSE(two->next().has_value());
}

TEST_CASE("what can't begin a document is an error before the document in front of it is given out") {
  struct Row {
    std::string bytes, answer;
  };
  for (const Row& row :
       {Row{"[1,2]]", "1:6: expected the end of the input or another document, found \"]\"\n"},
        Row{"[1],", "1:4: expected the end of the input or another document, found \",\"\n"},
        Row{"[1] x", "1:5: expected the end of the input or another document, found \"x\"\n"},
        Row{"[1]\n\"x\"", "2:1: expected the end of the input or another document, found \"x\"\n"},
        Row{"[1]}", "1:4: expected the end of the input or another document, found \"}\"\n"},
        Row{"1,2", "1:2: expected the end of the input or another document, found \",\"\n"},
        Row{"[1]#", "1:4: expected the end of the input or another document, found \"#\"\n"},
        Row{"{\"a\":[1]}/**/", "1:10: expected the end of the input or another document, found \"/**/\"\n"},
        Row{std::string("1\0", 2), "1:2: expected the end of the input or another document, found the byte 0x00\n"},
        // A document that can begin is an error of its own, when its turn comes.
        Row{"[1][2", "(1,) 1\n1:6: expected \",\" or \"]\", found the end of the input\n"},
        Row{"[1]\n[2,]", "(1,) 1\n2:4: expected a number, found \"]\"\n"},
        Row{"1 01", "() 1\n1:3: expected a number as JSON writes it (--from text takes more), found \"01\"\n"}}) {
    CAPTURE(row.bytes);
    CHECK(json(row.bytes) == row.answer);
  }
}

TEST_CASE("jsonl is one document a line") {
  CHECK(jsonl("[1]\n[2,3]\r\n\n  \n{\"a\":[4]}") == "(1,) 1\n(2,) 2 3\n(1,) 4\n");
  CHECK(jsonl("5\n") == "() 5\n");
  CHECK(reader_of("[1]", {}, Format::jsonl)->is_sequence());
  struct Row {
    std::string bytes, answer;
  };
  for (const Row& row :
       {Row{"[1][2]\n", "1:4: expected the end of the line (a document of jsonl stands on one line), found \"[\"\n"},
        Row{"[0]\n[1]]\n",
            "(1,) 0\n2:4: expected the end of the line (a document of jsonl stands on one line), found \"]\"\n"},
        Row{"[1,\n2]\n", "1:4: expected a number, found the end of the line; a document of jsonl stands on one line\n"},
        Row{"[0]\n\n {\"a\":\n[1]}\n",
            "(1,) 0\n3:7: expected a value, found the end of the line; a document of jsonl stands on one line\n"},
        Row{"[1\n",
            "1:3: expected \",\" or \"]\", found the end of the line; a document of jsonl stands on one line\n"},
        Row{"[1\r\n]",
            "1:4: expected \",\" or \"]\", found the end of the line; a document of jsonl stands on one line\n"},
        Row{"{\"a\n\":[1]}",
            "1:4: expected the closing quote of a string, found the end of the line; a document of jsonl stands on one "
            "line\n"},
        Row{"[1", "1:3: expected \",\" or \"]\", found the end of the input\n"},
        Row{"[1]\nx\n[2]", "(1,) 1\n2:1: expected a number, found \"x\"\n"},
        Row{"[1]\n[[1],[2,3]]", "(1,) 1\n2:9: [1] has 2 elements, its siblings have 1\n"}}) {
    CAPTURE(row.bytes);
    CHECK(jsonl(row.bytes) == row.answer);
  }
}

TEST_CASE("shape and data make a tensor") {
  CHECK(json(R"({"shape":[3,2],"data":[1,2,3,4,5,6]})") == "(3, 2) 1 2 3 4 5 6\n");
  CHECK(json(R"({"shape":[3,2],"data":[[1,2,3],[4,5,6]]})") == "(3, 2) 1 2 3 4 5 6\n");
  CHECK(json(R"({"shape":[],"data":[7]})") == "() 7\n");
  CHECK(json(R"({"shape":[],"data":7})") == "() 7\n");
  CHECK(json(R"({"shape":[2,0,3],"data":[]})") == "(2, 0, 3)\n");
  CHECK(json(R"({"shape":[2],"data":[1]})") == "1:10: \"shape\" (2,) holds 2 elements, \"data\" has 1\n");
  CHECK(json(R"({"data":[1,2],"shape":[]})") == "1:23: \"shape\" () holds 1 element, \"data\" has 2\n");
  CHECK(json(R"({"shape":[4294967296,4294967296],"data":[1]})") ==
        "1:10: a tensor of shape (4294967296, 4294967296) has more elements than memory can address\n");
  CHECK(json(R"({"shape":[1],"data":"x"})") == "1:21: expected a number, found \"x\"\n");
  CHECK(json(R"({"shape":[1],"data":[1e400]})") ==
        "1:22: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308\n");
}

TEST_CASE("the tensor in an object is read, and ragged ones are refused with their path") {
  CHECK(json(R"({"name":"a","logits":[[1,2],[3,4]]})") == "(2, 2) 1 2 3 4\n");
  CHECK(json(R"({"logits":[1,null]})") == "1:14: expected a number, found \"null\"\n");
  CHECK(json("{\"logits\":[[1,2],\n[3]]}") == "2:3: [1] has 1 element, its siblings have 2\n");
  CHECK(json("{\"logits\":" + std::string(33, '[') + "1" + std::string(33, ']') + "}") ==
        "1:43: expected a tensor of rank 32 at most, found arrays nested deeper\n");
}

TEST_CASE("a pointer is followed in each document") {
  Options options;
  options.pointer = "/a/1";
  CHECK(json(R"({"a":[0,[1,2]]} {"a":[0,3]})", options) == "(2,) 1 2\n() 3\n");
  CHECK(jsonl("{\"a\":[0,[1,2]]}\n{\"a\":[4]}", options) ==
        "(2,) 1 2\n2:6: --pointer /a/1: there is no \"1\" in /a: the array there has 1 element\n");
  CHECK(json(R"({"a":[0,"x"]})", options) == "1:9: expected a number, found \"x\"\n");
  CHECK(json(R"({"a":[0,[1]]}])", options) == "1:14: expected the end of the input or another document, found \"]\"\n");
  options.pointer = "a";
  CHECK(refusal([&] { reader_of("[1]", options); }) ==
        "--pointer a: expected a JSON pointer, which begins with a slash; try --pointer /a");
}

TEST_CASE("--shape applies to each tensor") {
  Options options;
  options.shape = {{2, -1}};
  CHECK(json("[1,2,3,4] [[5],[6]]", options) == "(2, 2) 1 2 3 4\n(2, 1) 5 6\n");
  CHECK(json("[1,2,3]", options) == "--shape 2,-1 does not fit 3 elements: that is no multiple of 2\n");
}

TEST_CASE("--keep keeps what stands around the tensor, byte for byte") {
  CHECK(kept("[1,2]\n") == "|");
  CHECK(kept(" { \"id\" : 7 ,\"logits\" : [1, 2] , \"\\u0061\":[] }\n") ==
        "{ \"id\" : 7 ,\"logits\" : | , \"\\u0061\":[] }");
  CHECK(kept(R"({"shape":[2,2],"data":[1,2,3,4]})") == R"({"shape":[2,2],"data":|} flat)");
  CHECK(kept(R"({"shape":[4],"data":[1,2,3,4]})") == R"({"shape":[4],"data":|})");
  CHECK(kept(R"({"shape":[4],"data":[[1,2],[3,4]]})") == R"({"shape":[4],"data":|})");
  CHECK(kept(R"({"shape":[],"data":[1]})") == R"({"shape":[],"data":|} flat)");
  CHECK(kept(R"({"shape":[],"data":1})") == R"({"shape":[],"data":|})");

  Options options;
  options.shape = {{2, 2}};
  CHECK_THROWS_WITH_AS(kept(R"({"shape":[4],"data":[1,2,3,4]})", options),
                       "--keep would leave this \"shape\" beside data of another one: drop --keep or --shape", Error);
  CHECK(kept("[1,2,3,4]", options) == "|");
  options.shape.reset();
  options.pointer = "/a/0";
  CHECK(kept(R"({"a":[[1], 2],"b":3} [4])", options) == R"({"a":[|, 2],"b":3})");

  options = {};
  options.keep = true;
  const auto reader = reader_of("{\"a\":[1]} \n {\"b\":[2]}", options);
  CHECK(frame_of(*reader->next()) == "{\"a\":|}");
  CHECK(frame_of(*reader->next()) == "{\"b\":|}");
}

// The three kinds of cases that public suites of JSON files have, written from RFC 8259; its section stands beside
// each.
TEST_CASE("JSON that must be accepted") {
  struct Row {
    const char* section;
    std::string bytes, answer;
  };
  for (const Row& row :
       {Row{"2: blanks around structural characters", "\t[\r\n1 , 2 ]\n", "(2,) 1 2\n"},
        Row{"2: any value is a text", "-0.1", "() -0.1\n"},
        Row{"3: literals in other members", R"({"a":[1],"b":[true,false,null]})", "(1,) 1\n"},
        Row{"4: an empty name", R"({"":[1]})", "(1,) 1\n"},
        Row{"4: names should be unique, and need not", R"({"a":[1],"a":[2]})", "(1,) 2\n"},
        Row{"4: an object in an object", R"({"o":{"o":{}},"a":[1]})", "(1,) 1\n"},
        Row{"5: no elements", "[]", "(0,)\n"},
        Row{"5: values of different types in another member", R"({"a":[1],"b":[1,"x",null,{},[]]})", "(1,) 1\n"},
        Row{"6: zero and minus zero", "[0,-0,0.0,-0.0]", "(4,) 0 -0 0 -0\n"},
        Row{"6: zero with an exponent", "[0e1,0E+1,0e-0]", "(3,) 0 0 0\n"},
        Row{"6: leading zeros in an exponent", "[1e005]", "(1,) 100000\n"},
        Row{"6: an exponent in capitals, with both signs", "[1E22,1E+2,1E-2]", "(3,) 1e+22 100 0.01\n"},
        Row{"6: fraction and exponent", "[123.456e78]", "(1,) 1.23456e+80\n"},
        Row{"7: all escapes", R"({"\"\\\/\b\f\n\r\t\u00ff":[1]})", "(1,) 1\n"},
        Row{"7: a pair of surrogates", R"({"\ud834\udd1e":[1]})", "(1,) 1\n"},
        Row{"7: the character U+007F", "{\"\x7F\":[1]}", "(1,) 1\n"},
        Row{"7: U+2028 and U+2029 as they are", "{\"\xE2\x80\xA8\xE2\x80\xA9\":[1]}", "(1,) 1\n"},
        Row{"8.1: the last code point", "{\"\xF4\x8F\xBF\xBF\":[1]}", "(1,) 1\n"}}) {
    CAPTURE(row.section);
    CHECK(json(row.bytes) == row.answer);
  }
}

TEST_CASE("JSON that must be refused") {
  struct Row {
    const char* section;
    std::string bytes;
  };
  for (const Row& row : {Row{"2: no other blanks", "[1,\f2]"},
                         Row{"2: no vertical tab", "[\v1]"},
                         Row{"2: no-break space is no blank",
                             "[1,\xC2\xA0"
                             "2]"},
                         Row{"2: a word joiner is no blank",
                             "[\xE2\x81\xA0"
                             "1]"},
                         Row{"2: no comments", "[1] // x"},
                         Row{"2: no comments inside", "[1,/**/2]"},
                         Row{"2: one value and no more", "[1]]"},
                         Row{"2: a NUL is no end", std::string("[1]\0", 4)},
                         Row{"3: literals in lower case", R"({"a":[1],"b":TRUE})"},
                         Row{"3: no other words", R"({"a":[1],"b":undefined})"},
                         Row{"4: names are strings", "{a:[1]}"},
                         Row{"4: names in double quotes", "{'a':[1]}"},
                         Row{"4: a colon behind the name", "{\"a\",[1]}"},
                         Row{"4: no comma at the end", "{\"a\":[1],}"},
                         Row{"4: no two commas", "{\"a\":[1],,\"b\":2}"},
                         Row{"4: a value behind the colon", "{\"a\":}"},
                         Row{"4: an end", "{\"a\":[1]"},
                         Row{"4: its own bracket", "{\"a\":[1]]"},
                         Row{"5: no comma at the end", "[1,]"},
                         Row{"5: no comma at the beginning", "[,1]"},
                         Row{"5: no comma alone", "[,]"},
                         Row{"5: a comma between values", "[3[4]]"},
                         Row{"5: an end", "[1,2"},
                         Row{"5: its own bracket", "[1}"},
                         Row{"6: no leading zero", "[012]"},
                         Row{"6: no leading zero behind a minus", "[-012]"},
                         Row{"6: a minus is no number", "[-]"},
                         Row{"6: one minus", "[--1]"},
                         Row{"6: no plus", "[+1]"},
                         Row{"6: digits before the point", "[.5]"},
                         Row{"6: digits before the point of a negative number", "[-.5]"},
                         Row{"6: digits behind the point", "[1.]"},
                         Row{"6: digits between point and exponent", "[1.e1]"},
                         Row{"6: digits in the exponent", "[1e]"},
                         Row{"6: digits behind the exponent's sign", "[1e+]"},
                         Row{"6: whole exponents", "[1e1.5]"},
                         Row{"6: decimal digits", "[0x1F]"},
                         Row{"6: nothing between digits", "[1_000]"},
                         Row{"6: no blank in a number", "[1 000]"},
                         Row{"6: no blank behind the minus", "[- 1]"},
                         Row{"6: no letters behind", "[1.0f]"},
                         Row{"6: ASCII digits", "[\xEF\xBC\x91]"},
                         Row{"6 and the three tokens: their spelling", "[nan]"},
                         Row{"6 and the three tokens: no shorter form", "[Inf]"},
                         Row{"6 and the three tokens: no plus", "[+Infinity]"},
                         Row{"6 and the three tokens: no minus", "[-NaN]"},
                         Row{"7: an end", "{\"a"},
                         Row{"7: no control characters", "{\"a\tb\":[1]}"},
                         Row{"7: no NUL", std::string("{\"a\0b\":[1]}", 11)},
                         Row{"7: known escapes", R"({"\a":[1]})"},
                         Row{"7: four digits", R"({"\u12":[1]})"},
                         Row{"7: hexadecimal digits", R"({"\u12xy":[1]})"},
                         Row{"7: u in lower case", R"({"\U0041":[1]})"},
                         Row{"7: a backslash escapes the quote", R"({"\":[1]})"},
                         Row{"8.1: UTF-8", "{\"\xFF\":[1]}"},
                         Row{"8.1: no overlong forms", "{\"\xC0\xAF\":[1]}"},
                         Row{"8.1: no surrogates in UTF-8", "{\"\xED\xA0\x80\":[1]}"},
                         Row{"8.1: nothing beyond U+10FFFF", "{\"\xF4\x90\x80\x80\":[1]}"},
                         Row{"8.1: whole sequences", "{\"\xE2\x82\":[1]}"},
                         Row{"8.1: whole byte order marks", "\xEF\xBB[1]"},
                         Row{"9: never ending nesting", std::string(100000, '[')}}) {
    CAPTURE(row.section);
    const std::string answer = json(row.bytes);
    CHECK(answer.find(": expected ") != std::string::npos);
    CHECK(answer.find('\n') == answer.size() - 1);  // nothing was given out before
  }
}

TEST_CASE("JSON that is free to be accepted or refused") {
  struct Row {
    const char* section;
    std::string bytes, answer;
  };
  for (const Row& row :
       {Row{"6: range, refused", "[1e400]", "1:2: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308\n"},
        Row{"6: range, negative", "[-1e400]",
            "1:2: -1e400 is beyond float64, whose largest is 1.7976931348623157e+308\n"},
        Row{"6: an exponent beyond every integer type", "[0.4e00669999999999999999999999999999]",
            "1:2: 0.4e00669999999999999999999999999999 is beyond float64, whose largest is 1.7976931348623157e+308\n"},
        Row{"6: too small becomes 0", "[1e-400,123e-10000000]", "(2,) 0 0\n"},
        Row{"6: precision beyond float64", "[0.1000000000000000055511151231257827]", "(1,) 0.1\n"},
        Row{"6: integers beyond 2^53", "[9007199254740993]", "(1,) 9007199254740992\n"},
        Row{"6: none of the Python tokens, which are accepted", "[NaN,Infinity,-Infinity]", "(3,) nan inf -inf\n"},
        Row{"8.2: half a surrogate pair in a name", R"({"\ud800":[1]})", "(1,) 1\n"},
        Row{"8.2: halves in the wrong order", R"({"\udd1e\ud834":[1]})", "(1,) 1\n"},
        Row{"8.2: half a pair in another member", R"({"a":[1],"b":"\ud800\u0041"})", "(1,) 1\n"},
        Row{"8.1: a byte order mark", "\xEF\xBB\xBF[1]", "(1,) 1\n"},
        Row{"2: several texts are a sequence", "[][]", "(0,)\n(0,)\n"},
        Row{"9: nesting of 512", "{\"a\":" + std::string(512, '[') + "null" + std::string(512, ']') + ",\"b\":[1]}",
            "(1,) 1\n"}}) {
    CAPTURE(row.section);
    CHECK(json(row.bytes) == row.answer);
  }
}

TEST_CASE("with Options::digits a document has the digits of its tensor") {
  Options options;
  options.digits = true;
  const auto reader = reader_of("{\"shape\": [2], \"data\": [0.50, 0.125]} [1, 2] []", options);
  const auto first = reader->next();
  REQUIRE(first->print.has_value());
  REQUIRE(first->print->numbers.size() == 2);
  CHECK(first->print->numbers[0].text == "0.50");
  CHECK(first->print->numbers[0].unit == 1e-3);  // as many decimals as 0.125 has
  CHECK(first->print->numbers[1].unit == 1e-3);
  CHECK_FALSE(first->print->is_rounded);
  CHECK_FALSE(first->print->dtype.has_value());
  const auto second = reader->next();
  CHECK(second->print->numbers[1].text == "2");
  CHECK(second->print->numbers[1].unit == 0);
  CHECK(reader->next()->print->numbers.empty());
  CHECK_FALSE(reader_of("[0.5]")->next()->print.has_value());
}
