#include "io/new_file.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/process.h"
#include "support/temporary_directory.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;
using softmax::NewFile;
using Names = std::vector<std::string>;

constexpr mode_t mode = 0644;

void write_text(const NewFile& file, const std::string& text) {
  REQUIRE(::write(file.descriptor(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

}  // namespace

TEST_CASE("a file in the making has no name, or a hidden one that is removed") {
  for (const auto& create : {NewFile::create, NewFile::create_hidden}) {
    const TemporaryDirectory directory;
    {
      const auto file = create(directory / "target", "target", mode);
      write_text(*file, "lost");
      CHECK_FALSE(fs::exists(directory / "target"));
    }
    CHECK(directory.names() == Names{});
  }
}

TEST_CASE("a finished file stands in its target's place, alone") {
  for (const auto& create : {NewFile::create, NewFile::create_hidden}) {
    const TemporaryDirectory directory;
    for (const std::string text : {"first", "second"}) {  // without an older file, and with one
      const auto file = create(directory / "target", "target", mode);
      write_text(*file, text);
      file->replace_target();
      CHECK(bytes_of(directory / "target") == text);
      CHECK(directory.names() == Names{"target"});
    }
  }
}

TEST_CASE("two files in the making for one target do not meet: the last to be finished stays, whole") {
  for (const auto& create : {NewFile::create, NewFile::create_hidden}) {
    const TemporaryDirectory directory;
    const auto first = create(directory / "target", "target", mode);
    const auto second = create(directory / "target", "target", mode);
    write_text(*first, "first");
    write_text(*second, "second");
    second->replace_target();
    first->replace_target();
    CHECK(bytes_of(directory / "target") == "first");
    CHECK(directory.names() == Names{"target"});
  }
}

TEST_CASE("a signal handler can remove every unfinished file, and no finished one") {
  const TemporaryDirectory directory;
  const auto finished = NewFile::create_hidden(directory / "finished", "finished", mode);
  finished->replace_target();
  const auto first = NewFile::create_hidden(directory / "first", "first", mode);
  const auto second = NewFile::create_hidden(directory / "second", "second", mode);
  CHECK(directory.names().size() == 3);
  remove_unfinished();
  CHECK(directory.names() == Names{"finished"});
}

TEST_CASE("what the system refuses when a file is closed is an error, and the older file stays") {
  for (const auto& create : {NewFile::create, NewFile::create_hidden}) {
    const TemporaryDirectory directory;
    create(directory / "target", "target", mode)->replace_target();
    {
      const auto file = create(directory / "target", "the target", mode);
      write_text(*file, "lost");
      ::close(file->descriptor());  // as a file system that loses what was written
      CHECK_THROWS_WITH_AS(file->replace_target(), "can't write the target: Bad file descriptor", Error);
    }
    CHECK(bytes_of(directory / "target").empty());
    CHECK(directory.names() == Names{"target"});
  }
}

TEST_CASE("a directory that has gone, and one in the target's place, are errors") {
  for (const auto& create : {NewFile::create, NewFile::create_hidden}) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "inner");
    const auto file = create(directory / "inner/target", "target", mode);
    fs::remove_all(directory / "inner");
    CHECK_THROWS_WITH_AS(file->replace_target(), "can't write target: No such file or directory", Error);
    const auto other = create(directory / "target", "target", mode);
    fs::create_directory(directory / "target");
    CHECK_THROWS_WITH_AS(other->replace_target(), "can't write target: Is a directory", Error);
  }
}

}  // namespace softmax::test
