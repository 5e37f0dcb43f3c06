#include <limits>

#include <doctest/doctest.h>

#include "formats/writer.h"
#include "support/printed.h"

using softmax::Dtype;
using softmax::formats::Format;
using softmax::test::float64;
using softmax::test::narrow;
using softmax::test::written;

namespace {

const softmax::formats::WriteOptions numpy = {.format = Format::numpy};

}  // namespace

TEST_CASE("numpy prints what NumPy prints, character for character") {
  softmax::test::check_printed("numpy.json", Format::numpy);
}

TEST_CASE("numpy tensors follow one another, each with numbers of its own width") {
  CHECK(written(numpy, {narrow(Dtype::float32, {2}, {0.25f, 0.75f}), float64({1, 1}, {-12.5}), float64({0}, {})}) ==
        "array([0.25, 0.75], dtype=float32)\n"
        "array([[-12.5]])\n"
        "array([], dtype=float64)\n");
}

TEST_CASE("numpy shows bfloat16 as float32") {
  CHECK(written(numpy, narrow(Dtype::bfloat16, {2}, {0x1.56p-2f, 0.5f})) ==
        "array([0.33398438, 0.5       ], dtype=float32)\n");
  CHECK(written(numpy, narrow(Dtype::bfloat16, {0, 2}, {})) == "array([], shape=(0, 2), dtype=float32)\n");
}

TEST_CASE("numpy summarises nothing") {
  const std::string text = written(numpy, float64({40, 30}, std::vector<double>(1200, 0.5)));
  CHECK(text.find("...") == std::string::npos);
  CHECK(text.ends_with(" 0.5]])\n"));
}

TEST_CASE("numpy writes NaN without a sign") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(written(numpy, float64({2}, {-nan, 0.5})) == "array([nan, 0.5])\n");
}
