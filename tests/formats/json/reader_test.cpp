#include "formats/reader.h"

#include <string>
#include <variant>

#include <doctest/doctest.h>

#include "support/documents.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

namespace softmax::formats {
OpenReader json_reader;  // the table of formats has it
}

using namespace softmax;
using namespace softmax::formats;
using softmax::test::all_of;
using softmax::test::refusal;
using softmax::test::shown;
using softmax::test::TemporaryFile;

namespace {

std::unique_ptr<Reader> reader_of(const std::string& bytes, const ReadOptions& options = {},
                                  formats::Format format = formats::Format::json) {
  const TemporaryFile file(bytes);
  return json_reader(Input::open(file.path()), options, format);
}

std::string json(const std::string& bytes, const ReadOptions& options = {}) {
  return all_of(*reader_of(bytes, options));
}

std::string jsonl(const std::string& bytes, const ReadOptions& options = {}) {
  return all_of(*reader_of(bytes, options, formats::Format::jsonl));
}

/// "before|after", with " flat" behind it where the frame says so.
std::string frame_of(const Document& document) {
  const auto& frame = std::get<JsonFrame>(document.frame);
  return frame.before + "|" + frame.after + (frame.flat ? " flat" : "");
}

std::string kept(const std::string& bytes, ReadOptions options = {}) {
  options.keep = true;
  return frame_of(*reader_of(bytes, options)->next());
}

}  // namespace

TEST_CASE("a document becomes a tensor of the dtype that is asked for, else float64") {
  const auto document = reader_of("[[1,2],[3,4]]")->next();
  CHECK(shown(*document) == "(2, 2) 1 2 3 4");
  CHECK(document->dtype == Dtype::float64);
  CHECK(std::holds_alternative<std::monostate>(document->frame));
  ReadOptions options;
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
  const auto reader = json_reader(Input::open(file.path()), {}, formats::Format::json);
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
  CHECK(json("1[2]\nNaN -Infinity") == "() 1\n(1,) 2\n() nan\n() -inf\n");
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
  CHECK(reader_of("[1]", {}, formats::Format::jsonl)->is_sequence());
  struct Row {
    std::string bytes, answer;
  };
  for (
      const Row& row :
      {Row{"[1][2]\n", "1:4: expected the end of the line (a jsonl document is on one line), found \"[\"\n"},
       Row{"[0]\n[1]]\n", "(1,) 0\n2:4: expected the end of the line (a jsonl document is on one line), found \"]\"\n"},
       Row{"[1,\n2]\n", "1:4: expected a number, found the end of the line; a jsonl document is on one line\n"},
       Row{"[0]\n\n {\"a\":\n[1]}\n",
           "(1,) 0\n3:7: expected a value, found the end of the line; a jsonl document is on one line\n"},
       Row{"[1\n", "1:3: expected \",\" or \"]\", found the end of the line; a jsonl document is on one line\n"},
       Row{"[1\r\n]", "1:4: expected \",\" or \"]\", found the end of the line; a jsonl document is on one line\n"},
       Row{"{\"a\n\":[1]}",
           "1:4: expected the closing quote of a string, found the end of the line; a jsonl document is on one line\n"},
       Row{"[1", "1:3: expected \",\" or \"]\", found the end of the input\n"},
       Row{"[1]\nx\n[2]", "(1,) 1\n2:1: expected a number, found \"x\"\n"},
       Row{"[1]\n[[1],[2,3]]", "(1,) 1\n2:9: [1] has 2 elements, its siblings have 1\n"}}) {
    CAPTURE(row.bytes);
    CHECK(jsonl(row.bytes) == row.answer);
  }
}

TEST_CASE("shape and data make a tensor") {
  CHECK(json(R"({"shape":[3,2],"data":[1,2,3,4,5,6]})") == "(3, 2) 1 2 3 4 5 6\n");
  CHECK(json(R"({"shape":[2,3],"data":[[1,2,3],[4,5,6]]})") == "(2, 3) 1 2 3 4 5 6\n");
  CHECK(json(R"({"shape":[3,2],"data":[[1,2,3],[4,5,6]]})") ==
        "1:10: \"shape\" (3, 2) is not the shape (2, 3) in which \"data\" is nested; --pointer /data reads it without "
        "the "
        "shape\n");
  CHECK(json(R"({"shape":[],"data":[7]})") == "() 7\n");
  CHECK(json(R"({"shape":[],"data":7})") == "() 7\n");
  CHECK(json(R"({"shape":[2,0,3],"data":[]})") == "(2, 0, 3)\n");
  CHECK(json(R"({"shape":[2],"data":[1]})") ==
        "1:10: \"shape\" (2,) holds 2 elements, \"data\" has 1; --pointer /data reads it without the shape\n");
  CHECK(json(R"({"data":[1,2],"shape":[]})") ==
        "1:23: \"shape\" () holds 1 element, \"data\" has 2; --pointer /data reads it without the shape\n");
  CHECK(json(R"({"shape":[4294967296,4294967296],"data":[1]})") ==
        "1:10: a tensor of shape (4294967296, 4294967296) has more elements than memory can address\n");
  CHECK(json(R"({"shape":[1],"data":"x"})") == "1:21: expected a number, found the string \"x\"\n");
  CHECK(json(R"({"shape":[1],"data":[1e400]})") ==
        "1:22: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308\n");
}

TEST_CASE("the tensor in an object is read, and ragged ones are refused with their path") {
  CHECK(json(R"({"name":"a","logits":[[1,2],[3,4]]})") == "(2, 2) 1 2 3 4\n");
  CHECK(json(R"({"logits":[1,null]})") == "1:14: expected a number, found null; --missing nan reads it as NaN\n");
  CHECK(json("{\"logits\":[[1,2],\n[3]]}") == "2:3: [1] has 1 element, its siblings have 2\n");
  CHECK(json("{\"logits\":" + std::string(33, '[') + "1" + std::string(33, ']') + "}") ==
        "1:43: expected a tensor of rank 32 at most, found arrays nested deeper\n");
}

TEST_CASE("null among numbers is NaN with --missing nan") {
  ReadOptions options;
  options.missing = Missing::nan;
  CHECK(json("[1,null]", options) == "(2,) 1 nan\n");
  CHECK(json(R"({"logits":[[1,null],[2,3]],"names":["a",null]})", options) == "(2, 2) 1 nan 2 3\n");
  CHECK(json(R"({"shape":[1,2],"data":[null,1]})", options) == "(1, 2) nan 1\n");
  CHECK(json("[1,nul]", options) == "1:4: expected a value, found \"nul\"\n");
  CHECK(json(R"({"a":[1,2],"b":[1,null]})", options) ==
        "1:1: the document has 2 arrays of numbers: \"a\", \"b\"; choose one with --pointer /a\n");
}

TEST_CASE("a vector as R prints it is no sequence of documents") {
  const std::string rest = "; --from text reads it\n";
  CHECK(json("[1] 0.5 0.2") ==
        "1:1: expected one document after another, found a vector as R prints it, after its index [1]" + rest);
  CHECK(json("[1] NaN") ==
        "1:1: expected one document after another, found a vector as R prints it, after its index [1]" + rest);
  CHECK(json("[2,3]\n [12] -1") ==
        "(2,) 2 3\n2:2: expected one document after another, found a vector as R prints it, after its index [12]" +
            rest);
  CHECK(json("[1]\n0.5") == "(1,) 1\n() 0.5\n");
  CHECK(json("[1.5] 2") == "(1,) 1.5\n() 2\n");
  CHECK(json("[1] [2]") == "(1,) 1\n(1,) 2\n");
}

TEST_CASE("a pointer is followed in each document") {
  ReadOptions options;
  options.pointer = "/a/1";
  CHECK(json(R"({"a":[0,[1,2]]} {"a":[0,3]})", options) == "(2,) 1 2\n() 3\n");
  CHECK(jsonl("{\"a\":[0,[1,2]]}\n{\"a\":[4]}", options) ==
        "(2,) 1 2\n2:6: --pointer /a/1: there is no \"1\" in /a: the array there has 1 element\n");
  CHECK(json(R"({"a":[0,"x"]})", options) == "1:9: expected a number, found the string \"x\"\n");
  CHECK(json(R"({"a":[0,[1]]}])", options) == "1:14: expected the end of the input or another document, found \"]\"\n");
  options.pointer = "a";
  CHECK(refusal([&] { reader_of("[1]", options); }) ==
        "--pointer a: expected a JSON pointer, which starts with a slash; try --pointer /a");
}

TEST_CASE("--shape applies to each tensor") {
  ReadOptions options;
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
  CHECK(kept(R"({"shape":[2,2],"data":[[1,2],[3,4]]})") == R"({"shape":[2,2],"data":|})");
  CHECK(kept(R"({"values":[1,2,3,4],"dims":["2","2"]})") == R"({"values":|,"dims":["2","2"]} flat)");
  CHECK(kept(R"({"shape":[],"data":[1]})") == R"({"shape":[],"data":|} flat)");
  CHECK(kept(R"({"shape":[],"data":1})") == R"({"shape":[],"data":|})");

  ReadOptions options;
  options.shape = {{2, 2}};
  CHECK_THROWS_WITH_AS(kept(R"({"shape":[4],"data":[1,2,3,4]})", options),
                       "--keep would leave this \"shape\" next to data of another one: drop --keep or --shape", Error);
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

TEST_CASE("with ReadOptions::digits a document has the digits of its tensor") {
  ReadOptions options;
  options.digits = true;
  const auto reader = reader_of("{\"shape\": [2], \"data\": [0.50, 0.125]} [1, 2] []", options);
  const auto first = reader->next();
  REQUIRE(first->print.has_value());
  REQUIRE(first->print->numbers.size() == 2);
  CHECK(first->print->numbers[0].text == "0.50");
  CHECK(first->print->numbers[1].value == 0.125);
  CHECK(first->print->printer == &by_hand);
  CHECK_FALSE(first->print->dtype.has_value());
  const auto second = reader->next();
  CHECK(second->print->numbers[1].text == "2");
  CHECK(reader->next()->print->numbers.empty());
  CHECK_FALSE(reader_of("[0.5]")->next()->print.has_value());
}
