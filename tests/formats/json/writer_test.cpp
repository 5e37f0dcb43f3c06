#include "formats/writer.h"

#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/written.h"

using softmax::Dtype;
using softmax::JsonFrame;
using softmax::formats::Format;
using softmax::formats::Nonfinite;
using softmax::formats::WriteOptions;
using softmax::test::float64;
using softmax::test::narrow;
using softmax::test::written;
using softmax::test::written_in_blocks;

namespace {

const WriteOptions as_json = {.format = Format::json};
const WriteOptions as_jsonl = {.format = Format::jsonl};

}  // namespace

TEST_CASE("json puts each innermost row on a line, indented by its depth") {
  CHECK(written(as_json, float64({2, 3}, {0.1, 0.2, 0.7, 0.3, 0.3, 0.4})) ==
        "[[0.1,0.2,0.7],\n"
        " [0.3,0.3,0.4]]\n");
  CHECK(written(as_json, float64({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8})) ==
        "[[[1,2],\n"
        "  [3,4]],\n"
        " [[5,6],\n"
        "  [7,8]]]\n");
  CHECK(written(as_json, float64({2, 1, 1, 2}, {1, 2, 3, 4})) ==
        "[[[[1,2]]],\n"
        " [[[3,4]]]]\n");
  CHECK(written(as_json, float64({3}, {1, 2.5, 3})) == "[1,2.5,3]\n");
  CHECK(written(as_json, float64({1}, {1})) == "[1]\n");
  CHECK(written(as_json, float64({}, {0.5})) == "0.5\n");
}

TEST_CASE("jsonl puts each tensor on a line without blanks") {
  CHECK(written(as_jsonl, {float64({2, 2}, {1, 2, 3, 4}), float64({1, 1, 2}, {5, 6}), float64({}, {7})}) ==
        "[[1,2],[3,4]]\n[[[5,6]]]\n7\n");
}

TEST_CASE("json tensors follow one another, each with a line end, in their own dtypes") {
  CHECK(written(as_json, {float64({1}, {0.1}), narrow(Dtype::float32, {2, 1}, {0.1f, 0.2f}), float64({}, {0.1})}) ==
        "[0.1]\n[[0.1],\n [0.2]]\n0.1\n");
}

TEST_CASE("a tensor without elements keeps what of its shape arrays can show, on one line") {
  CHECK(written(as_json, float64({0}, {})) == "[]\n");
  CHECK(written(as_json, float64({0, 3}, {})) == "[]\n");
  CHECK(written(as_json, float64({2, 0}, {})) == "[[],[]]\n");
  CHECK(written(as_json, float64({2, 2, 0, 5}, {})) == "[[[],[]],[[],[]]]\n");
  CHECK(written(as_jsonl, {float64({1, 0}, {}), float64({2}, {1, 2})}) == "[[]]\n[1,2]\n");
}

TEST_CASE("json spells what is no finite number by name, as null, or as strings") {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto tensor = float64({3}, {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity});
  CHECK(written({.format = Format::json}, tensor) == "[NaN,Infinity,-Infinity]\n");
  CHECK(written({.format = Format::json, .nonfinite = Nonfinite::null}, tensor) == "[null,null,null]\n");
  CHECK(written({.format = Format::jsonl, .nonfinite = Nonfinite::text}, tensor) ==
        "[\"NaN\",\"Infinity\",\"-Infinity\"]\n");
}

TEST_CASE("json numbers are those of the dtype, or have the precision that was asked for") {
  CHECK(written(as_json, narrow(Dtype::float32, {1}, {0.1f})) == "[0.1]\n");
  CHECK(written(as_json, narrow(Dtype::float16, {1}, {0x1.554p-2f})) == "[0.3333]\n");
  CHECK(written(as_json, narrow(Dtype::bfloat16, {1}, {0x1.56p-2f})) == "[0.334]\n");
  CHECK(written({.format = Format::json, .precision = 2}, float64({2, 2}, {0.125, 0.999, -0.0, 1})) ==
        "[[0.12,1.00],\n [-0.00,1.00]]\n");
}

TEST_CASE("a kept document goes out as it came, with the result in it") {
  const WriteOptions keep = {.format = Format::json, .keep = true};
  const JsonFrame frame = {"{ \"id\": 7,\r\n  \"x\": ", ", \"y\": \"\\n\" }", false};
  CHECK(written(keep, float64({2}, {1, 2}, frame)) == "{ \"id\": 7,\r\n  \"x\": [1,2], \"y\": \"\\n\" }\n");
  CHECK(written(keep, float64({2, 1}, {1, 2}, frame)) == "{ \"id\": 7,\r\n  \"x\": [[1],\n [2]], \"y\": \"\\n\" }\n");
  CHECK(written(as_json, float64({2}, {1, 2}, frame)) == "[1,2]\n");
  CHECK(written(keep, float64({2}, {1, 2})) == "[1,2]\n");
}

TEST_CASE("a kept document is put on one line for jsonl") {
  const WriteOptions keep = {.format = Format::jsonl, .keep = true};
  const JsonFrame frame = {"{\r\n\t\"x\":\n", "\n}", false};
  CHECK(written(keep, {float64({2, 1}, {1, 2}, frame), float64({}, {3}, JsonFrame{"{\"x\":", "}", false})}) ==
        "{  \t\"x\": [[1],[2]] }\n{\"x\":3}\n");
}

TEST_CASE("a tensor that was flat next to its shape is written flat") {
  const JsonFrame frame = {"{\"shape\": [2, 2], \"data\": ", "}", true};
  CHECK(written({.format = Format::json, .keep = true}, float64({2, 2}, {1, 2, 3, 4}, frame)) ==
        "{\"shape\": [2, 2], \"data\": [1,2,3,4]}\n");
  CHECK(written({.format = Format::json, .keep = true}, float64({2, 0}, {}, frame)) ==
        "{\"shape\": [2, 2], \"data\": []}\n");
  CHECK(written({.format = Format::json, .keep = true}, float64({}, {1}, frame)) ==
        "{\"shape\": [2, 2], \"data\": [1]}\n");
  CHECK(written(as_json, float64({2, 2}, {1, 2, 3, 4}, frame)) == "[[1,2],\n [3,4]]\n");
}

TEST_CASE("rows longer than the buffer come out whole") {
  const std::size_t count = 300000;
  const std::string text = written_in_blocks(as_json, {float64({count}, std::vector<double>(count, 0.5))}, 70000, 1000);
  CHECK(text.size() == count * 4 + 2);
  CHECK(text.starts_with("[0.5,0.5,"));
  CHECK(text.ends_with(",0.5]\n"));
}
