#include "formats/text_sink.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/sink.h"
#include "support/written.h"

using namespace softmax;
using softmax::test::float64;
using softmax::test::written_in_blocks;
using softmax::test::written_prepared;

TEST_CASE("long tensors come out the same in blocks of any size, prepared or not") {
  std::vector<double> values(20000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) / 7;
  for (const Shape& shape : {Shape{20000}, Shape{10, 2000}, Shape{5000, 4}, Shape{20000, 1}, Shape{2, 1, 10000}}) {
    const test::Framed tensor = float64(shape, values);
    const std::string whole = written_in_blocks({.format = formats::Format::json}, {tensor}, 20000, 20000);
    CHECK(written_in_blocks({.format = formats::Format::json}, {tensor}, 77, 999) == whole);
    for (const std::size_t size : {500UL, 4096UL, 6001UL, 20000UL}) {
      CHECK(written_prepared({.format = formats::Format::json}, {tensor}, size) == whole);
    }
  }
}

TEST_CASE("a block whose text would take too much memory waits for its turn") {
  const std::vector<double> values(30000, 0.1);
  const test::Framed tensor = float64({30000}, values);
  const formats::WriteOptions options = {.format = formats::Format::json, .precision = 1074};
  CHECK(written_prepared(options, {tensor}, 30000) == written_in_blocks(options, {tensor}, 100, 100));
}

TEST_CASE("a sink that passes everything to two others passes to the first what was prepared for it") {
  Output output = Output::to_memory();
  const std::unique_ptr<Sink> writer = formats::open_writer(output, {.format = formats::Format::csv});
  MemorySink memory;
  TeeSink both(*writer, memory);
  const std::vector<double> values = {1, 2, 3, 4};
  const Block block = values;
  const Frame no_frame;
  both.begin({{2, 2}, Dtype::float64, &no_frame});
  Prepared prepared;
  both.prepare(0, block.part(0, 3), prepared);
  CHECK(std::string_view(prepared.data(), prepared.size()) == "1,2\n3");
  both.write_prepared(block.part(0, 3), prepared);
  both.write(block.part(3, 1));
  both.end();
  CHECK(output.take() == "1,2\n3,4\n");
  CHECK(std::get<std::vector<double>>(memory.tensor().values) == values);
}
