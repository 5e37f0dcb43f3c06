#include "formats/writer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/written.h"

using namespace std::string_literals;
using softmax::Dtype;
using softmax::Shape;
using softmax::formats::Format;
using softmax::test::float64;
using softmax::test::narrow;
using softmax::test::written;
using softmax::test::written_in_blocks;

namespace {

const softmax::formats::WriteOptions npy = {.format = Format::npy, .precision = 3};  // which means nothing here

/// The first `size` bytes of a version 1.0 file with these fields, by the format's description in NumPy's manual
/// (numpy.lib.format).
std::string header(std::string_view fields, std::size_t size = 128) {
  std::string text = "\x93NUMPY\x01\x00"s;
  text += static_cast<char>(size - 10);
  text += '\0';
  text += fields;
  text.resize(size - 1, ' ');
  return text + '\n';
}

}  // namespace

TEST_CASE("npy holds values of the dtype, little-endian, after a header of a multiple of 64 bytes") {
  CHECK(written(npy, float64({2}, {1, -2})) == header("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }") +
                                                   "\0\0\0\0\0\0\xF0\x3F\0\0\0\0\0\0\x00\xC0"s);
  CHECK(written(npy, narrow(Dtype::float32, {2, 3}, {1, 2, 3, 4, 5, 6})) ==
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }") +
            "\0\0\x80\x3F\0\0\0\x40\0\0\x40\x40\0\0\x80\x40\0\0\xA0\x40\0\0\xC0\x40"s);
  CHECK(written(npy, narrow(Dtype::bfloat16, {}, {0.5f})) ==
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (), }") + "\0\0\0\x3F"s);
  // binary16 of 1, -2, the largest, the smallest
  CHECK(written(npy, narrow(Dtype::float16, {4, 1}, {1, -2, 65504, 0x1p-24f})) ==
        header("{'descr': '<f2', 'fortran_order': False, 'shape': (4, 1), }") + "\0\x3C\0\xC0\xFF\x7B\x01\0"s);
}

TEST_CASE("npy holds tensors without elements, and one array after another") {
  const std::string empty = header("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }");
  CHECK(written(npy, float64({0, 3}, {})) == empty);
  CHECK(written(npy, {float64({0, 3}, {}), narrow(Dtype::float16, {1}, {1}), float64({}, {0})}) ==
        empty + header("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }") + "\0\x3C"s +
            header("{'descr': '<f8', 'fortran_order': False, 'shape': (), }") + std::string(8, '\0'));
}

TEST_CASE("every length of header is padded to 64 bytes") {
  for (std::size_t rank = 0; rank <= 80; ++rank) {
    const std::string bytes = written(npy, narrow(Dtype::float32, Shape(rank, 1), {1}));
    const std::size_t length = bytes.size() - 4;
    CHECK(length % 64 == 0);
    const auto byte = [&bytes](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
    };
    CHECK(byte(8) + 256 * byte(9) + 10 == length);
    CHECK(bytes[length - 1] == '\n');
    CHECK(length - bytes.find('}') <= 65);  // no more padding than is needed
  }
}

TEST_CASE("a header that version 1 can't hold makes version 2") {
  const std::string bytes = written(npy, narrow(Dtype::float32, Shape(30000, 1), {1}));
  CHECK(bytes.starts_with("\x93NUMPY\x02\x00"s));
  const std::size_t length = bytes.size() - 4;
  CHECK(length % 64 == 0);
  const std::size_t fields = length - 12;
  CHECK(bytes.substr(8, 4) == std::string{static_cast<char>(fields & 0xFF), static_cast<char>(fields >> 8 & 0xFF),
                                          static_cast<char>(fields >> 16), '\0'});
}

// With each further dim of size 1 the fields grow by 3 bytes: 65525 of them for 21824 dims fill the longest header that
// the two bytes of version 1 can tell, 10 bytes behind the file's beginning. The next fits them only without its
// blanks.
TEST_CASE("a header that only its blanks make too long for version 1 makes version 2") {
  const std::string longest = written(npy, narrow(Dtype::float32, Shape(21824, 1), {1}));
  CHECK(longest.substr(6, 4) == std::string("\x01\x00\xF6\xFF", 4));
  CHECK(longest.size() == 65536 + 4);
  const std::string longer = written(npy, narrow(Dtype::float32, Shape(21825, 1), {1}));
  CHECK(longer.substr(6, 6) == std::string("\x02\x00\x34\x00\x01\x00", 6));
  CHECK(longer.size() == 65600 + 4);
}

TEST_CASE("float16 values come out in order across many blocks") {
  std::vector<float> values;
  std::string expected = header("{'descr': '<f2', 'fortran_order': False, 'shape': (30000,), }");
  for (unsigned bits = 0; bits < 30000; ++bits) {
    values.push_back(softmax::float16_value(static_cast<std::uint16_t>(bits)));
    expected += static_cast<char>(bits & 0xFF);
    expected += static_cast<char>(bits >> 8);
  }
  CHECK(written_in_blocks(npy, {narrow(Dtype::float16, {30000}, values)}, 10000, 3000) == expected);
}
