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
#include "support/without_nameless_files.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;
using softmax::NewFile;
using Names = std::vector<std::string>;

constexpr mode_t mode = 0644;

void write_text(const NewFile& file, const std::string& text) {
  CHECK(::write(file.descriptor(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

/// Runs the checks with nameless files and with hidden ones.
template <class Checks>
void on_both_kinds_of_file_system(Checks checks) {
  checks();
  without_nameless_files(checks);
}

}  // namespace

TEST_CASE("an unfinished file has no name, or a hidden one that is removed") {
  const auto checks = [](std::size_t names) {
    const TemporaryDirectory directory;
    {
      const auto file = NewFile::create(directory / "target", "target", mode);
      write_text(*file, "lost");
      CHECK_FALSE(fs::exists(directory / "target"));
      CHECK(directory.names().size() == names);
    }
    CHECK(directory.names() == Names{});
  };
  checks(0);
  without_nameless_files([&] { checks(1); });
}

TEST_CASE("a finished file is in its target's place, alone") {
  on_both_kinds_of_file_system([] {
    const TemporaryDirectory directory;
    for (const std::string text : {"first", "second"}) {  // without an older file, and with one
      const auto file = NewFile::create(directory / "target", "target", mode);
      write_text(*file, text);
      file->replace_target();
      CHECK(bytes_of(directory / "target") == text);
      CHECK(directory.names() == Names{"target"});
    }
  });
}

TEST_CASE("two unfinished files for one target do not meet: the last to be finished stays, whole") {
  on_both_kinds_of_file_system([] {
    const TemporaryDirectory directory;
    const auto first = NewFile::create(directory / "target", "target", mode);
    const auto second = NewFile::create(directory / "target", "target", mode);
    write_text(*first, "first");
    write_text(*second, "second");
    second->replace_target();
    first->replace_target();
    CHECK(bytes_of(directory / "target") == "first");
    CHECK(directory.names() == Names{"target"});
  });
}

TEST_CASE("a signal handler can remove every unfinished file, and no finished one") {
  without_nameless_files([] {
    const TemporaryDirectory directory;
    const auto finished = NewFile::create(directory / "finished", "finished", mode);
    finished->replace_target();
    const auto first = NewFile::create(directory / "first", "first", mode);
    const auto second = NewFile::create(directory / "second", "second", mode);
    CHECK(directory.names().size() == 3);
    remove_unfinished();
    CHECK(directory.names() == Names{"finished"});
  });
}

TEST_CASE("what the system refuses when a file is closed is an error, and the older file stays") {
  on_both_kinds_of_file_system([] {
    const TemporaryDirectory directory;
    NewFile::create(directory / "target", "target", mode)->replace_target();
    {
      const auto file = NewFile::create(directory / "target", "the target", mode);
      write_text(*file, "lost");
      ::close(file->descriptor());  // as a file system that loses what was written
      CHECK_THROWS_WITH_AS(file->replace_target(), "can't write the target: Bad file descriptor", Error);
    }
    CHECK(bytes_of(directory / "target").empty());
    CHECK(directory.names() == Names{"target"});
  });
}

TEST_CASE("a directory that has gone, and one in the target's place, are errors") {
  on_both_kinds_of_file_system([] {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "inner");
    const auto file = NewFile::create(directory / "inner/target", "target", mode);
    fs::remove_all(directory / "inner");
    CHECK_THROWS_WITH_AS(file->replace_target(), "can't write target: No such file or directory", Error);
    const auto other = NewFile::create(directory / "target", "target", mode);
    fs::create_directory(directory / "target");
    CHECK_THROWS_WITH_AS(other->replace_target(), "can't write target: Is a directory", Error);
  });
}

}  // namespace softmax::test
