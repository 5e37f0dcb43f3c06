#include "formats/writer.h"

#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/written.h"

using softmax::CsvFrame;
using softmax::Dtype;
using softmax::formats::Format;
using softmax::formats::WriteOptions;
using softmax::test::float64;
using softmax::test::narrow;
using softmax::test::refusal;
using softmax::test::written;

namespace {

const WriteOptions csv = {.format = Format::csv};
const WriteOptions tsv = {.format = Format::tsv};

WriteOptions with_delimiter(char delimiter) { return {.format = Format::csv, .delimiter = delimiter}; }

/// The lines of a tensor of shape (1, 2) in its frame, written with another delimiter.
std::string with_frame(char delimiter, const CsvFrame& frame) {
  return written(with_delimiter(delimiter), float64({1, 2}, {1, 2}, frame));
}

}  // namespace

TEST_CASE("csv writes rows, and a tensor of rank 1 as one number a line") {
  CHECK(written(csv, float64({2, 3}, {0.1, 0.2, 0.7, 0.3, 0.3, 0.4})) == "0.1,0.2,0.7\n0.3,0.3,0.4\n");
  CHECK(written(csv, float64({3, 1}, {1, 2, 3})) == "1\n2\n3\n");
  CHECK(written(csv, float64({3}, {1, 2, 3})) == "1\n2\n3\n");
  CHECK(written(tsv, float64({2, 2}, {1, 2, 3, 4})) == "1\t2\n3\t4\n");
}

TEST_CASE("csv numbers are those of the dtype, or have the precision that was asked for") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(written(csv, narrow(Dtype::float32, {1, 2}, {0.1f, 1e-10f})) == "0.1,1e-10\n");
  CHECK(written({.format = Format::csv, .precision = 3}, float64({1, 2}, {0.5, 2.0 / 3})) == "0.500,0.667\n");
  CHECK(written(csv, float64({1, 3}, {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity})) ==
        "nan,inf,-inf\n");
}

TEST_CASE("the delimiter is that of the input unless tsv or another one is asked for") {
  const auto tensor = [](char delimiter) {
    CsvFrame frame;
    frame.delimiter = delimiter;
    return float64({1, 2}, {1, 2}, frame);
  };
  CHECK(written(csv, tensor(';')) == "1;2\n");
  CHECK(written(csv, tensor('\t')) == "1\t2\n");
  CHECK(written(csv, tensor(' ')) == "1 2\n");
  CHECK(written(tsv, tensor(';')) == "1\t2\n");
  CHECK(written(with_delimiter('|'), tensor(';')) == "1|2\n");
}

TEST_CASE("header and labels pass through byte for byte") {
  const CsvFrame frame = {';', true, "id; \"a \"\"x\"\"\" ;b", {"r1;", "\"r;2\" ;"}};
  CHECK(written(csv, float64({2, 2}, {1, 2, 3, 4}, frame)) == "id; \"a \"\"x\"\"\" ;b\nr1;1;2\n\"r;2\" ;3;4\n");
  const CsvFrame blanks = {' ', true, "id  a   b", {"r1   ", "r2 "}};
  CHECK(written(csv, float64({2, 2}, {1, 2, 3, 4}, blanks)) == "id  a   b\nr1   1 2\nr2 3 4\n");
  const CsvFrame single = {',', true, "logit", {}};
  CHECK(written(csv, float64({2}, {1, 2}, single)) == "logit\n1\n2\n");
}

TEST_CASE("labels that are not one for each row are left out") {
  const CsvFrame frame = {',', false, "", {"a,", "b,"}};
  CHECK(written(csv, float64({1, 4}, {1, 2, 3, 4}, frame)) == "1,2,3,4\n");
}

TEST_CASE("header and labels get another delimiter cell for cell") {
  const CsvFrame frame = {',', true, "id, name,\"x\ty\",p", {"r1,n\tm,", "r2,\"a,b\","}};
  CHECK(written(tsv, float64({2, 2}, {1, 2, 3, 4}, frame)) ==
        "id\tname\t\"x\ty\"\tp\nr1\t\"n\tm\"\t1\t2\nr2\t\"a,b\"\t3\t4\n");

  CHECK(with_frame(',', {' ', true, "  a   b ", {}}) == "a,b\n1,2\n");
  CHECK(with_frame(',', {' ', true, "\"a b\"\tc,d", {}}) == "\"a b\",\"c,d\"\n1,2\n");
  CHECK(with_frame(' ', {',', true, "a b,,c", {}}) == "\"a b\" \"\" c\n1 2\n");
  CHECK(with_frame(';', {',', true, "5\" a;b, \"c\"\"d,e\" ", {}}) == "\"5\"\" a;b\";\"c\"\"d,e\"\n1;2\n");
  CHECK(with_frame(';', {',', true, "a,", {}}) == "a;\n1;2\n");
  CHECK(with_frame(',', {' ', false, "", {"a  b   "}}) == "a,b,1,2\n");
}

TEST_CASE("csv refuses what it can't hold and says what can") {
  CHECK(refusal(csv, {float64({2, 2, 2}, std::vector<double>(8))}) ==
        "csv holds tensors of rank 1 and 2, this one has shape (2, 2, 2); json, jsonl and npy hold it");
  CHECK(refusal(tsv, {float64({}, {1})}) ==
        "tsv holds tensors of rank 1 and 2, this one has shape (); json, jsonl and npy hold it");
  CHECK(refusal(csv, {float64({1}, {1}), float64({1}, {1})}) ==
        "csv holds one tensor; json, jsonl and npy hold a sequence");
  CHECK(refusal(csv, {float64({2, 0}, {})}) ==
        "csv holds no tensor without elements, this one has shape (2, 0); json, jsonl and npy hold it");
  CHECK(refusal(csv, {float64({0}, {})}) ==
        "csv holds no tensor without elements, this one has shape (0,); json, jsonl and npy hold it");
}

TEST_CASE("what passes through is before, between and after the numbers of a row") {
  const CsvFrame frame = {',', true, "n,a,k,b,z", {"x,", "u,", ",p", "y,", "\"v,w\",", ",q\tr"}, {0, 1, 2}};
  const auto tensor = float64({2, 2}, {1, 2, 3, 4}, frame);
  CHECK(written(csv, tensor) == "n,a,k,b,z\nx,1,u,2,p\ny,3,\"v,w\",4,q\tr\n");
  CHECK(written(tsv, tensor) == "n\ta\tk\tb\tz\nx\t1\tu\t2\tp\ny\t3\t\"v,w\"\t4\t\"q\tr\"\n");
  const CsvFrame trailing = {' ', false, "", {" p ", " q"}, {2}};
  CHECK(written(csv, float64({2, 2}, {1, 2, 3, 4}, trailing)) == "1 2 p \n3 4 q\n");
}
