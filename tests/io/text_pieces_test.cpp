#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "io/pieces.h"
#include "support/piped_input.h"
#include "support/temporary_file.h"

using namespace softmax;
using softmax::test::piped_input;
using softmax::test::TemporaryFile;

namespace {

const std::vector<std::string> texts = {"",     ",",       "a",           "a,",
                                        "a,b",  ",,,",     "abc,",        "abcdef,g",
                                        "a,,b", "abcdefg", "a,bc,def,gh", "a,bc,def,ghi,jklmnopqrs,t,u,"};

/// Calls visit(input, text, piece size) for files and pipes.
template <class Visit>
void for_each_input(Visit visit) {
  for (const std::string& text : texts) {
    for (const std::size_t size : {1UL, 2UL, 3UL, 4UL, 7UL, 100UL}) {
      CAPTURE(text);
      CAPTURE(size);
      const TemporaryFile file(text);
      Input regular = Input::open(file.path());
      visit(regular, text, size);
      Input pipe = piped_input(text);
      visit(pipe, text, size);
    }
  }
}

}  // namespace

TEST_CASE("pieces are the text, each but the last ends with the cut, and a NUL follows it") {
  for_each_input([](Input& input, const std::string& text, std::size_t size) {
    TextPieces pieces(input, ',', size);
    std::string all;
    std::string buffer;
    while (true) {
      const std::string_view piece = pieces.next(buffer);
      if (piece.empty()) break;
      CHECK(*piece.end() == '\0');
      if (piece.back() != ',') CHECK(all.size() + piece.size() == text.size());
      all += piece;
    }
    CHECK(all == text);
    CHECK(pieces.next(buffer).empty());
  });
}

TEST_CASE("the whole text can be had after any number of pieces") {
  for_each_input([](Input& input, const std::string& text, std::size_t size) {
    CHECK(TextPieces(input, ',', size).whole() == text);
  });
  for_each_input([](Input& input, const std::string& text, std::size_t size) {
    TextPieces pieces(input, ',', size);
    std::string first;
    std::string second;
    CHECK(pieces.is_short() == (text.size() <= size));
    pieces.next(first);
    pieces.next(second);
    CHECK(pieces.whole() == text);
  });
}

TEST_CASE("the first line can be seen and left out") {
  const std::string text = "a header\n1\n2\n3\n";
  const TemporaryFile file(text);
  for (const bool is_file : {true, false}) {
    Input input = is_file ? Input::open(file.path()) : piped_input(text);
    TextPieces pieces(input, '\n', 4);
    CHECK_FALSE(pieces.is_short());
    std::string line(pieces.first_line());
    CHECK(std::string_view("a header\n").starts_with(line));
    CHECK(line.size() >= 4);
    pieces.skip(2);
    std::string buffer;
    std::string rest;
    for (auto piece = pieces.next(buffer); !piece.empty(); piece = pieces.next(buffer)) rest += piece;
    CHECK(rest == "header\n1\n2\n3\n");
    CHECK(pieces.whole() == text);
  }
}

TEST_CASE("pieces are read on any number of threads and put together in order, until one is not plain") {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(i) + ",";
  const TemporaryFile file(text);
  for (const unsigned threads : {1U, 2U, 7U}) {
    Input input = Input::open(file.path());
    TextPieces pieces(input, ',', 50);
    std::string all;
    int last = 0;
    CHECK(read_pieces<std::string>(
        pieces, threads,
        [](std::string_view piece, std::string& kept) {
          kept = piece;
          return true;
        },
        [&](const std::string& kept) {
          all += kept;
          ++last;
          return true;
        }));
    CHECK(all == text);
    CHECK(last > 100);

    TextPieces again(input, ',', 50);
    bool is_after = false;
    CHECK_FALSE(read_pieces<std::string>(
        again, threads,
        [](std::string_view piece, std::string& kept) {
          kept = piece;
          return piece.find("1000,") == std::string_view::npos;
        },
        [&](const std::string& kept) {
          is_after = is_after || kept.find("1000,") != std::string::npos;
          return true;
        }));
    CHECK_FALSE(is_after);
  }
}
