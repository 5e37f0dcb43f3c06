#include <bit>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/formatted.h"
#include "support/skipped.h"
#include "support/written.h"

using softmax::Dtype;
using softmax::formatted;
using softmax::test::float64;
using softmax::test::Framed;
using softmax::test::narrow;
using softmax::test::written;

namespace {
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

softmax::formats::WriteOptions octave(std::optional<int> precision = {}) {
  return {.format = *softmax::formats::format_named("octave"), .precision = precision};
}

std::vector<double> counted_to(int last) {
  std::vector<double> values;
  for (int i = 1; i <= last; ++i) values.push_back(i);
  return values;
}
}  // namespace

TEST_CASE("octave writes source code of Octave and MATLAB, a line for each tensor") {
  CHECK(written(octave(), {float64({}, {0.25}), float64({3}, {0.1, -0.2, 1e-300}), float64({1}, {5})}) ==
        "0.25\n[0.1 -0.2 1e-300]\n[5]\n");
  CHECK(written(octave(), float64({2, 2}, {1, 2, 3, 4})) == "[1 2; 3 4]\n");
  CHECK(written(octave(), float64({3, 1}, {1, 2, 3})) == "[1; 2; 3]\n");
  CHECK(written(octave(), float64({2}, {-0.0, 1.0 / 3})) == "[-0 0.3333333333333333]\n");
  CHECK(written(octave(), float64({2, 2}, {not_a_number, inf, -inf, 0})) == "[NaN Inf; -Inf 0]\n");
}

TEST_CASE("octave reshapes arrays of rank 3 and up, whose first index runs fastest") {
  CHECK(written(octave(), float64({2, 3, 2}, counted_to(12))) == "reshape([1 7 3 9 5 11 2 8 4 10 6 12], 2, 3, 2)\n");
  CHECK(written(octave(), float64({1, 2, 2, 1}, {1, 2, 3, 4})) == "reshape([1 3 2 4], 1, 2, 2, 1)\n");
}

TEST_CASE("octave writes tensors without elements as zeros") {
  CHECK(written(octave(), {float64({0}, {}), float64({0, 3}, {}), float64({2, 0, 2}, {})}) ==
        "zeros(1, 0)\nzeros(0, 3)\nzeros(2, 0, 2)\n");
}

TEST_CASE("octave writes dtypes other than float64 as single, with digits that float32 reads back") {
  CHECK(written(octave(), narrow(Dtype::float32, {2}, {0.1f, 1})) == "single([0.1 1])\n");
  CHECK(written(octave(), narrow(Dtype::float16, {1, 1}, {0.0999755859375f})) == "single([0.099975586])\n");
  CHECK(written(octave(), narrow(Dtype::bfloat16, {}, {0.5f})) == "single(0.5)\n");
  CHECK(written(octave(), narrow(Dtype::float32, {0, 2}, {})) == "single(zeros(0, 2))\n");
}

TEST_CASE("octave has as many decimals as --precision says") {
  CHECK(written(octave(2), float64({1, 2}, {1, 0.125})) == "[1.00 0.12]\n");
}

TEST_CASE("Octave reads back the bits of what is written") {
  if (!softmax::test::has_program("octave-cli")) return;
  std::vector<double> values = {0.1,
                                1.0 / 3,
                                5e-324,
                                1.7976931348623157e308,
                                -2.2250738585072014e-308,
                                123456789.123,
                                -0.0,
                                inf,
                                -inf,
                                1e22,
                                0.30000000000000004,
                                1e-8,
                                1e6,
                                2.5,
                                1 / 7.0,
                                -9007199254740993.0,
                                4.9406564584124654e-320,
                                1e-5,
                                3,
                                0,
                                7,
                                -1,
                                0.5,
                                100};
  const std::vector<softmax::Shape> shapes = {{24}, {6, 4}, {24, 1}, {1, 24}, {2, 3, 4}, {3, 2, 2, 2}};
  const softmax::test::TemporaryDirectory directory;
  {
    std::ofstream script(directory.path() / "read.m");
    for (const softmax::Shape& shape : shapes) {
      std::string code = written(octave(), float64(shape, values));
      code.pop_back();
      // In row-major order, so that the last index runs fastest.
      script << "x = " << code << ";\nx = permute(x, ndims(x):-1:1);\nprintf(\"%s\\n\", num2hex(x(:))');\n"
             << "printf(\"%d \", size(" << code << ")); printf(\"\\n\");\n";
    }
    script << "x = " << written(octave(), narrow(Dtype::float32, {2}, {0.1f, 3e-45f}));
    script << "printf(\"%s\\n\", class(x), num2hex(x(:))');\n";
  }
  const auto run = softmax::test::run_script("octave-cli --no-gui --no-init-file read.m 2>/dev/null", directory.path());
  std::string expected;
  for (const softmax::Shape& shape : shapes) {
    for (const double value : values) expected += formatted("{:016x}", std::bit_cast<std::uint64_t>(value));
    expected += "\n";
    if (shape.size() == 1) expected += "1 ";
    for (const std::size_t size : shape) expected += formatted("{} ", size);
    expected += "\n";
  }
  CHECK(run.output.find(expected) == 0);
  CHECK(run.output.ends_with("single\n3dcccccd00000002\n"));
}
