// Inputs that change or break while they are read.

#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "formats/reader.h"
#include "support/documents.h"
#include "support/npy_bytes.h"
#include "support/skipped.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::all_of;
using softmax::test::TemporaryFile;

namespace {

std::string repeated(const std::string& unit, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += unit;
  return text;
}

/// What is read of a file that loses its second half once its format is known.
std::string read_while_halved(const std::string& bytes, const std::string& ending, const ReadOptions& options) {
  const TemporaryFile file(bytes, ending);
  const auto reader = open_reader(Input::open(file.path()), options);
  std::filesystem::resize_file(file.path(), bytes.size() / 2);
  const std::string result = all_of(*reader);
  return result == "can't read " + file.path() + ": it became shorter while it was read\n" ? "shorter" : result;
}

/// Bytes that stand on standard input, before reading it further is an input/output error: those of a terminal whose
/// other end is closed.
class BreakingInput {
 public:
  explicit BreakingInput(const std::string& bytes) : kept_(::dup(STDIN_FILENO)) {
    int terminal = -1;
    int other_end = -1;
    termios settings{};
    ::cfmakeraw(&settings);
    REQUIRE(::openpty(&terminal, &other_end, nullptr, &settings, nullptr) == 0);
    REQUIRE(::write(other_end, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::close(other_end);
    REQUIRE(::dup2(terminal, STDIN_FILENO) == STDIN_FILENO);
    ::close(terminal);
  }
  BreakingInput(const BreakingInput&) = delete;
  BreakingInput& operator=(const BreakingInput&) = delete;
  ~BreakingInput() {
    ::dup2(kept_, STDIN_FILENO);
    ::close(kept_);
  }

 private:
  int kept_;
};

/// What is read of standard input, or the error in the place of it.
std::string told(const ReadOptions& options) {
  std::string documents;
  const std::string error = test::refusal([&] { documents = all_of(*open_reader(Input::standard_input(), options)); });
  return error == "accepted" ? documents : error + "\n";
}

}  // namespace

TEST_CASE("a text that becomes shorter while it is read is an error, even where what is left is a tensor") {
  const ReadOptions whole;
  ReadOptions in_pieces;
  in_pieces.piece_size = 64;
  in_pieces.threads = 2;
  for (const ReadOptions& options : {whole, in_pieces}) {
    // Half of these rows would be a tensor, too.
    CHECK(read_while_halved(repeated("1,2\n", 4096), ".csv", options) == "shorter");
    CHECK(read_while_halved("[" + repeated("1,", 8192) + "1]", ".json", options) == "shorter");
    CHECK(read_while_halved(repeated("[1] ", 4096), ".json", options) == "shorter");
  }
  const std::string lines = read_while_halved(repeated("[1]\n", 4096), ".jsonl", whole);
  CHECK(lines.ends_with("it became shorter while it was read\n"));
}

TEST_CASE("an error in the middle of an input is told, whatever was read before") {
  if (!test::has_terminals()) return;
  for (const formats::Format format :
       {formats::Format::json, formats::Format::jsonl, formats::Format::csv, formats::Format::text}) {
    const BreakingInput input("[1, 2, 3, 4, 5, 6, 7, 8");
    ReadOptions options;
    options.format = format;
    CHECK(told(options) == "can't read stdin: Input/output error\n");
  }
  const BreakingInput input(test::npy_array("<f8", "(3,)", std::string(16, '\0')));
  CHECK(told({}) == "can't read stdin: Input/output error\n");
}
