#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/csv/rows.h"
#include "formats/reader.h"
#include "support/documents.h"
#include "support/piped_input.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::piped_input;
using softmax::test::refusal;
using softmax::test::shown;
using softmax::test::TemporaryFile;

namespace {

/// The tensor with all that passes through, or the error.
std::string read_in_pieces(Input input, ReadOptions options, std::size_t piece_size, unsigned threads) {
  options.format = formats::Format::csv;
  options.piece_size = piece_size;
  options.threads = threads;
  std::string text;
  const std::string error = refusal([&] {
    const auto document = open_reader(std::move(input), options)->next();
    const auto& frame = std::get<CsvFrame>(document->frame);
    text = shown(*document) + fmt::format("\n{} {} {}\n", frame.delimiter, frame.has_header, frame.header);
    for (const std::string& label : frame.labels) text += label + "\n";
    for (const std::string& note : document->notes) text += note + "\n";
  });
  return text + error;
}

/// Checks that the text is read the same, or refused with the same words at the same place, however it is cut.
void check_text(const std::string& text, const ReadOptions& options = {}) {
  CAPTURE(text);
  const TemporaryFile file(text);
  const std::string whole = read_in_pieces(Input::open(file.path()), options, text.size(), 1);
  for (std::size_t size = 1; size < text.size(); ++size) {
    CAPTURE(size);
    for (const unsigned threads : {1U, 3U}) {
      CHECK(read_in_pieces(Input::open(file.path()), options, size, threads) == whole);
    }
    CHECK(read_in_pieces(piped_input(text), options, size, 2) == whole);
  }
}

/// Whether the text is plain, in pieces of every size.
bool is_plain(const std::string& text, char delimiter) {
  const TemporaryFile file(text);
  int times = 0;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Input input = Input::open(file.path());
    TextPieces pieces(input, '\n', size);
    if (read_plain_rows<double>(pieces, delimiter, Dtype::float64, 1)) ++times;
  }
  CHECK((times == 0 || times == static_cast<int>(text.size())));
  return times > 0;
}

struct Sample {
  std::string text;
  char delimiter = ',';
};

const std::vector<Sample> plain_texts = {
    {"1,2\n3,4\n"},
    {"1,2\n3,4"},
    {"1\n2\n3\n", ' '},
    {"1.5,-0\r\n5e-324,1E+3\r\n"},
    {" 1 , 2 \n\t3\t,\t4\t\n"},
    {"1;2\n3;4\n", ';'},
    {"1\t2\n3\t 4\n", '\t'},
    {"  1  2 3\n4\t5   6  \n", ' '},
    {"nan,inf,-INF\n+1,1.,.5\n"},
    {"0.1000000000000000055511151231257827,1e-400\n9007199254740993,123456789012345678901\n"}};

const std::vector<std::string> other_texts = {"1,2\n3\n",
                                              "1\n2,3\n",
                                              "1,2\n3,4,5\n",
                                              "1,2\n3,\n",
                                              "1,2\n,3\n",
                                              "1,2\n\n3,4\n",
                                              "1,2\n3,x\n",
                                              "1,2\n3,\"4\"\n",
                                              "\"1\",2\n3,4\n",
                                              "1,2\n3,\"4\n5\"\n",
                                              "a,b\n1,2\nx,3\n",
                                              "a,b\n1,2,3\n",
                                              "1,2\n3,1e400\n",
                                              "1,2\n3 4,5\n",
                                              "1,2\r3,4\n",
                                              "1,2\n3,4\r",
                                              "1 2\n3\n",
                                              "x,1\ny,2\n",
                                              "a,b\n\n",
                                              "1,2\n3,4x\n",
                                              "\"a,b\",c\n1,2\n",
                                              "\"a\nb\",c\n1,2\n",
                                              std::string("1,2\n3,\0\n", 8),
                                              "a,1\n1,2\n"};

/// Plain, but for what is around the rows: lines of blanks at the end, a header, a byte order mark.
const std::vector<std::string> framed_texts = {"a,b\n1,2\n3,4\n",
                                               "a,b\r\n1,2\r\n3,4\r\n",
                                               "a, b \n1,2\n3,4",
                                               "first\n1\n2\n",
                                               "1,2\n3,4\n\n\n",
                                               "1,2\n3,4\r\n \r\n\t\n",
                                               "\xEF\xBB\xBF"
                                               "1,2\n3,4\n",
                                               "\xEF\xBB\xBF"
                                               "a,b\n1,2\n",
                                               "a b\n1 2\n3 4\n",
                                               "a\tb\n1\t2\n3\t4\n",
                                               "\n1,2\n",
                                               "a,b\n1,2\n3\n"};

}  // namespace

TEST_CASE("plain rows are read piece by piece, and all else is left") {
  for (const auto& [text, delimiter] : plain_texts) CHECK_MESSAGE(is_plain(text, delimiter), text);
  for (const std::string& text : other_texts) CHECK_MESSAGE(!is_plain(text, ','), text);
}

TEST_CASE("a CSV text gives the same tensor and the same error wherever it is cut") {
  for (const auto& [text, delimiter] : plain_texts) check_text(text);
  for (const std::string& text : other_texts) check_text(text);
  for (const std::string& text : framed_texts) check_text(text);
  ReadOptions options;
  options.header = HeaderRule::yes;
  check_text("1,2\n3,4\n5,6\n", options);
  check_text("1,2\n3\n5,6\n", options);
  options.header = HeaderRule::no;
  check_text("a,b\n3,4\n5,6\n", options);
  options.header = HeaderRule::automatic;
  options.label_columns = 1;
  check_text("a,1\nb,2\nc,3\n", options);
  options.label_columns = 0;
  options.dtype = Dtype::float32;
  check_text("0.1,16777217\n3.4028235e38,1e-45\n1e39,1\n", options);
  options.dtype = Dtype::float16;
  check_text("0.1,2049\n65504,1e-8\n", options);
  options.shape = std::vector<long>{1, 4};
  check_text("a,b\n0.1,2049\n65504,1e-8\n", options);
}

TEST_CASE("generated rows give the same tensor wherever they are cut") {
  std::mt19937_64 random(1);
  const auto any = [&random](std::uint64_t below) { return random() % below; };
  const auto number = [&] {
    return fmt::format("{}{}.{}e{}", any(2) == 0 ? "-" : "", any(12), random() >> any(64),
                       static_cast<int>(any(80)) - 40);
  };
  for (int i = 0; i < 150; ++i) {
    const std::string delimiter = std::vector<std::string>{",", ", ", ";", "\t", " ", "  "}[any(6)];
    const std::string line_end = any(2) == 0 ? "\n" : "\r\n";
    const std::uint64_t columns = 1 + any(5);
    std::string text;
    for (std::uint64_t row = 0; row < 6; ++row) {
      for (std::uint64_t column = 0; column < columns; ++column) text += (column > 0 ? delimiter : "") + number();
      text += line_end;
    }
    CAPTURE(text);
    const TemporaryFile file(text);
    const std::string whole = read_in_pieces(Input::open(file.path()), {}, text.size(), 1);
    for (std::size_t size = 1; size < text.size(); size += 1 + any(9)) {
      CHECK(read_in_pieces(Input::open(file.path()), {}, size, 1 + static_cast<unsigned>(any(3))) == whole);
    }
  }
}
