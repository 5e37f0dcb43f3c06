// The version stands in CMakeLists.txt; the commit is what git says when the program is built.

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

/// A directory `source` with what the sources of a release are, as far as the commit goes.
class Sources {
 public:
  Sources() { fs::create_directory(directory_.path() / "source"); }

  /// Runs a script in the directory of the sources, where `git` has a user, and no settings but its own.
  std::string run(const std::string& script) const {
    const Finished finished = run_script(
        "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE\n"
        "export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a "
        "GIT_COMMITTER_EMAIL=a\n"
        "set -e\n" +
            script,
        directory_.path() / "source");
    CHECK(finished.errors.empty());
    REQUIRE(finished.status == 0);
    return finished.output;
  }

  /// What a build writes of the version: the line of the commit.
  std::string commit() const {
    run(fmt::format(
        "'{}' -D SOURCE=\"$PWD\" -D VERSION=1.2.3 -D OUTPUT=\"$PWD/../version.cpp\" -P '{}/src/cli/version.cmake'",
        SOFTMAX_CMAKE, SOFTMAX_SOURCE_DIR));
    const std::string text = bytes_of(written());
    CHECK(text.find("version[] = \"1.2.3\";") != std::string::npos);
    const std::string_view before = "commit[] = \"";
    const std::size_t begin = text.find(before) + before.size();
    return text.substr(begin, text.find('"', begin) - begin);
  }

  fs::path written() const { return directory_.path() / "version.cpp"; }

 private:
  TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("a build names the last commit, and whether files have changed since") {
  if (!has_program("git")) return;
  const Sources sources;
  const auto last_commit = [&sources] { return sources.run("git rev-parse HEAD").substr(0, 12); };
  CHECK(sources.commit().empty());
  sources.run("git init -q . && echo 1 >file && git add file && git commit -q -m first");
  CHECK(sources.commit() == last_commit());
  const fs::file_time_type before = fs::last_write_time(sources.written());
  CHECK(sources.commit() == last_commit());
  CHECK(fs::last_write_time(sources.written()) == before);  // nothing is compiled again
  sources.run("git tag v7");
  CHECK(sources.commit() == last_commit());
  sources.run("echo 2 >file");
  CHECK(sources.commit() == last_commit() + "-dirty");
  sources.run("git commit -q -a -m second");
  CHECK(sources.commit() == last_commit());
  sources.run("mkdir inner");
  CHECK(sources.run("cd inner && git rev-parse HEAD").substr(0, 12) == last_commit());
  sources.run("mv .git ../.git");  // the sources were unpacked inside of somebody's repository
  CHECK(sources.commit().empty());
}

TEST_CASE("--version says version, commit and instruction set") {
  const TemporaryDirectory directory;
  const Finished finished = run_script("softmax --version", directory.path());
  std::string expected = "softmax " SOFTMAX_VERSION "\n";
  const std::string commit = bytes_of(SOFTMAX_BUILD_DIR "/generated/version.cpp");
  const std::string_view before = "commit[] = \"";
  const std::size_t begin = commit.find(before) + before.size();
  const std::string name = commit.substr(begin, commit.find('"', begin) - begin);
  if (!name.empty()) expected += fmt::format("commit: {}\n", name);
  expected += "instruction set: ";
  CHECK(finished.output.starts_with(expected));
  CHECK(finished.output.ends_with('\n'));
  CHECK(finished.output.size() > expected.size() + 1);
  CHECK(finished.errors.empty());
  CHECK(finished.status == 0);
}

TEST_CASE("the newest version of the changelog is the project's, and the manual page has its day") {
  std::ifstream changelog(fs::path(SOFTMAX_SOURCE_DIR) / "docs/changelog.md");
  std::string line;
  while (std::getline(changelog, line) && !line.starts_with("## ")) continue;
  const std::string version = "## " SOFTMAX_VERSION " - ";
  REQUIRE(line.starts_with(version));
  const std::string day = line.substr(version.size());
  const std::string manual = bytes_of(fs::path(SOFTMAX_SOURCE_DIR) / "docs/softmax.1.in");
  if (day != "unreleased") CHECK(manual.find(".TH SOFTMAX 1 " + day + " ") != std::string::npos);
}

}  // namespace softmax::test
