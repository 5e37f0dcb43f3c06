#include "formats/npy/source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "support/npy_bytes.h"
#include "support/piped_input.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::item_bytes;
using softmax::test::piped_input;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

constexpr std::size_t many = 100000;  // more than one chunk

/// `many` big-endian int16 numbers i % 1000 - 500 after three other bytes.
std::string counted_bytes() {
  std::string bytes = "xyz";
  for (std::size_t i = 0; i < many; ++i) {
    bytes += item_bytes({static_cast<std::int16_t>(static_cast<int>(i % 1000) - 500)}, true);
  }
  return bytes;
}

double counted(std::size_t i) { return static_cast<double>(i % 1000) - 500; }

NpyArray counted_array(Dtype dtype) { return {3, many, {ItemKind::signed_integer, 2, true}, dtype}; }

bool is_counted(const Block& block, std::size_t first) {
  return block.visit([first](const auto& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (static_cast<double>(values[i]) != counted(first + i)) return false;
    }
    return true;
  });
}

}  // namespace

TEST_CASE("any values of a file can be read, again and again") {
  const TemporaryFile file(counted_bytes());
  NpyStream stream(Input::open(file.path()));
  const std::unique_ptr<Source> source = npy_source(stream, counted_array(Dtype::float64));
  CHECK(source->rereadable());
  Buffer buffer;
  for (const std::size_t first : {std::size_t{0}, many - 7, std::size_t{500}, std::size_t{0}}) {
    const Block values = source->read(first, 7, buffer);
    REQUIRE(values.size() == 7);
    CHECK(is_counted(values, first));
  }
  CHECK(is_counted(source->read(0, many, buffer), 0));
  CHECK(source->read(many, 0, buffer).size() == 0);
}

TEST_CASE("several threads read a file at once") {
  const TemporaryFile file(counted_bytes());
  NpyStream stream(Input::open(file.path()));
  const std::unique_ptr<Source> source = npy_source(stream, counted_array(Dtype::float32));
  std::vector<char> right(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      Buffer buffer;
      bool all = true;
      for (std::size_t first = 1000 * t; first + 5000 <= many; first += 5000) {
        all = all && is_counted(source->read(first, 5000, buffer), first);
      }
      right[t] = all;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == std::vector<char>(4, 1));
}

TEST_CASE("the values of a pipe are read in order") {
  const std::string bytes = counted_bytes().substr(0, 3 + 2 * 30000);
  NpyStream stream(piped_input(bytes));
  stream.skip_to(3);
  CHECK(stream.offset() == 3);
  const std::unique_ptr<Source> source =
      npy_source(stream, {3, 30000, {ItemKind::signed_integer, 2, true}, Dtype::float32});
  CHECK_FALSE(source->rereadable());
  Buffer buffer;
  CHECK(is_counted(source->read(0, 7, buffer), 0));
  CHECK(is_counted(source->read(7, 20000, buffer), 7));
  const Block last = source->read(20007, 9993, buffer);
  CHECK(last.size() == 9993);
  CHECK(is_counted(last, 20007));
  CHECK(stream.offset() == bytes.size());
}

TEST_CASE("values that stand in the file as in memory come as they are") {
  const std::string bytes = item_bytes<float>({1.5F, -2.5F, 0x1p-149F});
  const TemporaryFile file(bytes);
  for (const bool is_piped : {false, true}) {
    NpyStream stream(is_piped ? piped_input(bytes) : Input::open(file.path()));
    const std::unique_ptr<Source> source = npy_source(stream, {0, 3, {ItemKind::floating, 4, false}, Dtype::float32});
    Buffer buffer;
    const auto values = source->read(0, 3, buffer).as<float>();
    CHECK(std::vector<float>(values.begin(), values.end()) == std::vector<float>{1.5F, -2.5F, 0x1p-149F});
  }
}

TEST_CASE("a pipe that ends early costs no memory for what does not come") {
  NpyStream stream(piped_input(item_bytes<double>({1, 2, 3})));
  const NpyArray array{0, std::size_t{1} << 50, {ItemKind::floating, 8, false}, Dtype::float64};
  const std::unique_ptr<Source> source = npy_source(stream, array);
  Buffer buffer;
  CHECK(refusal([&] { source->read(0, array.count, buffer); }) ==
        "byte 0: expected 9007199254740992 bytes of data, the input ends after 24");
  CHECK(buffer.as<double>().capacity() <= 65536);
}

TEST_CASE("a file that shrinks is noticed") {
  const TemporaryFile file(counted_bytes());
  NpyStream stream(Input::open(file.path()));
  const std::unique_ptr<Source> source = npy_source(stream, counted_array(Dtype::float64));
  std::filesystem::resize_file(file.path(), 1000);
  Buffer buffer;
  CHECK(is_counted(source->read(0, 400, buffer), 0));
  CHECK(refusal([&] { source->read(400, 400, buffer); }) ==
        "can't read " + file.path() + ": it became shorter while it was read");
}

TEST_CASE("a value beyond the dtype is named with its byte") {
  const std::string bytes = "ab" + item_bytes<double>({1, 2, -1e300});
  const TemporaryFile file(bytes);
  for (const bool is_piped : {false, true}) {
    NpyStream stream(is_piped ? piped_input(bytes) : Input::open(file.path()));
    stream.skip_to(2);
    const std::unique_ptr<Source> source = npy_source(stream, {2, 3, {ItemKind::floating, 8, false}, Dtype::float32});
    Buffer buffer;
    source->read(0, 1, buffer);
    CHECK(refusal([&] { source->read(1, 2, buffer); }) ==
          "byte 18: -1e+300 is beyond float32, whose largest is 3.4028235e+38");
  }
}

TEST_CASE("skipping ends at the end of the input") {
  const TemporaryFile file("abcdef");
  for (const bool is_piped : {false, true}) {
    NpyStream stream(is_piped ? piped_input("abcdef") : Input::open(file.path()));
    stream.skip_to(4);
    char byte = 0;
    CHECK(stream.read(&byte, 1) == 1);
    CHECK(byte == 'e');
    stream.skip_to(100);
    CHECK(stream.offset() == 6);
  }
}
