#include "formats/json/document.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// The text from the tensor on; with "shape" before it.
std::string document_found(const std::string& json, const char* pointer = nullptr) {
  const Text text("input", json);
  std::optional<JsonPointer> way;
  if (pointer != nullptr) way.emplace(pointer);
  const JsonTensorPlace place = find_json_tensor(JsonScanner(text, text.end()), text.begin(), way);
  const bool is_inside = place.tensor != text.begin();
  CHECK(is_inside == (place.document_end != nullptr));
  const std::string rest(place.tensor, is_inside ? place.document_end : text.end());
  return place.shape ? shape_text(place.shape->sizes) + rest : rest;
}

std::string document_refusal(const std::string& json, const char* pointer = nullptr) {
  return refusal([&] { document_found(json, pointer); });
}

}  // namespace

TEST_CASE("the tensor of an object is the one member that is an array of numbers") {
  CHECK(document_found(R"({"name":"x","logits":[1,2],"n":3})") == R"([1,2],"n":3})");
  CHECK(
      document_found(R"({"logits":[[1],[NaN]],"empty":[],"words":["a"],"deep":{"a":[1]}})").starts_with("[[1],[NaN]]"));
  CHECK(document_found(R"({"words":["a"],"logits":[[],[]]})") == "[[],[]]}");
  CHECK(document_found(R"({"a":[1],"a":null,"b":[2]})") == "[2]}");
  CHECK(document_found(R"({"a":null,"\u0061":[1]})") == "[1]}");
  CHECK(
      document_found(R"({"logits":[1,null],"words":["a"]})").starts_with("[1,null]"));  // reading it says what is wrong
  CHECK(document_found("[1,2]") == "[1,2]");
  CHECK(document_found("5") == "5");
}

TEST_CASE("shape and data come before every other member") {
  CHECK(document_found(R"({"shape":[2,1],"other":[1],"data":[5,6]})") == "(2, 1)[5,6]}");
  CHECK(document_found(R"({"data":[],"shape":[]})") == R"(()[],"shape":[]})");
  CHECK(document_found(R"({"data":[1],"x":[1],"shape":[0,18446744073709551615]})")
            .starts_with("(0, 18446744073709551615)[1]"));
  CHECK(document_found(R"({"data":[1]})") == "[1]}");
  CHECK(document_found(R"({"shape":"round","logits":[1]})") == "[1]}");
}

TEST_CASE("a shape that is none is refused") {
  struct Row {
    std::string shape, answer;
  };
  for (const Row& row : {Row{"\"a\"", "1:10: expected the array of sizes that \"shape\" must be, found \"a\""},
                         Row{"{}", "1:10: expected the array of sizes that \"shape\" must be, found \"{\""},
                         Row{"6", "1:10: expected the array of sizes that \"shape\" must be, found \"6\""},
                         Row{"[1,-1]", "1:13: expected a size in \"shape\" (a whole number from 0 on), found \"-1\""},
                         Row{"[2.0]", "1:11: expected a size in \"shape\" (a whole number from 0 on), found \"2.0\""},
                         Row{"[1e1]", "1:11: expected a size in \"shape\" (a whole number from 0 on), found \"1e1\""},
                         Row{"[NaN]", "1:11: expected a size in \"shape\" (a whole number from 0 on), found \"NaN\""},
                         Row{"[\"a\"]", "1:11: expected a size in \"shape\" (a whole number from 0 on), found \"a\""},
                         Row{"[[2]]", "1:11: expected a size in \"shape\" (a whole number from 0 on), found \"[\""},
                         Row{"[18446744073709551616]", "1:11: a size of this magnitude fits no memory"},
                         Row{"[01]", "1:11: expected a value, found \"01\""},
                         Row{"[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
                             "1:75: expected 32 sizes in \"shape\" at most, found more"}}) {
    CAPTURE(row.shape);
    CHECK(document_refusal("{\"shape\":" + row.shape + ",\"data\":[1]}") == row.answer);
  }
}

TEST_CASE("where there is no one array, the error names the members and --pointer") {
  struct Row {
    std::string json, answer;
  };
  for (const Row& row :
       {Row{R"({"logits":[1],"bias":[2]})",
            "1:1: the document has 2 arrays of numbers: \"logits\", \"bias\"; choose one with --pointer /logits"},
        Row{R"({"a/b~c":[1],"bias":[2],"n":3})",
            "1:1: the document has 2 arrays of numbers: \"a/b~c\", \"bias\"; choose one with --pointer /a~1b~0c"},
        Row{R"({"\u0061":[1],"bias":[2]})",
            "1:1: the document has 2 arrays of numbers: \"\\u0061\", \"bias\"; choose one with --pointer /bias"},
        Row{R"({"\n":[1],"\t":[2]})",
            "1:1: the document has 2 arrays of numbers: \"\\n\", \"\\t\"; choose one with --pointer"},
        Row{R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})",
            "1:1: the document has 6 arrays of numbers: \"a\", \"b\", \"c\", \"d\", \"e\", ...; choose one with "
            "--pointer /a"},
        Row{R"({"a":[],"b":[[]]})", "1:1: the document has 2 empty arrays: \"a\", \"b\"; choose one with --pointer /a"},
        Row{"{}", "1:1: the document has no array of numbers: it has no members"},
        Row{R"({"a":1,"b":{"c":[1]}})",
            "1:1: the document has no array of numbers; its members are \"a\", \"b\"; --pointer /b/c reads the one in "
            "it"},
        Row{R"({"a":[{"b":1}]})",
            "1:1: the document has no array of numbers; its members are \"a\"; jq -c '[.a[].b]' makes an array of its "
            "numbers"}}) {
    CAPTURE(row.json);
    CHECK(document_refusal(row.json) == row.answer);
  }
}

TEST_CASE("a pointer leads to an array, a number, or an object with shape and data") {
  CHECK(document_found(R"({"a":[1],"b":{"c":[2]}})", "/b/c") == "[2]}}");
  CHECK(document_found(R"([[1,2],[3,4]])", "/1") == "[3,4]]");
  CHECK(document_found(R"({"a":5})", "/a") == "5}");
  CHECK(document_found("[1]", "") == "[1]");
  CHECK(document_found(R"({"t":{"shape":[1,1],"data":[7]},"u":1})", "/t") == R"((1, 1)[7]},"u":1})");
  CHECK(document_found(R"({"shape":[1,1],"data":[7]})", "") == "(1, 1)[7]}");
  CHECK(document_found(R"({"shape":[1,1],"data":[7]})", "/data") == "[7]}");
  CHECK(document_refusal(R"({"a":{"b":[1],"c":2}})", "/a") ==
        "1:6: --pointer /a: expected an array of numbers, or an object with \"shape\" and \"data\", found an object "
        "with the "
        "members \"b\", \"c\"; --pointer /a/b reads the one in it");
  CHECK(document_refusal("{}", "") ==
        "1:1: --pointer \"\": expected an array of numbers, or an object with \"shape\" and \"data\", found an object "
        "without "
        "members");
}

TEST_CASE("other members must be valid JSON and may be nested 512 deep") {
  CHECK(document_refusal(R"({"a":[1],"b":tru})") == "1:14: expected a value, found \"tru\"");
  CHECK(document_refusal(R"({"b":[1,],"a":[1]})") == "1:9: expected a number, found \"]\"");
  const std::string deep = std::string(512, '[') + "\"\"" + std::string(512, ']');
  CHECK(document_found("{\"deep\":" + deep + ",\"a\":[1]}") == "[1]}");
  CHECK(document_refusal("{\"deep\":[" + deep + "],\"a\":[1]}") ==
        "1:521: arrays and objects are nested more than 512 deep");
  CHECK(document_found("{\"long\":\"" + std::string(1000000, 'x') + "\",\"a\":[1]}") == "[1]}");
}
