#include <string>

#include <doctest/doctest.h>

#include "formats/json/document.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// The text from what the pointer leads to up to the end of the document.
std::string found(const std::string& pointer, const std::string& json) {
  const Text text("input", json);
  const JsonPointer::Target target = JsonPointer(pointer).find(JsonScanner(text, text.end()), text.begin());
  if (pointer.empty()) {
    CHECK(target.document_end == nullptr);
    return target.value;
  }
  return {target.value, target.document_end};
}

std::string refused(const std::string& pointer, const std::string& json) {
  return refusal([&] { found(pointer, json); });
}

}  // namespace

// The document and the pointers of RFC 6901, section 5, with other values.
TEST_CASE("pointers lead where RFC 6901 says") {
  const std::string json =
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})";
  struct Row {
    std::string pointer, begin;
  };
  for (const Row& row : {Row{"", "{\"foo\""}, Row{"/foo", "[\"bar\""}, Row{"/foo/0", "\"bar\""},
                         Row{"/foo/1", "\"baz\""}, Row{"/", "0"}, Row{"/a~1b", "1"}, Row{"/c%d", "2"}, Row{"/e^f", "3"},
                         Row{"/g|h", "4"}, Row{"/i\\j", "5"}, Row{"/k\"l", "6"}, Row{"/ ", "7"}, Row{"/m~0n", "8}"}}) {
    CAPTURE(row.pointer);
    CHECK(found(row.pointer, json).starts_with(row.begin));
  }
  CHECK(found("/~01", R"({"~1":1,"/":2})") == "1,\"/\":2}");  // ~1 is replaced before ~0, section 4
  CHECK(found("/a//1", R"({"a":{"":[1,2]}} [3])") == "2]}}");
  CHECK(found("/caf\xC3\xA9", R"({"caf\u00e9":1})") == "1}");
  CHECK(found("/0", R"({"0":1})") == "1}");
  CHECK(found("/10", "[0,1,2,3,4,5,6,7,8,9,10]") == "10]");
}

TEST_CASE("of members with one name the last is meant") { CHECK(found("/a", R"({"a":1,"b":2,"\u0061":3})") == "3}"); }

TEST_CASE("a pointer that is none names the option") {
  const auto made = [](const std::string& pointer) { return refusal([&] { const JsonPointer parsed(pointer); }); };
  CHECK(made("logits") ==
        "--pointer logits: expected a JSON pointer, which starts with a slash; try --pointer /logits");
  CHECK(made("/a~2b") == "--pointer /a~2b: expected ~0 (for ~) or ~1 (for /), found another ~");
  CHECK(made("/a~") == "--pointer /a~: expected ~0 (for ~) or ~1 (for /), found another ~");
  CHECK(made("/~/x") == "--pointer /~/x: expected ~0 (for ~) or ~1 (for /), found another ~");
}

TEST_CASE("where a step is not there, the error says what is") {
  struct Row {
    std::string pointer, json, answer;
  };
  for (const Row& row :
       {Row{"/x", R"({"a":1,"b":2})",
            "1:1: --pointer /x: there is no \"x\" in the document: the members of the object there are \"a\", \"b\""},
        Row{"/a/x", "{\n \"a\":{\"b\":1}}",
            "2:6: --pointer /a/x: there is no \"x\" in /a: the members of the object there are \"b\""},
        Row{"/x", "{}", "1:1: --pointer /x: there is no \"x\" in the document: the object there has no members"},
        Row{"/x", R"({"a":1,"b":1,"c":1,"d":1,"e":1})",
            "1:1: --pointer /x: there is no \"x\" in the document: the members of the object there are \"a\", \"b\", "
            "\"c\", "
            "\"d\", \"e\""},
        Row{"/x", R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1})",
            "1:1: --pointer /x: there is no \"x\" in the document: the members of the object there are \"a\", \"b\", "
            "\"c\", "
            "\"d\", \"e\", ..."},
        Row{"/a/3", R"({"a":[1,2,3]})", "1:6: --pointer /a/3: there is no \"3\" in /a: the array there has 3 elements"},
        Row{"/-", "[1]", "1:1: --pointer /-: there is no \"-\" in the document: the array there has 1 element"},
        Row{"/00", "[1]", "1:1: --pointer /00: there is no \"00\" in the document: the array there has 1 element"},
        Row{"/+0", "[1]", "1:1: --pointer /+0: there is no \"+0\" in the document: the array there has 1 element"},
        Row{"/-0", "[1]", "1:1: --pointer /-0: there is no \"-0\" in the document: the array there has 1 element"},
        Row{"/", "[1]", "1:1: --pointer /: there is no \"\" in the document: the array there has 1 element"},
        Row{"/a", "[]", "1:1: --pointer /a: there is no \"a\" in the document: the array there has 0 elements"},
        Row{"/99999999999999999999", "[1]",
            "1:1: --pointer /99999999999999999999: there is no \"99999999999999999999\" in the document: the array "
            "there has "
            "1 element"},
        Row{"/a~1b/c", R"({"a/b":5})",
            "1:8: --pointer /a~1b/c: there is no \"c\" in /a~1b: the value there is neither an object nor an "
            "array"}}) {
    CAPTURE(row.pointer);
    CAPTURE(row.json);
    CHECK(refused(row.pointer, row.json) == row.answer);
  }
}

TEST_CASE("all of the document is checked on the way") {
  CHECK(refused("/a", R"({"a":[1],"b":[1,]})") == "1:17: expected a number, found \"]\"");
  CHECK(refused("/a", R"({"a":[1])") == "1:9: expected \",\" or \"}\", found the end of the input");
  CHECK(refused("/0", "[1,01]") == "1:4: expected a value, found \"01\"");
  CHECK(refused("/a", "x") == "1:1: expected a value, found \"x\"");
}

TEST_CASE("the hint for several arrays is a pointer that leads to the first") {
  const Text text("input", R"({"a/b~c":[1],"d":[2]})");
  CHECK(refusal([&] { find_json_tensor(JsonScanner(text, text.end()), text.begin(), std::nullopt); }) ==
        "1:1: the document has 2 arrays of numbers: \"a/b~c\", \"d\"; choose one with --pointer /a~1b~0c");
}
