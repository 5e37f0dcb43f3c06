#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/reader.h"
#include "support/documents.h"
#include "support/piped_input.h"
#include "support/temporary_file.h"

using namespace softmax;
using softmax::test::all_of;
using softmax::test::piped_input;
using softmax::test::TemporaryFile;

namespace {

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

formats::ReadOptions raw(Dtype dtype, std::vector<long> shape) {
  formats::ReadOptions options;
  options.format = formats::Format{"raw"};
  options.dtype = dtype;
  options.shape = std::move(shape);
  return options;
}

std::string read_file(const std::string& bytes, const formats::ReadOptions& options) {
  const TemporaryFile file(bytes);
  const auto reader = formats::open_reader(Input::open(file.path()), options);
  return all_of(*reader);
}

std::string read_pipe(const std::string& bytes, const formats::ReadOptions& options) {
  const auto reader = formats::open_reader(piped_input(bytes), options);
  return all_of(*reader);
}

}  // namespace

TEST_CASE("raw numbers are the same from a file and a pipe, with each dtype and with -1 in any place") {
  const std::string doubles = bytes_of<double>({1, -2.5, 3e300, 0, 5, 6});
  const std::string floats = bytes_of<float>({1, -2.5F, 0x1p100F, 0, 5, 6});
  const std::string halves("\x00\x3c\x00\xc1\x01\x00\xff\x7b", 8);  // 1, -2.5, 2^-24, 65504
  for (const std::vector<long>& shape : {std::vector<long>{2, 3}, {-1, 3}, {2, -1}}) {
    CHECK(read_pipe(doubles, raw(Dtype::float64, shape)) == "(2, 3) 1 -2.5 3e+300 0 5 6\n");
    CHECK(read_file(doubles, raw(Dtype::float64, shape)) == "(2, 3) 1 -2.5 3e+300 0 5 6\n");
    CHECK(read_pipe(floats, raw(Dtype::float32, shape)) == "(2, 3) 1 -2.5 1.2676506002282294e+30 0 5 6\n");
  }
  CHECK(read_pipe(halves, raw(Dtype::float16, {-1})) == "(4,) 1 -2.5 5.960464477539063e-08 65504\n");
  CHECK(read_pipe(halves.substr(0, 4), raw(Dtype::bfloat16, {2})) == "(2,) 0.0078125 -8\n");
  CHECK(read_pipe("", raw(Dtype::float32, {0, 3})) == "(0, 3)\n");
}
