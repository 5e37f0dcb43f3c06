#include "formats/reader.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "support/npy_bytes.h"
#include "support/piped_input.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

namespace softmax::formats {
OpenReader npy_reader;  // the table of formats has it
}

using namespace softmax;
using namespace softmax::formats;
using softmax::test::item_bytes;
using softmax::test::npy_array;
using softmax::test::npy_bytes;
using softmax::test::piped_input;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

using Doubles = std::vector<double>;

Doubles values_of(Document& document, std::size_t count) {
  Buffer buffer;
  return document.values->read(0, count, buffer).visit([](const auto& values) {
    return Doubles(values.begin(), values.end());
  });
}

Doubles values_of(Document& document) { return values_of(document, element_count(document.shape)); }

/// What one array reads as.
struct Result {
  Shape shape;
  Dtype dtype;
  Doubles values;
  std::vector<std::string> notes;
  bool is_sequence;  // as known when the array was given
};

std::vector<Result> read_all(Input input, const ReadOptions& options = {}) {
  const auto reader = npy_reader(std::move(input), options, Format::npy);
  CHECK(reader->format() == formats::Format::npy);
  std::vector<Result> results;
  while (std::optional<Document> document = reader->next()) {
    const bool is_sequence = reader->is_sequence();
    CHECK(std::holds_alternative<std::monostate>(document->frame));
    results.push_back({document->shape, document->dtype, values_of(*document), document->notes, is_sequence});
  }
  return results;
}

/// The only array, read from a file and from a pipe, which must agree.
Result read_one(const std::string& bytes, const ReadOptions& options = {}) {
  const TemporaryFile file(bytes);
  const std::vector<Result> from_file = read_all(Input::open(file.path()), options);
  const std::vector<Result> from_pipe = read_all(piped_input(bytes), options);
  REQUIRE(from_file.size() == 1);
  REQUIRE(from_pipe.size() == 1);
  CHECK_FALSE(from_file[0].is_sequence);
  CHECK_FALSE(from_pipe[0].is_sequence);
  CHECK(from_file[0].shape == from_pipe[0].shape);
  CHECK(from_file[0].values == from_pipe[0].values);
  return from_file[0];
}

std::string file_refusal(const std::string& bytes, const ReadOptions& options = {}) {
  const TemporaryFile file(bytes);
  return refusal([&] { read_all(Input::open(file.path()), options); });
}

std::string pipe_refusal(const std::string& bytes, const ReadOptions& options = {}) {
  return refusal([&] { read_all(piped_input(bytes), options); });
}

ReadOptions with_dtype(Dtype dtype) {
  ReadOptions options;
  options.dtype = dtype;
  return options;
}

const std::string small = npy_array("<f4", "(2, 3)", item_bytes<float>({1, 2, 3, 4, 5, 6}));

}  // namespace

TEST_CASE("arrays of every type become their dtype, or float64 with a note") {
  const struct {
    const char* descr;
    std::string data;
    Dtype dtype;
    std::vector<std::string> notes;
  } table[] = {
      {"<f2", item_bytes<std::uint16_t>({0x3c00, 0x4000}), Dtype::float16, {}},
      {">f2", item_bytes<std::uint16_t>({0x3c00, 0x4000}, true), Dtype::float16, {}},
      {"<f4", item_bytes<float>({1, 2}), Dtype::float32, {}},
      {">f4", item_bytes<float>({1, 2}, true), Dtype::float32, {}},
      {"<f8", item_bytes<double>({1, 2}), Dtype::float64, {}},
      {">f8", item_bytes<double>({1, 2}, true), Dtype::float64, {}},
      {"|i1", item_bytes<std::int8_t>({1, 2}), Dtype::float64, {"int8 made float64"}},
      {"<i2", item_bytes<std::int16_t>({1, 2}), Dtype::float64, {"int16 made float64"}},
      {">i2", item_bytes<std::int16_t>({1, 2}, true), Dtype::float64, {"int16 made float64"}},
      {"<i4", item_bytes<std::int32_t>({1, 2}), Dtype::float64, {"int32 made float64"}},
      {">i4", item_bytes<std::int32_t>({1, 2}, true), Dtype::float64, {"int32 made float64"}},
      {"<i8", item_bytes<std::int64_t>({1, 2}), Dtype::float64, {"int64 made float64, exact up to 2^53"}},
      {">i8", item_bytes<std::int64_t>({1, 2}, true), Dtype::float64, {"int64 made float64, exact up to 2^53"}},
      {"|u1", item_bytes<std::uint8_t>({1, 2}), Dtype::float64, {"uint8 made float64"}},
      {"<u2", item_bytes<std::uint16_t>({1, 2}), Dtype::float64, {"uint16 made float64"}},
      {">u2", item_bytes<std::uint16_t>({1, 2}, true), Dtype::float64, {"uint16 made float64"}},
      {"<u4", item_bytes<std::uint32_t>({1, 2}), Dtype::float64, {"uint32 made float64"}},
      {">u4", item_bytes<std::uint32_t>({1, 2}, true), Dtype::float64, {"uint32 made float64"}},
      {"<u8", item_bytes<std::uint64_t>({1, 2}), Dtype::float64, {"uint64 made float64, exact up to 2^53"}},
      {">u8", item_bytes<std::uint64_t>({1, 2}, true), Dtype::float64, {"uint64 made float64, exact up to 2^53"}},
  };
  for (const auto& row : table) {
    CAPTURE(row.descr);
    const Result result = read_one(npy_array(row.descr, "(2,)", row.data));
    CHECK(result.shape == Shape{2});
    CHECK(result.dtype == row.dtype);
    CHECK(result.values == Doubles{1, 2});
    CHECK(result.notes == row.notes);
    for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32, Dtype::float64}) {
      const Result asked = read_one(npy_array(row.descr, "(2,)", row.data), with_dtype(dtype));
      CHECK(asked.dtype == dtype);
      CHECK(asked.values == Doubles{1, 2});
      CHECK(asked.notes.empty());
    }
  }
  const Result truths = read_one(npy_array("|b1", "(3,)", item_bytes<std::uint8_t>({0, 1, 1})));
  CHECK(truths.values == Doubles{0, 1, 1});
  CHECK(truths.notes == std::vector<std::string>{"bool made float64"});
  const Result brains =
      read_one(npy_array("|V2", "(2,)", item_bytes<std::uint16_t>({0x3f80, 0xc000})), with_dtype(Dtype::bfloat16));
  CHECK(brains.dtype == Dtype::bfloat16);
  CHECK(brains.values == Doubles{1, -2});
  CHECK(brains.notes.empty());
}

TEST_CASE("C and Fortran order, rank 0 to 3") {
  const struct {
    const char* shape;
    bool is_fortran_order;
    std::vector<float> file;  // in the order of the file
    Shape expected_shape;
    Doubles expected;
  } table[] = {
      {"()", false, {7}, {}, {7}},
      {"()", true, {7}, {}, {7}},
      {"(3,)", false, {1, 2, 3}, {3}, {1, 2, 3}},
      {"(3,)", true, {1, 2, 3}, {3}, {1, 2, 3}},
      {"(1, 3)", true, {1, 2, 3}, {1, 3}, {1, 2, 3}},
      {"(2, 3)", false, {1, 2, 3, 4, 5, 6}, {2, 3}, {1, 2, 3, 4, 5, 6}},
      {"(2, 3)", true, {1, 4, 2, 5, 3, 6}, {2, 3}, {1, 2, 3, 4, 5, 6}},
      {"(2, 2, 2)", false, {1, 2, 3, 4, 5, 6, 7, 8}, {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}},
      {"(2, 2, 2)", true, {1, 5, 3, 7, 2, 6, 4, 8}, {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}},
      {"(0, 3)", false, {}, {0, 3}, {}},
      {"(0, 3)", true, {}, {0, 3}, {}},
  };
  for (const auto& row : table) {
    CAPTURE(row.shape);
    CAPTURE(row.is_fortran_order);
    std::string data;
    for (const float value : row.file) data += item_bytes({value});
    const Result result = read_one(npy_array("<f4", row.shape, data, row.is_fortran_order));
    CHECK(result.shape == row.expected_shape);
    CHECK(result.values == row.expected);
  }
}

TEST_CASE("versions 1, 2 and 3") {
  const std::string header = "{'shape': (2,), 'fortran_order': False, 'descr': '<f8'}";
  for (const int version : {1, 2, 3}) {
    CHECK(read_one(npy_bytes(header, item_bytes<double>({1, 2}), version)).values == Doubles{1, 2});
  }
  for (const int version : {0, 4, 147}) {
    const std::string bytes = npy_bytes(header, item_bytes<double>({1, 2}), version);
    const std::string expected =
        "byte 6: expected the format version 1.0, 2.0 or 3.0, found " + std::to_string(version) + ".0";
    CHECK(file_refusal(bytes) == expected);
    CHECK(pipe_refusal(bytes) == expected);
  }
  std::string minor = npy_bytes(header, item_bytes<double>({1, 2}));
  minor[7] = 1;
  CHECK(file_refusal(minor) == "byte 6: expected the format version 1.0, 2.0 or 3.0, found 1.1");
}

TEST_CASE("files that NumPy wrote, made by data/samples/npy/make.py") {
  const std::string folder = std::string(SOFTMAX_SOURCE_DIR) + "/data/samples/npy/";
  const Doubles from_minus_3 = {-3, -2, -1, 0, 1, 2};
  const Doubles from_0 = {0, 1, 2, 3, 4, 5};
  Doubles from_minus_3_to_20;
  for (int i = 0; i < 24; ++i) from_minus_3_to_20.push_back(i - 3);
  const struct {
    const char* file;
    Shape shape;
    Dtype dtype;
    Doubles values;
  } table[] = {
      {"f2", {2, 3}, Dtype::float16, from_minus_3},
      {"f2-big", {2, 3}, Dtype::float16, from_minus_3},
      {"f4", {2, 3}, Dtype::float32, from_minus_3},
      {"f4-big", {2, 3}, Dtype::float32, from_minus_3},
      {"f8", {2, 3}, Dtype::float64, from_minus_3},
      {"f8-big", {2, 3}, Dtype::float64, from_minus_3},
      {"i1", {2, 3}, Dtype::float64, from_minus_3},
      {"i2", {2, 3}, Dtype::float64, from_minus_3},
      {"i2-big", {2, 3}, Dtype::float64, from_minus_3},
      {"i4", {2, 3}, Dtype::float64, from_minus_3},
      {"i4-big", {2, 3}, Dtype::float64, from_minus_3},
      {"i8", {2, 3}, Dtype::float64, from_minus_3},
      {"i8-big", {2, 3}, Dtype::float64, from_minus_3},
      {"u1", {2, 3}, Dtype::float64, from_0},
      {"u2", {2, 3}, Dtype::float64, from_0},
      {"u2-big", {2, 3}, Dtype::float64, from_0},
      {"u4", {2, 3}, Dtype::float64, from_0},
      {"u4-big", {2, 3}, Dtype::float64, from_0},
      {"u8", {2, 3}, Dtype::float64, from_0},
      {"u8-big", {2, 3}, Dtype::float64, from_0},
      {"bool", {2, 3}, Dtype::float64, {0, 1, 0, 1, 0, 1}},
      {"rank0", {}, Dtype::float64, {-3}},
      {"rank1", {5}, Dtype::float64, {-3, -2, -1, 0, 1}},
      {"empty", {0, 3}, Dtype::float32, {}},
      {"version2", {2, 3}, Dtype::float64, from_minus_3},
      {"version3", {2, 3}, Dtype::float64, from_minus_3},
      {"fortran", {2, 3, 4}, Dtype::float32, from_minus_3_to_20},
      {"fortran-big", {2, 3}, Dtype::float64, from_minus_3},
  };
  for (const auto& row : table) {
    CAPTURE(row.file);
    const std::vector<Result> results = read_all(Input::open(folder + row.file + ".npy"));
    REQUIRE(results.size() == 1);
    CHECK(results[0].shape == row.shape);
    CHECK(results[0].dtype == row.dtype);
    CHECK(results[0].values == row.values);
  }
  const std::vector<Result> three = read_all(Input::open(folder + "three.npy"));
  REQUIRE(three.size() == 3);
  CHECK(three[0].values == from_minus_3);
  CHECK(three[1].shape == Shape{2, 2});
  CHECK(three[1].values == Doubles{-3, -2, -1, 0});
  CHECK(three[2].values == Doubles{-3, -2, -1, 0});
}

TEST_CASE("arrays one after another are a sequence") {
  const std::string bytes = small + npy_array("<i8", "()", item_bytes<std::int64_t>({9})) + small;
  const TemporaryFile file(bytes);
  const std::vector<Result> from_file = read_all(Input::open(file.path()));
  REQUIRE(from_file.size() == 3);
  CHECK(from_file[0].is_sequence);  // a file is looked into ahead
  CHECK(from_file[1].values == Doubles{9});
  CHECK(from_file[2].values == Doubles{1, 2, 3, 4, 5, 6});

  const std::vector<Result> from_pipe = read_all(piped_input(bytes));
  REQUIRE(from_pipe.size() == 3);
  CHECK_FALSE(from_pipe[0].is_sequence);  // a pipe is not
  CHECK(from_pipe[1].is_sequence);
  CHECK(from_pipe[1].values == Doubles{9});
  CHECK(from_pipe[2].values == Doubles{1, 2, 3, 4, 5, 6});
}

TEST_CASE("values that were not read are skipped") {
  const std::string bytes = small + npy_array("<f4", "(1,)", item_bytes<float>({9}));
  const TemporaryFile file(bytes);
  for (const bool is_piped : {false, true}) {
    for (const std::size_t read : {std::size_t{0}, std::size_t{4}}) {
      const auto reader = npy_reader(is_piped ? piped_input(bytes) : Input::open(file.path()), {}, Format::npy);
      std::optional<Document> document = reader->next();
      REQUIRE(document.has_value());
      values_of(*document, read);
      document = reader->next();
      REQUIRE(document.has_value());
      CHECK(values_of(*document) == Doubles{9});
      CHECK_FALSE(reader->next().has_value());
    }
  }
}

TEST_CASE("bytes after an array that are not an array are refused") {
  const std::string bytes = small + "\n";
  const std::string expected = R"(byte 152: expected the end of the input or the .npy magic "\x93NUMPY", found "\x0A")";
  const TemporaryFile file(bytes);
  const auto from_file = npy_reader(Input::open(file.path()), {}, Format::npy);
  CHECK(refusal([&] { from_file->next(); }) == expected);  // before the array is given

  const auto from_pipe = npy_reader(piped_input(bytes), {}, Format::npy);
  CHECK(from_pipe->next().has_value());
  CHECK(refusal([&] { from_pipe->next(); }) == expected);

  CHECK(file_refusal(small + "\x93NUM") ==
        R"(byte 152: expected the end of the input or the .npy magic "\x93NUMPY", found "\x93NUM")");
}

TEST_CASE("a file cut anywhere is refused") {
  for (std::size_t length = 0; length < small.size(); ++length) {
    CAPTURE(length);
    const std::string cut = small.substr(0, length);
    CHECK(file_refusal(cut) != "accepted");
    CHECK(pipe_refusal(cut) == file_refusal(cut));
    // In the second array the first one is as good as before.
    CHECK((length == 0) == (file_refusal(small + cut) == "accepted"));
    CHECK((length == 0) == (pipe_refusal(small + cut) == "accepted"));
  }
  CHECK(file_refusal("") == "no tensor: the input is empty");
  CHECK(file_refusal("[1,2]") == R"(byte 0: expected the .npy magic "\x93NUMPY", found "[1,2]")");
  CHECK(file_refusal("\x93NUMPY\x01") == "byte 6: expected 2 bytes of the version, the input ends after 1");
  CHECK(file_refusal(small.substr(0, 9)) == "byte 8: expected 2 bytes of the header's length, the input ends after 1");
  CHECK(file_refusal(small.substr(0, 100)) == "byte 10: expected 118 bytes of the header, the input ends after 90");
  CHECK(file_refusal(small.substr(0, 148)) == "byte 128: expected 24 bytes of data, the input ends after 20");
}

TEST_CASE("sizes that lie are refused before memory is made for them") {
  const std::string huge = npy_array("<f8", "(1152921504606846975,)", "");
  CHECK(file_refusal(huge) == "byte 128: expected 9223372036854775800 bytes of data, the input ends after 0");
  CHECK(pipe_refusal(huge) == file_refusal(huge));
  const std::string fortran = npy_array("<f8", "(2, 500000000000000000)", "12345678", true);
  CHECK(file_refusal(fortran) == "byte 128: expected 8000000000000000000 bytes of data, the input ends after 8");
  CHECK(pipe_refusal(fortran) == file_refusal(fortran));

  std::string long_header = npy_bytes("", "", 2);
  long_header.replace(8, 4, "\x01\x00\x01\x00", 4);
  CHECK(file_refusal(long_header) == "byte 8: expected a header of at most 65536 bytes, found 65537");
}

TEST_CASE("errors of a header count bytes from the beginning of the input") {
  const std::string broken = npy_bytes("{'descr' '<f4'}", "");
  CHECK(file_refusal(broken) == "byte 19: expected a colon after 'descr', found \"'<f4'\"");
  CHECK(file_refusal(small + broken) == "byte 171: expected a colon after 'descr', found \"'<f4'\"");
  CHECK(file_refusal(npy_array("|O", "(2,)", "")) ==
        "header field 'descr': \"|O\" is Python objects, and pickled objects are never loaded");
}

TEST_CASE("a value beyond --dtype is refused, in a file before anything is given") {
  const std::string bytes = npy_array("<f8", "(3,)", item_bytes<double>({1, HUGE_VAL, 1e300}));
  const std::string expected = "byte 144: 1e+300 is beyond float32, whose largest is 3.4028235e+38";
  const TemporaryFile file(bytes);
  const auto from_file = npy_reader(Input::open(file.path()), with_dtype(Dtype::float32), Format::npy);
  CHECK(refusal([&] { from_file->next(); }) == expected);
  CHECK(pipe_refusal(bytes, with_dtype(Dtype::float32)) == expected);
}

TEST_CASE("--shape reads the elements as another shape") {
  ReadOptions options;
  options.shape = {3, -1};
  CHECK(read_one(small, options).shape == Shape{3, 2});
  const Result fortran = read_one(npy_array("<f4", "(2, 3)", item_bytes<float>({1, 4, 2, 5, 3, 6}), true), options);
  CHECK(fortran.shape == Shape{3, 2});
  CHECK(fortran.values == Doubles{1, 2, 3, 4, 5, 6});
  options.shape = {4};
  CHECK(file_refusal(small, options) != "accepted");
}

TEST_CASE("errors name the input") {
  const TemporaryFile file("");
  try {
    npy_reader(Input::open(file.path()), {}, Format::npy)->next();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == file.path());
    CHECK(error.place().line == 0);
  }
}
