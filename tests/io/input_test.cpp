#include "io/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

/// A pipe with these bytes and an end; its path can be opened once.
class Pipe {
 public:
  explicit Pipe(std::string bytes) {
    REQUIRE(::pipe(ends_.data()) == 0);
    writer_ = std::thread([end = ends_[1], bytes = std::move(bytes)] {
      std::size_t done = 0;
      while (done < bytes.size()) {
        const ssize_t count = ::write(end, bytes.data() + done, std::min<std::size_t>(1000, bytes.size() - done));
        if (count <= 0) break;
        done += static_cast<std::size_t>(count);
      }
      ::close(end);
    });
  }
  ~Pipe() {
    ::close(ends_[0]);
    writer_.join();
  }

  std::string path() const { return "/dev/fd/" + std::to_string(ends_[0]); }

 private:
  std::array<int, 2> ends_{};
  std::thread writer_;
};

std::string long_text() {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::to_string(i) + ",";
  return text;
}

std::string next_bytes(Input& input, std::size_t count) {
  std::string bytes(count, '?');
  bytes.resize(input.read(bytes.data(), count));
  return bytes;
}

}  // namespace

TEST_CASE("an input that can't be opened is an error that says why") {
  CHECK(refusal([] { Input::open("/nowhere/at/all"); }) == "can't read /nowhere/at/all: No such file or directory");
  const std::string folder = std::filesystem::temp_directory_path().string();
  CHECK(refusal([&] { Input::open(folder); }) == "can't read " + folder + ": it is a directory");
}

TEST_CASE("a regular file knows its size and can be read anywhere") {
  const TemporaryFile file("0123456789");
  Input input = Input::open(file.path());
  CHECK(input.name() == file.path());
  CHECK(input.is_regular());
  CHECK(input.size() == 10);
  CHECK(next_bytes(input, 3) == "012");

  std::string at(4, '?');
  CHECK(input.read_at(5, at.data(), 4) == 4);
  CHECK(at == "5678");
  CHECK(input.read_at(8, at.data(), 4) == 2);
  CHECK(at.substr(0, 2) == "89");
  CHECK(input.read_at(10, at.data(), 4) == 0);
  CHECK(input.read_at(1000, at.data(), 4) == 0);

  CHECK(next_bytes(input, 3) == "345");  // read_at has moved nothing
  CHECK(input.read_rest() == "6789");
  CHECK(input.read_rest().empty());
}

TEST_CASE("peek takes nothing") {
  const TemporaryFile file("0123456789");
  Input input = Input::open(file.path());
  CHECK(input.peek(2) == "01");
  CHECK(input.peek(4) == "0123");
  CHECK(input.peek(100) == "0123456789");
  CHECK(next_bytes(input, 1) == "0");
  CHECK(input.peek(2) == "12");
  CHECK(input.read_rest() == "123456789");
  CHECK(input.peek(4).empty());
}

TEST_CASE("what has arrived is known without waiting for more") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(::write(ends[1], "012", 3) == 3);
  Input input = Input::open("/dev/fd/" + std::to_string(ends[0]));
  CHECK(input.arrived(2) == "01");
  CHECK(input.arrived(100) == "012");
  for (const int end : ends) ::close(end);
  CHECK(input.read_rest() == "012");
  CHECK(input.arrived(100).empty());
}

TEST_CASE("what was peeked goes along when an input is moved") {
  const TemporaryFile file("0123456789");
  Input input = Input::open(file.path());
  CHECK(input.peek(2) == "01");
  Input moved = std::move(input);
  CHECK(moved.name() == file.path());
  CHECK(moved.size() == 10);
  CHECK(moved.read_rest() == "0123456789");
}

TEST_CASE("read_rest reads long files and pipes whole, whatever was read or peeked before") {
  const std::string text = long_text();
  const TemporaryFile file(text);
  Input regular = Input::open(file.path());
  CHECK(regular.peek(4096) == text.substr(0, 4096));
  CHECK(next_bytes(regular, 10) == text.substr(0, 10));
  CHECK(regular.read_rest() == text.substr(10));

  const Pipe pipe(text);
  Input input = Input::open(pipe.path());
  CHECK_FALSE(input.is_regular());
  CHECK(input.peek(4096) == text.substr(0, 4096));
  CHECK(next_bytes(input, 5000) == text.substr(0, 5000));
  CHECK(input.read_rest() == text.substr(5000));
  CHECK(input.read_rest().empty());
}

TEST_CASE("standard input in non-blocking mode is waited for") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_NONBLOCK) == 0);
  const int before = ::dup(STDIN_FILENO);
  REQUIRE(::dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
  std::thread writer([&ends] {
    for (const std::string_view part : {"[1,", "2]"}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      CHECK(::write(ends[1], part.data(), part.size()) == static_cast<ssize_t>(part.size()));
    }
    ::close(ends[1]);
  });
  CHECK(Input::standard_input().read_rest() == "[1,2]");
  writer.join();
  ::dup2(before, STDIN_FILENO);
  for (const int descriptor : {before, ends[0]}) ::close(descriptor);
}

TEST_CASE("an empty file and an empty pipe have no bytes") {
  const TemporaryFile file("");
  Input regular = Input::open(file.path());
  CHECK(regular.size() == 0);
  CHECK(regular.peek(6).empty());
  CHECK(regular.read_rest().empty());

  const Pipe pipe("");
  Input input = Input::open(pipe.path());
  CHECK(input.peek(6).empty());
  CHECK(input.read_rest().empty());
}

TEST_CASE("a file that is longer than when it was opened is read whole") {
  const TemporaryFile file("0123");
  Input input = Input::open(file.path());
  std::ofstream(file.path(), std::ios::app) << long_text();
  CHECK(input.read_rest() == "0123" + long_text());
}
