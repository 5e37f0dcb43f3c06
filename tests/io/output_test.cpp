#include "io/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/temporary_directory.h"

namespace fs = std::filesystem;
using softmax::BrokenPipe;
using softmax::Output;
using softmax::test::TemporaryDirectory;

namespace {

using Names = std::vector<std::string>;

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void create(const std::string& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

void write_whole(const std::string& path, const std::string& text) {
  Output output = Output::open(path);
  output.write(text);
  output.finish();
}

mode_t mode(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const softmax::Error& error) {
    return error.what();
  }
  return "";
}

/// The process ignores SIGPIPE, as the program does.
class NoSigpipe {
 public:
  NoSigpipe() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe() { std::signal(SIGPIPE, before_); }

 private:
  void (*before_)(int);
};

}  // namespace

TEST_CASE("a file appears only when it is finished, and nothing else is left") {
  const TemporaryDirectory directory;
  const std::string path = directory / "out.json";
  {
    Output output = Output::open(path);
    output.write("[1]");
    output.flush();
    CHECK_FALSE(fs::exists(path));
    output.write("\n");
    output.finish();
    CHECK(content(path) == "[1]\n");
  }
  CHECK(directory.names() == Names{"out.json"});
}

TEST_CASE("an older file stays as it was until the new one is finished") {
  const TemporaryDirectory directory;
  const std::string path = directory / "out.json";
  create(path, "old");
  {
    Output output = Output::open(path);
    output.write(std::string(1 << 20, 'x'));
    CHECK(content(path) == "old");
  }
  CHECK(content(path) == "old");
  CHECK(directory.names() == Names{"out.json"});
  write_whole(path, "new");
  CHECK(content(path) == "new");
}

TEST_CASE("what has the older file open can read it to its end") {
  const TemporaryDirectory directory;
  const std::string path = directory / "both.json";
  create(path, "input");
  std::ifstream input(path);
  write_whole(path, "output");
  CHECK(std::string(std::istreambuf_iterator<char>(input), {}) == "input");
  CHECK(content(path) == "output");
}

TEST_CASE("bytes arrive in order whatever the sizes they are written in") {
  const TemporaryDirectory directory;
  std::string expected;
  {
    Output output = Output::open(directory / "out");
    Output moved = std::move(output);
    for (const std::size_t size : {1U, 262143U, 1U, 262144U, 262145U, 0U, 5U, 1000000U, 7U}) {
      const std::string part(size, static_cast<char>('a' + size % 26));
      moved.write(part);
      expected += part;
    }
    moved.finish();
  }
  CHECK(content(directory / "out") == expected);
}

TEST_CASE("an older file's mode is kept, a new one's is the umask's") {
  const TemporaryDirectory directory;
  const std::string path = directory / "out";
  const mode_t before = ::umask(027);
  write_whole(path, "1");
  ::umask(before);
  CHECK(mode(path) == 0640);
  REQUIRE(::chmod(path.c_str(), 0604) == 0);
  write_whole(path, "2");
  CHECK(mode(path) == 0604);
  CHECK(content(path) == "2");
}

TEST_CASE("symbolic links stay and what they lead to is replaced") {
  const TemporaryDirectory directory;
  fs::create_directory(directory / "real");
  fs::create_symlink("real/out", directory / "near");
  fs::create_symlink(directory / "near", directory / "far");
  write_whole(directory / "far", "1");  // where nothing is yet
  CHECK(content(directory / "real/out") == "1");
  write_whole(directory / "far", "2");
  CHECK(content(directory / "real/out") == "2");
  CHECK(fs::is_symlink(directory / "far"));
  CHECK(fs::is_symlink(directory / "near"));
  CHECK(directory.names() == Names{"far", "near", "real"});
  CHECK(std::distance(fs::directory_iterator(directory / "real"), {}) == 1);
}

TEST_CASE("a name as long as the file system allows can be written") {
  const TemporaryDirectory directory;
  const std::string name(255, 'n');
  write_whole(directory / name, "1");
  CHECK(directory.names() == Names{name});
}

TEST_CASE("what can't be opened is an error with the system's reason") {
  const TemporaryDirectory directory;
  const std::string path = directory / "none/out";
  const auto open_error = [](const std::string& to) { return error_of([&] { Output::open(to); }); };
  CHECK(open_error(path) == "can't write " + path + ": No such file or directory");
  CHECK(open_error(directory / "none/") == "can't write " + (directory / "none/") + ": No such file or directory");
  CHECK(open_error("") == "can't write '': No such file or directory");
  CHECK(open_error(directory / "") == "can't write " + (directory / "") + ": it is a directory");
  create(directory / "file", "");
  CHECK(open_error(directory / "file/out") == "can't write " + (directory / "file/out") + ": Not a directory");
  fs::create_symlink("loop", directory / "loop");
  CHECK(open_error(directory / "loop") ==
        "can't write " + (directory / "loop") + ": Too many levels of symbolic links");
  CHECK(open_error("/dev/fd/987654") == "can't write /dev/fd/987654: Bad file descriptor");
  CHECK(directory.names() == Names{"file", "loop"});
}

TEST_CASE("a directory that takes no new file, and a file that may not be written, are errors") {
  if (::geteuid() == 0) return;  // root may write everywhere
  const TemporaryDirectory directory;
  fs::create_directory(directory / "closed");
  const std::string path = directory / "closed/out";
  create(path, "old");
  REQUIRE(::chmod((directory / "closed").c_str(), 0555) == 0);
  CHECK(error_of([&] { Output::open(path); }) ==
        "can't write " + path +
            ": its directory is not writable (Permission denied), and the file is written whole next to the old one or "
            "not at all; choose another directory, or redirect standard output");
  REQUIRE(::chmod((directory / "closed").c_str(), 0755) == 0);
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  CHECK(error_of([&] { Output::open(path); }) == "can't write " + path + ": Permission denied");
  CHECK(content(path) == "old");
}

TEST_CASE("a full device is an error, when the buffer is full and at the end") {
  CHECK(error_of([] { write_whole("/dev/full", "1"); }) == "can't write /dev/full: No space left on device");
  CHECK(error_of([] {
          Output output = Output::open("/dev/full");
          for (int i = 0; i < 300; ++i) output.write(std::string(1000, 'x'));
        }) == "can't write /dev/full: No space left on device");
  CHECK(error_of([] {
          Output output = Output::open("/dev/full");
          output.write(std::string(1 << 20, 'x'));
        }) == "can't write /dev/full: No space left on device");
}

TEST_CASE("devices and pipes are written directly, as soon as they are flushed") {
  write_whole("/dev/null", "1");
  CHECK(fs::is_character_file("/dev/null"));

  const TemporaryDirectory directory;
  const std::string path = directory / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  Output output = Output::open(path);
  output.write("one\n");
  output.flush();
  char bytes[16];
  CHECK(::read(reader, bytes, sizeof bytes) == 4);
  output.write("two\n");
  output.finish();
  CHECK(::read(reader, bytes, sizeof bytes) == 4);
  CHECK(::read(reader, bytes, sizeof bytes) == 0);
  ::close(reader);
  CHECK(directory.names() == Names{"pipe"});
}

TEST_CASE("an inherited descriptor is written at its position, whatever it is open on") {
  const TemporaryDirectory directory;
  const std::string path = directory / "log";
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  REQUIRE(::write(descriptor, "head\n", 5) == 5);
  for (const std::string prefix : {"/dev/fd/", "/proc/self/fd/"}) {
    write_whole(prefix + std::to_string(descriptor), "tail\n");
  }
  REQUIRE(::write(descriptor, "end\n", 4) == 4);
  ::close(descriptor);
  CHECK(content(path) == "head\ntail\ntail\nend\n");
  CHECK(directory.names() == Names{"log"});
}

TEST_CASE("a pipe that nobody reads is told apart from errors") {
  const NoSigpipe ignored;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  Output output = Output::open("/dev/fd/" + std::to_string(ends[1]));
  ::close(ends[0]);
  output.write("1");
  CHECK_THROWS_AS(output.finish(), BrokenPipe);
  ::close(ends[1]);
}

TEST_CASE("standard output is written, stays open, and has a name of its own in errors") {
  const TemporaryDirectory directory;
  const int before = ::dup(STDOUT_FILENO);
  const auto redirect = [&](const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
    REQUIRE(descriptor >= 0);
    ::dup2(descriptor, STDOUT_FILENO);
    ::close(descriptor);
  };
  const auto restore = [&] { ::dup2(before, STDOUT_FILENO); };

  redirect(directory / "out");
  write_whole("-", "one\n");
  write_whole("/dev/stdout", "two\n");
  Output plain = Output::standard_output();
  plain.write("three\n");
  plain.finish();
  restore();
  CHECK(content(directory / "out") == "one\ntwo\nthree\n");

  redirect("/dev/full");
  const std::string full = error_of([] { write_whole("-", "1"); });
  ::close(STDOUT_FILENO);
  const std::string closed = error_of([] { Output::open("-"); });
  restore();
  ::close(before);
  CHECK(full == "can't write standard output: No space left on device");
  CHECK(closed == "can't write standard output: Bad file descriptor");
}

TEST_CASE("a terminal is known as one") {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0) {
    MESSAGE("no pseudo-terminal to be had here: not tested");
    return;
  }
  REQUIRE(::grantpt(master) == 0);
  REQUIRE(::unlockpt(master) == 0);
  CHECK(Output::open(::ptsname(master)).is_terminal());
  ::close(master);
  CHECK_FALSE(Output::open("/dev/null").is_terminal());
  CHECK_FALSE(Output::to_memory().is_terminal());
}

TEST_CASE("memory returns what was written") {
  Output output = Output::to_memory();
  output.write("abc");
  output.flush();
  output.write(std::string(600000, 'x'));
  const std::string all = output.take();
  CHECK(all.size() == 600003);
  CHECK(all.starts_with("abcx"));
  output.write("def");
  output.finish();
  CHECK(output.take() == "def");
}

TEST_CASE("a pipe in non-blocking mode is waited for") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_NONBLOCK) == 0);
  const std::string text(300000, 'x');  // more than a pipe takes at once
  std::string got;
  std::thread reader([&] {
    while (got.size() < text.size()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      std::array<char, 65536> block{};
      const ssize_t count = ::read(ends[0], block.data(), block.size());
      if (count > 0) got.append(block.data(), static_cast<std::size_t>(count));
    }
  });
  CHECK(error_of([&] { write_whole("/dev/fd/" + std::to_string(ends[1]), text); }).empty());
  reader.join();
  CHECK(got == text);
  for (const int end : ends) ::close(end);
}
