#include "formats/json/array.h"

#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

JsonTensor tensor_of(const std::string& json, Dtype dtype = Dtype::float64) {
  const Text text("input", json);
  JsonTensor tensor = read_json_array(JsonScanner(text, text.end()), text.begin(), {.dtype = dtype});
  CHECK(tensor.end == text.end());
  tensor.end = nullptr;
  return tensor;
}

std::string refused(const std::string& json, Dtype dtype = Dtype::float64) {
  const Text text("input", json);
  return refusal([&] { read_json_array(JsonScanner(text, text.end()), text.begin(), {.dtype = dtype}); });
}

std::string nested(std::size_t depth, const std::string& inside) {
  return std::string(depth, '[') + inside + std::string(depth, ']');
}

}  // namespace

TEST_CASE("nested arrays have the shape that they show") {
  struct Row {
    std::string json;
    Shape shape;
    std::vector<double> values;
  };
  for (const Row& row :
       {Row{"5", {}, {5}}, Row{"-1.5e3", {}, {-1500}}, Row{"[]", {0}, {}}, Row{"[ \t\r\n ]", {0}, {}},
        Row{"[1]", {1}, {1}}, Row{"[1,2,3]", {3}, {1, 2, 3}}, Row{" [\n1 ,\t2\r\n]", {2}, {1, 2}},
        Row{"[[1,2],[3,4],[5,6]]", {3, 2}, {1, 2, 3, 4, 5, 6}}, Row{"[ [ 1 , 2 ] , [ 3 , 4 ] ]", {2, 2}, {1, 2, 3, 4}},
        Row{"[[[1],[2]],[[3],[4]],[[5],[6]]]", {3, 2, 1}, {1, 2, 3, 4, 5, 6}}, Row{"[[],[]]", {2, 0}, {}},
        Row{"[[]   ]", {1, 0}, {}}, Row{"[[[],[]]]", {1, 2, 0}, {}}, Row{"[[[]],[[]]]", {2, 1, 0}, {}},
        Row{nested(32, "7"), Shape(32, 1), {7}},
        Row{nested(32, ""),
            [] {
              Shape shape(32, 1);
              shape.back() = 0;
              return shape;
            }(),
            {}}}) {
    CAPTURE(row.json);
    const JsonTensor tensor = tensor_of(row.json.substr(row.json.find_first_not_of(' ')));
    CHECK(tensor.shape == row.shape);
    CHECK(std::get<std::vector<double>>(tensor.values) == row.values);
  }
}

TEST_CASE("values are of the type that holds the dtype, and are values of it") {
  CHECK(std::get<std::vector<double>>(tensor_of("[0.1]").values) == std::vector<double>{0.1});
  CHECK(std::get<std::vector<float>>(tensor_of("[0.1]", Dtype::float32).values) == std::vector<float>{0.1F});
  CHECK(std::get<std::vector<float>>(tensor_of("[0.1]", Dtype::float16).values) ==
        std::vector<float>{0.0999755859375F});
  CHECK(std::get<std::vector<float>>(tensor_of("[0.1]", Dtype::bfloat16).values) == std::vector<float>{0.10009765625F});
  const auto special = std::get<std::vector<double>>(tensor_of("[NaN,Infinity,-Infinity,-0,1e-400]").values);
  CHECK(std::isnan(special[0]));
  CHECK(special[1] == HUGE_VAL);
  CHECK(special[2] == -HUGE_VAL);
  CHECK(std::signbit(special[3]));
  CHECK(special[4] == 0);
}

TEST_CASE("ragged and mixed nesting is named by its path") {
  struct Row {
    std::string json, answer;
  };
  for (const Row& row : {Row{"[[1,2],[3]]", "1:10: [1] has 1 element, its siblings have 2"},
                         Row{"[[1,2],[3,4,5]]", "1:13: [1] has 3 elements, its siblings have 2"},
                         Row{"[[1,2],[3,4,5,6,7]]", "1:13: [1] has 5 elements, its siblings have 2"},
                         Row{"[[1,2],[]]", "1:9: [1] has 0 elements, its siblings have 2"},
                         Row{"[[],[1]]", "1:6: [1] has 1 element, its siblings have 0"},
                         Row{"[[],[[]]]", "1:6: [1] has 1 element, its siblings have 0"},
                         Row{"[[[]],[]]", "1:8: [1] has 0 elements, its siblings have 1"},
                         Row{"[[[1],[2]],[[3]]]", "1:16: [1] has 1 element, its siblings have 2"},
                         Row{"[[[1],[2]],[[3],[4],[5]]]", "1:21: [1] has 3 elements, its siblings have 2"},
                         Row{"[[[1,2,3,4]],[[1,2,3,4]],[[1,2,3]]]", "1:33: [2][0] has 3 elements, [0][0] has 4"},
                         Row{"[[[1,2,3,4],[1,2,3,4]],[[1,2,3,4],[1,2,3,4]],\n[[1,2,3,4],[1,2,3]]]",
                             "2:18: [2][1] has 3 elements, its siblings have 4"},
                         Row{"[[1,2],[3,4,null,\"x\"]]", "1:13: [1] has 4 elements, its siblings have 2"},
                         Row{"[[1,2],3]", "1:8: [1] is a number, its siblings are arrays"},
                         Row{"[[],3]", "1:5: [1] is a number, its siblings are arrays"},
                         Row{"[1,[2]]", "1:4: [1] is an array, its siblings are numbers"},
                         Row{"[1,[]]", "1:4: [1] is an array, its siblings are numbers"},
                         Row{"[[1,2],[3,[4]]]", "1:11: [1][1] is an array, its siblings are numbers"},
                         Row{"[[1,2],[[3],4]]", "1:9: [1][0] is an array, [0][0] is a number"},
                         Row{"[[[1]],[2]]", "1:9: [1][0] is a number, [0][0] is an array"},
                         Row{"[[[1],[2]],[[1],2]]", "1:17: [1][1] is a number, its siblings are arrays"}}) {
    CAPTURE(row.json);
    CHECK(refused(row.json) == row.answer);
  }
}

TEST_CASE("what is no number is refused at its first byte") {
  struct Row {
    std::string json, answer;
  };
  for (const Row& row :
       {Row{"[1,2,]", "1:6: expected a number, found \"]\""},
        Row{"[1,,2]", "1:4: expected a number, found \",\""},
        Row{"[,1]", "1:2: expected a number, found \",\""},
        Row{"[1 2]", "1:4: expected \",\" or \"]\", found \"2\""},
        Row{"[1\n\n2]", "3:1: expected \",\" or \"]\", found \"2\""},
        Row{"[1", "1:3: expected \",\" or \"]\", found the end of the input"},
        Row{"[1,", "1:4: expected a number, found the end of the input"},
        Row{"[", "1:2: expected a number, found the end of the input"},
        Row{"[\n", "2:1: expected a number, found the end of the input"},
        Row{"[[1],", "1:6: expected an array, found the end of the input"},
        Row{"[[1],]", "1:6: expected an array, found \"]\""},
        Row{"[[1] [2]]", "1:6: expected \",\" or \"]\", found \"[\""},
        Row{"[[1],x]", "1:6: expected an array, found \"x\""},
        Row{"[3[4]]", "1:3: expected \",\" or \"]\", found \"[\""},
        Row{"[1}", "1:3: expected \",\" or \"]\", found \"}\""},
        Row{"[null]", "1:2: expected a number, found null; --missing nan reads it as NaN"},
        Row{"[1,true]", "1:4: expected a number, found \"true\""},
        Row{"[\"x\"]", "1:2: expected a number, found the string \"x\""},
        Row{"[1,{\"a\":1}]", "1:4: expected a number, found \"{\""},
        Row{"[[1,2],[3,x]]", "1:11: expected a number, found \"x\""},
        Row{"\"x\"", "1:1: expected a number, found the string \"x\""},
        Row{"null", "1:1: expected a number, found null; --missing nan reads it as NaN"},
        Row{"", "1:1: expected a number, found the end of the input"},
        Row{"[01]", "1:2: expected a number as JSON writes it (--from text takes more), found \"01\""},
        Row{"[1,-]", "1:4: expected a number, found \"-\""},
        Row{"[+1]", "1:2: expected a number as JSON writes it (--from text takes more), found \"+1\""},
        Row{"[1.]", "1:2: expected a number as JSON writes it (--from text takes more), found \"1.\""},
        Row{"[.5, 1]", "1:2: expected a number as JSON writes it (--from text takes more), found \".5\""},
        Row{"[1.x]", "1:2: expected a number, found \"1.x\""},
        Row{"[.5]", "1:2: expected a number as JSON writes it (--from text takes more), found \".5\""},
        Row{"[nan]", "1:2: expected a number as JSON writes it (--from text takes more), found \"nan\""},
        Row{"[1,0.5e]", "1:4: expected a number, found \"0.5e\""},
        Row{"[1/**/]", "1:2: expected a number, found \"1/**/\""},
        Row{"[1,\xFF]", "1:4: expected a number, found \"\\xFF\""},
        Row{std::string("[1\0]", 4), "1:3: expected \",\" or \"]\", found the byte 0x00"},
        Row{std::string("[\0", 2), "1:2: expected a number, found the byte 0x00"}}) {
    CAPTURE(row.json);
    CHECK(refused(row.json) == row.answer);
  }
}

TEST_CASE("a number beyond the dtype is refused, never an infinity") {
  CHECK(refused("[1,1e400]") == "1:4: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308");
  CHECK(refused("-1e400") == "1:1: -1e400 is beyond float64, whose largest is 1.7976931348623157e+308");
  CHECK(refused("[[1],[1e39]]", Dtype::float32) == "1:7: 1e39 is beyond float32, whose largest is 3.4028235e+38");
  CHECK(refused("[65520]", Dtype::float16) == "1:2: 65520 is beyond float16, whose largest is 65504");
  CHECK(refused("[65519]", Dtype::float16) == "accepted");
}

TEST_CASE("a rank above 32 is refused at the bracket that is too much") {
  const std::string message = "1:33: expected a tensor of rank 32 at most, found arrays nested deeper";
  CHECK(refused(nested(33, "1")) == message);
  CHECK(refused(nested(33, "")) == message);
  CHECK(refused(std::string(100000, '[')) == message);
}

TEST_CASE("numbers in strings are numbers where strings may stand, with their digits") {
  const auto read = [](const std::string& json) {
    std::string answer;
    const std::string error = refusal([&] {
      const Text text("input", json);
      std::vector<NumberToken> tokens;
      read_json_array(JsonScanner(text, text.end()), text.begin(), {.allows_strings = true, .tokens = &tokens});
      for (const NumberToken& token : tokens) answer += std::string(token.text) + " ";
    });
    return error == "accepted" ? answer : error;
  };
  CHECK(read("[\"0.50\", 1.0, \"-inf\", \"nan\", \"1e-05\"]") == "0.50 1.0 -inf nan 1e-05 ");
  CHECK(read("\"0.250\"") == "0.250 ");
  CHECK(read("[[\"1.\"], [\"2.\"]]") == "1. 2. ");
  CHECK(read("[\"\"]") == "1:2: expected a number, found \"\"");
  CHECK(read("[1, \"x\"]") == "1:5: expected a number, found \"x\"");
  CHECK(read("[\"1 \"]") == "1:2: expected a number, found \"1 \"");
  CHECK(read("[\"1e400\"]") == "1:2: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308");
  CHECK(read("[null]") == "1:2: expected a number, found \"null\"");  // case files have no --missing
}

TEST_CASE("a string is said to be one, and how to make a number of it") {
  const std::string hint = "; jq -c '(.. | strings) |= tonumber' removes the quotes";
  CHECK(refused("[\"0.50\"]") == "1:2: expected a number, found the string \"0.50\"" + hint);
  CHECK(refused("[1,[\"-2e3\"]]") == "1:4: [1] is an array, its siblings are numbers");
  CHECK(refused("[\"-2e3\"]") == "1:2: expected a number, found the string \"-2e3\"" + hint);
  CHECK(refused("[1,\"NA\"]") == "1:4: expected a number, found the string \"NA\"");
  CHECK(refused("[\"nan\"]") == "1:2: expected a number, found the string \"nan\"");
  CHECK(refused("[\"1") == "1:4: expected the closing quote of a string, found the end of the input");
}

TEST_CASE("null is NaN where it may be, with digits that say so") {
  const Text text("input", "[[1, null], [null, 2]]");
  std::vector<NumberToken> tokens;
  const JsonTensor tensor =
      read_json_array(JsonScanner(text, text.end()), text.begin(), {.null_is_nan = true, .tokens = &tokens});
  CHECK(tensor.shape == Shape{2, 2});
  const std::vector<double> values = as_doubles(tensor.values);
  CHECK(values[0] == 1);
  CHECK(std::isnan(values[1]));
  CHECK(std::isnan(values[2]));
  CHECK(values[3] == 2);
  CHECK(tokens[1].text == "NaN");
}

TEST_CASE("tokens are the numbers as they stand in the text, in row-major order") {
  const Text text("input", "[[1.50, -0],\n [2e-3, NaN]]");
  std::vector<NumberToken> tokens;
  read_json_array(JsonScanner(text, text.end()), text.begin(), {.tokens = &tokens});
  std::vector<std::string_view> texts;
  for (const NumberToken& token : tokens) texts.push_back(token.text);
  CHECK(texts == std::vector<std::string_view>{"1.50", "-0", "2e-3", "NaN"});
}
