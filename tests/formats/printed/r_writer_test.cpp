#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "formats/writer.h"
#include "support/process.h"
#include "support/skipped.h"
#include "support/temporary_directory.h"
#include "support/written.h"

using softmax::Dtype;
using softmax::Shape;
using softmax::test::float64;
using softmax::test::Framed;
using softmax::test::narrow;
using softmax::test::written;

namespace {

const softmax::formats::WriteOptions r = {.format = {"r"}};
const double nan_of_r = std::numeric_limits<double>::quiet_NaN();
const double infinity_of_r = std::numeric_limits<double>::infinity();

std::vector<double> doubles_of(const std::string& bytes) {
  std::vector<double> values(bytes.size() / sizeof(double));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  return values;
}

/// Tensors of rank 0 to 4 of random doubles from 1e-300 to 1e300, with zeros, NaN and infinities.
std::vector<Framed> random_tensors() {
  std::mt19937_64 random(20261129);
  std::uniform_real_distribution<double> exponent(-300, 300);
  std::uniform_real_distribution<double> unit(-1, 1);
  const std::vector<Shape> shapes = {{},     {1},       {7},       {0},       {3, 4},       {1, 5},   {5, 1}, {0, 3},
                                     {3, 0}, {2, 3, 4}, {1, 1, 2}, {2, 0, 3}, {2, 3, 2, 2}, {40, 50}, {4000}, {4000}};
  std::vector<Framed> tensors;
  for (const Shape& shape : shapes) {
    std::vector<double> values(softmax::element_count(shape));
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = i % 3 == 0 ? unit(random) : unit(random) * std::pow(10, exponent(random));
      if (i % 13 == 5) values[i] = i % 2 == 0 ? nan_of_r : infinity_of_r;
      if (i % 17 == 6) values[i] = i % 2 == 0 ? -infinity_of_r : -0.0;
    }
    tensors.push_back(float64(shape, std::move(values)));
  }
  return tensors;
}

}  // namespace

TEST_CASE("--to r: a number, a vector, a matrix, an array with the first dim fastest") {
  CHECK(written(r, float64({}, {0.5})) == "0.5\n");
  CHECK(written(r, float64({3}, {0.1, 0.2, 1e-20})) == "c(0.1, 0.2, 1e-20)\n");
  CHECK(written(r, float64({2, 2}, {1, 2, 3, 4})) == "matrix(c(1, 2, 3, 4), nrow = 2, byrow = TRUE)\n");
  CHECK(written(r, float64({1, 2, 3}, {1, 2, 3, 4, 5, 6})) == "array(c(1, 4, 2, 5, 3, 6), dim = c(1, 2, 3))\n");
  CHECK(written(r, float64({2, 1, 2, 1}, {1, 2, 3, 4})) == "array(c(1, 3, 2, 4), dim = c(2, 1, 2, 1))\n");
  CHECK(written(r, float64({4}, {nan_of_r, infinity_of_r, -infinity_of_r, -0.0})) == "c(NaN, Inf, -Inf, -0)\n");
  CHECK(written(r, narrow(Dtype::float32, {1}, {0.1f})) == "c(0.1)\n");
}

TEST_CASE("--to r: no elements, several tensors, a precision") {
  CHECK(written(r, float64({0}, {})) == "numeric(0)\n");
  CHECK(written(r, float64({0, 3}, {})) == "matrix(numeric(0), nrow = 0, ncol = 3)\n");
  CHECK(written(r, float64({2, 0, 3}, {})) == "array(numeric(0), dim = c(2, 0, 3))\n");
  CHECK(written(r, {float64({1}, {1}), narrow(Dtype::float16, {1}, {0x1.998p-4f}), float64({}, {2})}) ==
        "c(1)\nc(0.1)\n2\n");
  CHECK(written({.format = {"r"}, .precision = 3}, float64({2}, {0.0625, 1e-9})) == "c(0.062, 0.000)\n");
}

TEST_CASE("--to r: 17 digits where R 4.2.2 reads the fewest digits as another double") {
  CHECK(written(r, float64({2}, {2.0462516649897328e-3, 0.1})) == "c(0.0020462516649897328, 0.1)\n");
  CHECK(written(r, float64({1}, {-5.7902361418554797e-8})) == "c(-5.7902361418554797e-08)\n");
  CHECK(written(r, float64({1}, {4.4426668476881817e-218})) == "c(4.4426668476881817e-218)\n");
}

TEST_CASE("R reads back what --to r writes, to the bit") {
  using namespace softmax::test;
  if (!has_program("Rscript")) return;
  const std::vector<Framed> tensors = random_tensors();
  const TemporaryDirectory directory;
  std::ofstream(directory / "tensors.R") << written(r, tensors);
  const std::string script = R"(
read_back <- function(line) {
  x <- eval(parse(text = line))
  shape <- if (is.null(dim(x))) length(x) else dim(x)
  c(length(shape), shape, if (length(shape) > 1) aperm(x, rev(seq_along(shape))) else x)
}
values <- unlist(lapply(readLines("tensors.R"), read_back))
writeBin(as.double(values), "values", endian = .Platform$endian)
)";
  std::ofstream(directory / "read.R") << script;
  const Finished finished = run_script("Rscript --vanilla read.R", directory.path());
  CAPTURE(finished.errors);
  REQUIRE(finished.status == 0);
  const std::vector<double> found = doubles_of(bytes_of(directory.path() / "values"));

  std::vector<double> expected;
  for (const Framed& framed : tensors) {
    const Shape shape = framed.tensor.shape.empty() ? Shape{1} : framed.tensor.shape;
    expected.push_back(static_cast<double>(shape.size()));
    for (const std::size_t size : shape) expected.push_back(static_cast<double>(size));
    const auto& values = std::get<std::vector<double>>(framed.tensor.values);
    expected.insert(expected.end(), values.begin(), values.end());
  }
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::isnan(expected[i]) && std::isnan(found[i])) continue;
    CHECK(std::bit_cast<std::uint64_t>(found[i]) == std::bit_cast<std::uint64_t>(expected[i]));
  }
}
