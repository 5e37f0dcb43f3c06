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

const softmax::formats::WriteOptions torch = {.format = Format::torch};

}  // namespace

TEST_CASE("torch prints what PyTorch prints, character for character") {
  softmax::test::check_printed("torch.json", Format::torch);
}

TEST_CASE("torch tensors follow one another, each with numbers of its own width") {
  CHECK(written(torch, {narrow(Dtype::float32, {2}, {0.25f, 0.75f}), float64({1, 1}, {-12.5}), float64({0}, {})}) ==
        "tensor([0.2500, 0.7500])\n"
        "tensor([[-12.5000]], dtype=torch.float64)\n"
        "tensor([], dtype=torch.float64)\n");
}

TEST_CASE("torch summarises nothing") {
  const std::string text = written(torch, narrow(Dtype::float32, {40, 30}, std::vector<float>(1200, 0.5f)));
  CHECK(text.find("...") == std::string::npos);
  CHECK(text.ends_with(" 0.5000]])\n"));
}

TEST_CASE("torch writes NaN without a sign") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(written(torch, float64({2}, {-nan, 0.5})) == "tensor([   nan, 0.5000], dtype=torch.float64)\n");
}
