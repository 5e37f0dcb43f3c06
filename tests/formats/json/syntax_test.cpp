#include "formats/json/syntax.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// Checks one value that must be the whole text.
std::string checked(const std::string& json) {
  const Text text("input", json);
  return refusal([&] {
    const JsonScanner scanner(text, text.end());
    const char* end = scanner.value(scanner.skip_blanks(text.begin())).end;
    end = scanner.skip_blanks(end);
    if (end != text.end()) scanner.fail_expecting(end, "the end");
  });
}

/// The length of the number that the text starts with; 0 if there is none.
std::size_t number_length(const std::string& json) {
  const Text text("input", json);
  const char* end = JsonScanner(text, text.end()).number_end(text.begin());
  return end == nullptr ? 0 : static_cast<std::size_t>(end - text.begin());
}

JsonValue value_of(const Text& text) { return JsonScanner(text, text.end()).value(text.begin()); }

std::string repeated(const std::string& piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

}  // namespace

// RFC 8259, section 6: number = [ minus ] int [ frac ] [ exp ]; int = zero / ( digit1-9 *DIGIT ).
TEST_CASE("numbers to the letter of the grammar") {
  for (const char* number : {"0", "-0", "7", "-7", "10", "1234567890", "0.5", "-0.0", "1.50", "1e5", "1E5", "1e+5",
                             "1e-5", "0e0", "-1.25E-07", "0.00e+00", "NaN", "Infinity", "-Infinity"}) {
    CAPTURE(number);
    for (const char* behind : {"", " ", "\t", "\n", "\r", ",", "]", "}", ":", "[", "\""}) {
      CHECK(number_length(std::string(number) + behind) == std::string(number).size());
    }
    CHECK(number_length(std::string(number) + "x") == 0);
    CHECK(number_length(std::string(number) + "\xC2\xA0") == 0);
  }
  for (const char* other :
       {"",         "-",       "+1",        "--1",  "01",   "-01",   "00",           "1.",  "-1.",   "1.e5",
        ".5",       "-.5",     "1e",        "1e+",  "1E-",  "1e5.5", "1.2.3",        "0x1", "1_000", "1f",
        "1.0f",     "nan",     "NAN",       "Nan",  "-NaN", "+NaN",  "inf",          "Inf", "-inf",  "infinity",
        "INFINITY", "Infinit", "Infinityy", "NaNs", "- 1",  "-x",    "\xEF\xBC\x91", "e5",  "1e5e5"}) {
    CAPTURE(other);
    CHECK(number_length(other) == 0);
  }
}

// RFC 8259, section 7: any character but quote, backslash and U+0000 to U+001F; section 8.1: in UTF-8.
TEST_CASE("strings to the letter of the grammar") {
  struct Row {
    std::string json, answer;
  };
  for (const Row& row :
       {Row{R"("")", "accepted"},
        Row{R"("a b")", "accepted"},
        Row{R"("\"\\\/\b\f\n\r\t")", "accepted"},
        Row{R"("\u00e9\uABCD\uabcd")", "accepted"},
        Row{R"("\u0000")", "accepted"},
        Row{R"("\uD83D\uDE00")", "accepted"},
        Row{R"("\uD800")", "accepted"},
        Row{R"("\uDC00\uD800\uD800")", "accepted"},
        Row{R"("\uD800\n")", "accepted"},
        Row{"\"\x7F\"", "accepted"},
        Row{"\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", "accepted"},
        Row{"\"a\tb\"", "1:3: expected a character of a string, found the byte 0x09: write it as \\u0009"},
        Row{"\"a\nb\"", "1:3: expected a character of a string, found the byte 0x0A: write it as \\u000a"},
        Row{std::string("\"a\0b\"", 5),
            "1:3: expected a character of a string, found the byte 0x00: write it as \\u0000"},
        Row{R"("a)", "1:3: expected the closing quote of a string, found the end of the input"},
        Row{R"(")", "1:2: expected the closing quote of a string, found the end of the input"},
        Row{"\"a\\\"", "1:5: expected the closing quote of a string, found the end of the input"},
        Row{R"("a\x")",
            "1:3: expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in a string; a backslash "
            "itself is \\\\"},
        Row{"\"\\",
            "1:2: expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u in a string; a backslash "
            "itself is \\\\"},
        Row{R"("\u12G4")", "1:2: expected four hexadecimal digits after \\u"},
        Row{R"("\u12")", "1:2: expected four hexadecimal digits after \\u"},
        Row{"\"\\u", "1:2: expected four hexadecimal digits after \\u"},
        Row{"\"a\xFF\"", "1:3: expected UTF-8 in a string, found the byte 0xFF"},
        Row{"\"\x80\"", "1:2: expected UTF-8 in a string, found the byte 0x80"},
        Row{"\"\xC0\x80\"", "1:2: expected UTF-8 in a string, found the byte 0xC0"},
        Row{"\"\xE2\x82\"", "1:2: expected UTF-8 in a string, found the byte 0xE2"},
        Row{"\"\xED\xA0\x80\"", "1:2: expected UTF-8 in a string, found the byte 0xED"},
        Row{"\"\xF4\x90\x80\x80\"", "1:2: expected UTF-8 in a string, found the byte 0xF4"}}) {
    CAPTURE(row.json);
    CHECK(checked(row.json) == row.answer);
    const std::string as_key = "{" + row.json + ":1}";
    if (row.answer == "accepted") CHECK(checked(as_key) == "accepted");
    if (row.answer != "accepted") CHECK(checked(as_key) != "accepted");
  }
}

TEST_CASE("escapes stand for characters") {
  CHECK(json_unescaped(R"("")").empty());
  CHECK(json_unescaped(R"("a/b~c")") == "a/b~c");
  CHECK(json_unescaped(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(json_unescaped(R"("\u0041\u00e9\u20AC")") == "A\xC3\xA9\xE2\x82\xAC");
  CHECK(json_unescaped(R"("\u0000")") == std::string(1, '\0'));
  CHECK(json_unescaped(R"("\uD83D\uDE00!")") == "\xF0\x9F\x98\x80!");
  CHECK(json_unescaped(R"("\uDBFF\uDFFF")") == "\xF4\x8F\xBF\xBF");
  // Halves of surrogates keep apart from everything that is UTF-8.
  CHECK(json_unescaped(R"("\uD800")") == "\xED\xA0\x80");
  CHECK(json_unescaped(R"("\uD800x")") == "\xED\xA0\x80x");
  CHECK(json_unescaped(R"("\uD800\u0041")") ==
        "\xED\xA0\x80"
        "A");
  CHECK(json_unescaped(R"("\uDC00\uD800")") == "\xED\xB0\x80\xED\xA0\x80");
}

// RFC 8259, sections 2 to 5.
TEST_CASE("values to the letter of the grammar") {
  for (const char* json :
       {"null", "true", "false", "[]", "{}", "[ ]", "{ }", " [ 1 , 2 ] ", "\t\r\n{\n\"a\"\r:\t1\n}", "[[],{}]",
        R"({"a":{"b":[1,{"c":null}]},"a":2})", R"({"":[true,false]})", "[NaN,Infinity,-Infinity]"}) {
    CAPTURE(json);
    CHECK(checked(json) == "accepted");
  }
  struct Row {
    std::string json, answer;
  };
  for (const Row& row : {Row{"[1,]", "1:4: expected a number, found \"]\""},
                         Row{"[,1]", "1:2: expected a value, found \",\""},
                         Row{"[1,,2]", "1:4: expected a number, found \",\""},
                         Row{"[1 2]", "1:4: expected \",\" or \"]\", found \"2\""},
                         Row{"[1;2]", "1:3: expected \",\" or \"]\", found \";\""},
                         Row{"[1:2]", "1:3: expected \",\" or \"]\", found \":\""},
                         Row{"[1}", "1:3: expected \",\" or \"]\", found \"}\""},
                         Row{"[1", "1:3: expected \",\" or \"]\", found the end of the input"},
                         Row{"[", "1:2: expected a value, found the end of the input"},
                         Row{"", "1:1: expected a value, found the end of the input"},
                         Row{"]", "1:1: expected a value, found \"]\""},
                         Row{"[]]", "1:3: expected the end, found \"]\""},
                         Row{"[1]/* no */", "1:4: expected the end, found \"/*\""},
                         Row{"[1, // no\n2]", "1:5: expected a number, found \"//\""},
                         Row{"# no\n[1]", "1:1: expected a value, found \"#\""},
                         Row{"['a']", "1:2: expected a value, found \"'a'\""},
                         Row{"nul", "1:1: expected a value, found \"nul\""},
                         Row{"nulls", "1:1: expected a value, found \"nulls\""},
                         Row{"True", "1:1: expected a value, found \"True\""},
                         Row{"[tru]", "1:2: expected a value, found \"tru\""},
                         Row{"[fals", "1:2: expected a value, found \"fals\""},
                         Row{"[undefined]", "1:2: expected a value, found \"undefined\""},
                         Row{"[01]", "1:2: expected a value, found \"01\""},
                         Row{"[1\f]", "1:3: expected \",\" or \"]\", found the byte 0x0C"},
                         Row{std::string("[1\0]", 4), "1:3: expected \",\" or \"]\", found the byte 0x00"},
                         Row{"[\xC2\xA0"
                             "1]",
                             R"(1:2: expected a value, found "\xC2\xA01")"},
                         Row{"{", "1:2: expected a string, found the end of the input"},
                         Row{"{\"a\"", "1:5: expected \":\", found the end of the input"},
                         Row{"{\"a\":", "1:6: expected a value, found the end of the input"},
                         Row{"{\"a\":1", "1:7: expected \",\" or \"}\", found the end of the input"},
                         Row{"{\"a\":1,", "1:8: expected a string, found the end of the input"},
                         Row{"{\"a\":1,}", "1:8: expected a string, found \"}\""},
                         Row{"{,}", "1:2: expected a string, found \",\""},
                         Row{"{a:1}", "1:2: expected a string, found \"a\""},
                         Row{"{1:1}", "1:2: expected a string, found \"1\""},
                         Row{"{\"a\" 1}", "1:6: expected \":\", found \"1\""},
                         Row{"{\"a\",1}", "1:5: expected \":\", found \",\""},
                         Row{"{\"a\"::1}", "1:6: expected a value, found \":\""},
                         Row{"{\"a\":1 \"b\":2}", "1:8: expected \",\" or \"}\", found \"b\""},
                         Row{"{\"a\":1]", "1:7: expected \",\" or \"}\", found \"]\""},
                         Row{"[\n{\"a\":\n[1, x]}]", "3:5: expected a value, found \"x\""}}) {
    CAPTURE(row.json);
    CHECK(checked(row.json) == row.answer);
  }
}

TEST_CASE("nesting goes 512 deep and no deeper") {
  CHECK(checked(repeated("[", 512) + repeated("]", 512)) == "accepted");
  CHECK(checked(repeated("{\"a\":", 512) + "1" + repeated("}", 512)) == "accepted");
  CHECK(checked(repeated("[{\"a\":", 256) + "1" + repeated("}]", 256)) == "accepted");
  const std::string refused = "arrays and objects are nested more than 512 deep";
  CHECK(checked(repeated("[", 513) + repeated("]", 513)) == "1:513: " + refused);
  CHECK(checked(repeated("[", 100000)) == "1:513: " + refused);
  CHECK(checked(repeated("[{\"\":", 50000)) == "1:1281: " + refused);
}

TEST_CASE("a string of 1 MB is read, and one that never ends is refused at its end") {
  const std::string text = repeated("caf\xC3\xA9 \\u00e9 ", 1000000 / 12);
  CHECK(checked("\"" + text + "\"") == "accepted");
  CHECK(checked("\"" + text) == "1:" + std::to_string(text.size() + 2) +
                                    ": expected the closing quote of a string, found the end of the input");
}

TEST_CASE("a value knows what its arrays hold") {
  struct Row {
    const char* json;
    bool numbers, nothing;
  };
  for (const Row& row :
       {Row{"[1]", true, false}, Row{"[[1,2],[[NaN]]]", true, false}, Row{"[[],[1]]", true, false},
        Row{"[]", false, true}, Row{"[[],[]]", false, true}, Row{"1", false, false}, Row{"\"a\"", false, false},
        Row{"[\"a\"]", false, false}, Row{"[1,null]", false, false}, Row{"[{}]", false, false},
        Row{"[{\"a\":1}]", false, false}, Row{"{\"a\":[1]}", false, false}, Row{"[1,[true]]", false, false}}) {
    CAPTURE(row.json);
    const Text text("input", row.json);
    CHECK(value_of(text).is_array_of_numbers() == row.numbers);
    CHECK(value_of(text).is_array_of_nothing() == row.nothing);
  }
  const Text objects("input", R"([{"a":[1]},"x"])");
  CHECK_FALSE(value_of(objects).has_numbers);
  const Text behind_object("input", R"([{"a":{"b":[]}},1])");
  CHECK(value_of(behind_object).has_numbers);
}

TEST_CASE("members and elements are visited in order") {
  const Text text("input", R"({ "a" : [1, 2] , "b\n":{"x":3}, "a":null } rest)");
  const JsonScanner scanner(text, text.end());
  std::vector<std::string> seen;
  const char* end = scanner.for_each_member(text.begin(), [&](std::string_view key, const JsonValue& value) {
    seen.push_back(std::string(key) + "=" + std::string(value.begin, value.end));
  });
  CHECK(seen == std::vector<std::string>{"\"a\"=[1, 2]", "\"b\\n\"={\"x\":3}", "\"a\"=null"});
  CHECK(std::string(end) == " rest");

  const Text array("input", "[ 1 ,[2,3],\"x\"]]");
  std::vector<std::string> elements;
  end = JsonScanner(array, array.end()).for_each_element(array.begin(), [&](const JsonValue& value) {
    elements.emplace_back(value.begin, value.end);
  });
  CHECK(elements == std::vector<std::string>{"1", "[2,3]", "\"x\""});
  CHECK(std::string(end) == "]");
}

TEST_CASE("a scanner that ends at a line feed says that the document ends with the line") {
  const Text text("input", "[1,\n2]");
  const JsonScanner scanner(text, text.begin() + 3);
  CHECK(refusal([&] { scanner.value(text.begin()); }) ==
        "1:4: expected a number, found the end of the line; a jsonl document is on one line");
}
