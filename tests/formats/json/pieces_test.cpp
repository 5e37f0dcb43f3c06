#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/json/array.h"
#include "formats/reader.h"
#include "support/documents.h"
#include "support/piped_input.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::all_of;
using softmax::test::piped_input;
using softmax::test::TemporaryFile;

namespace {

/// What is read of the text in pieces of a size.
std::string read_in_pieces(Input input, std::size_t piece_size, unsigned threads, Dtype dtype) {
  ReadOptions options;
  options.format = formats::Format::json;
  options.dtype = dtype;
  options.piece_size = piece_size;
  options.threads = threads;
  return all_of(*open_reader(std::move(input), options));
}

/// Checks that the text is read the same, or refused with the same words at the same place, however it is cut.
void check_text(const std::string& text, Dtype dtype = Dtype::float64) {
  CAPTURE(text);
  const TemporaryFile file(text);
  const std::string whole = read_in_pieces(Input::open(file.path()), text.size(), 1, dtype);
  for (std::size_t size = 1; size < text.size(); ++size) {
    CAPTURE(size);
    for (const unsigned threads : {1U, 3U}) {
      CHECK(read_in_pieces(Input::open(file.path()), size, threads, dtype) == whole);
    }
    CHECK(read_in_pieces(piped_input(text), size, 2, dtype) == whole);
  }
}

/// Whether the text is plain, in pieces of every size.
bool is_plain(const std::string& text) {
  const TemporaryFile file(text);
  int times = 0;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Input input = Input::open(file.path());
    TextPieces pieces(input, ',', size);
    if (read_plain_json(pieces, Dtype::float64, 1)) ++times;
  }
  CHECK((times == 0 || times == static_cast<int>(text.size())));
  return times > 0;
}

const std::vector<std::string> plain_texts = {
    "[1]",
    "[1,2,3]",
    "[[1,2],[3,4]]",
    " [ [ 1 , 2 ] , [ 3 , 4 ] ] \n",
    "[[[1,2],[3,4]],[[5,6],[7,8]],[[9,10],[11,12]]]",
    "[[[1]],[[2]],[[3]]]",
    "[\r\n [1.5,\t-0],\r\n [5e-324, 1E+3]\r\n]\r\n",
    "[NaN,Infinity,-Infinity,1]",
    "[0.1000000000000000055511151231257827,123456789012345678901234567890,1e-400,9007199254740993]",
    "[[[[[[1,2]]]]],[[[[[3,4]]]]]]",
    "1.5",
    "[]",
    "[[],[]]",
    "[[[ ],[]],[[],[]]]"};

const std::vector<std::string> other_texts = {
    // Other documents.
    "[1,2] [3,4]", "[1,2]\n[3]\n", "{\"data\":[1,2],\"shape\":[2,1]}", "\xEF\xBB\xBF[1,2,3]",
    // Nesting.
    "[[1,2],[3]]", "[[1],[2,3]]", "[[1,2],[3,4,5]]", "[[[1],[2]],[[3]]]", "[[[1]],[[2],[3]]]", "[1,[2,3]]", "[[1,2],3]",
    "[[1,2],[[3,4]]]", "[[[1,2]],[3,4]]", "[[1,2],[]]", "[[],[1,2]]", "[[1,2]],[[3,4]]", "[1,2],3", "[1,2]]", "[[1,2]",
    "[[1,2],[3,4]", "[[1,2],[3,4", "[[1,2],[3,4],", "[1,2,", "[1,2,]", "[1,,2]", "[,1]", "[1,2]x", "[1,2],", "[1 2]",
    "[1,2}", "[[1,2],3,4]]", "1,[2]", "1,2,3", "[[1,2][3,4]]",
    // What is no number.
    "[1,\"2\",3]", "[1,null,3]", "[1,true]", "[1,x]", "[1,01]", "[1,1.]", "[1,.5]", "[1,+1]", "[1,1e400]", "[1,nan]",
    "[1,1.5abc,2]", "[1,{\"a\":1}]", "[1,-]", std::string("[1,\0,2]", 7), "[\"a,b\",1,2]"};

}  // namespace

TEST_CASE("what is plain is read piece by piece, and all else is left") {
  for (const std::string& text : plain_texts) CHECK_MESSAGE(is_plain(text), text);
  for (const std::string& text : other_texts) CHECK_MESSAGE(!is_plain(text), text);
}

TEST_CASE("a JSON text gives the same tensors and the same error wherever it is cut") {
  for (const std::string& text : plain_texts) {
    check_text(text);
    check_text(text, Dtype::float32);
    check_text(text, Dtype::bfloat16);
  }
  for (const std::string& text : other_texts) check_text(text);
}

TEST_CASE("generated JSON arrays give the same tensors wherever they are cut") {
  std::mt19937_64 random(1);
  const auto any = [&random](std::uint64_t below) { return random() % below; };
  const auto blanks = [&] {
    static const std::vector<std::string> some = {"", "", "", " ", "\n", "\r\n", "\t", "   ", " \n "};
    return some[any(some.size())];
  };
  const auto number = [&]() -> std::string {
    const std::uint64_t digits = random() >> any(64);
    switch (any(6)) {
      case 0:
        return fmt::format("-{}", digits);
      case 1:
        return fmt::format("{}.{}", any(10), digits);
      case 2:
        return fmt::format("-0.{}e{}", digits, static_cast<int>(any(640)) - 330);
      case 3:
        return fmt::format("{}{}{}", 1 + any(9), random(), random());
      case 4:
        return fmt::format("{}E+{}", any(10), any(300));
      default:
        return fmt::format("0.000{}", digits);
    }
  };
  for (int i = 0; i < 150; ++i) {
    const std::uint64_t rows = 1 + any(4);
    const std::uint64_t columns = 1 + any(5);
    std::string text = blanks() + "[" + blanks();
    for (std::uint64_t row = 0; row < rows; ++row) {
      text += (row > 0 ? blanks() + "," + blanks() : "") + "[" + blanks();
      for (std::uint64_t column = 0; column < columns; ++column) {
        text += (column > 0 ? blanks() + "," + blanks() : "") + number();
      }
      text += blanks() + "]";
    }
    text += blanks() + "]" + blanks();
    CAPTURE(text);
    const TemporaryFile file(text);
    const std::string whole = read_in_pieces(Input::open(file.path()), text.size(), 1, Dtype::float64);
    for (std::size_t size = 1; size < text.size(); size += 1 + any(9)) {
      CHECK(read_in_pieces(Input::open(file.path()), size, 1 + static_cast<unsigned>(any(3)), Dtype::float64) == whole);
    }
  }
}

TEST_CASE("options apply to what is read piece by piece as to any other") {
  const TemporaryFile file("[[1,2,3],[4,5,6]]");
  ReadOptions options;
  options.format = formats::Format::json;
  options.piece_size = 4;
  options.threads = 2;
  options.shape = std::vector<long>{3, -1};
  CHECK(all_of(*open_reader(Input::open(file.path()), options)) == "(3, 2) 1 2 3 4 5 6\n");
  options.shape = std::vector<long>{4, -1};
  CHECK(all_of(*open_reader(Input::open(file.path()), options)) ==
        "--shape 4,-1 does not fit 6 elements: that is no multiple of 4\n");
}
