// What `cmake --install` and the Debian package put where.

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

/// The files below a directory, by their paths from there.
std::set<std::string> files_below(const fs::path& directory) {
  std::set<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_directory()) files.insert(entry.path().lexically_relative(directory).generic_string());
  }
  return files;
}

/// What is installed, below the prefix.
std::set<std::string> installed_files(const std::string& zsh_directory) {
  return {"bin/softmax",
          "share/bash-completion/completions/softmax",
          "share/doc/softmax/changelog.gz",
          "share/doc/softmax/checking.md",
          "share/doc/softmax/copyright",
          "share/doc/softmax/formats.md",
          "share/doc/softmax/numerics.md",
          "share/doc/softmax/options.md",
          "share/doc/softmax/security.md",
          "share/doc/softmax/trust.md",
          "share/fish/vendor_completions.d/softmax.fish",
          "share/man/man1/softmax.1.gz",
          "share/zsh/" + zsh_directory + "/_softmax"};
}

/// What was installed works, and the files that shells and man read are those.
void check_installed(const fs::path& prefix, const std::string& zsh_directory) {
  CHECK(files_below(prefix) == installed_files(zsh_directory));
  const Finished finished = run_script(
      "echo '[1, 1]' | bin/softmax -q && bin/softmax --help >/dev/null\n"
      "gzip -dc share/man/man1/softmax.1.gz | grep '^\\.TH'\n"
      "tail -n 1 share/bash-completion/completions/softmax\n"
      "head -n 1 share/zsh/" +
          zsh_directory +
          "/_softmax\n"
          "grep -c -e '-l mode' share/fish/vendor_completions.d/softmax.fish\n",
      prefix);
  CHECK(finished.output.starts_with("[0.5,0.5]\n.TH SOFTMAX 1 "));
  CHECK(finished.output.find("\"softmax " SOFTMAX_VERSION "\"") != std::string::npos);
  CHECK(finished.output.ends_with("\ncomplete -F _softmax softmax\n#compdef softmax\n1\n"));
  CHECK(finished.errors.empty());
  CHECK(finished.status == 0);
}

}  // namespace

TEST_CASE("cmake --install puts everything where shells and man look") {
  const TemporaryDirectory root;
  const auto install = [&root](const std::string& prefix) {
    const Finished finished = run_script(
        fmt::format("DESTDIR=$PWD '{}' --install '{}' --prefix {}", SOFTMAX_CMAKE, SOFTMAX_BUILD_DIR, prefix),
        root.path());
    CHECK(finished.errors.empty());
    REQUIRE(finished.status == 0);
  };
  install("/usr");
  check_installed(root.path() / "usr", "vendor-completions");
  install("/opt/softmax");
  check_installed(root.path() / "opt/softmax", "site-functions");
}

TEST_CASE("the Debian package holds the program, needs what that needs, and works from where it is unpacked") {
  if (std::string_view(SOFTMAX_CONFIGURATION) != "Release") return;  // packages are made of releases alone
  if (!has_program("dpkg-deb")) return;
  const TemporaryDirectory directory;
  const auto said = [&directory](const std::string& script) {
    const Finished finished = run_script(script, directory.path());
    CHECK(finished.errors.empty());
    REQUIRE(finished.status == 0);
    return finished.output;
  };
  said(fmt::format("'{}' --config '{}/CPackConfig.cmake' -B . >/dev/null && mv softmax_*.deb softmax.deb",
                   SOFTMAX_CPACK, SOFTMAX_BUILD_DIR));
  CHECK(said("dpkg-deb --field softmax.deb Package Version Section") == "Package: softmax\nVersion: " SOFTMAX_VERSION
                                                                        "\nSection: math\n");
  CHECK(said("dpkg-deb --field softmax.deb Architecture") == said("dpkg --print-architecture"));
  CHECK(said("dpkg-deb --field softmax.deb Maintainer").find('@') != std::string::npos);
  CHECK(said("dpkg-deb --field softmax.deb Description")
            .starts_with("applies softmax to tensors in files and pipes\n It reads"));

  said("dpkg-deb --extract softmax.deb root");
  check_installed(directory.path() / "root/usr", "vendor-completions");
  CHECK(files_below(directory.path() / "root").size() == installed_files("").size());
  // A program that is linked with shared libraries needs their packages, and no other does.
  if (!has_program("readelf")) return;
  const bool needs_libraries = said("readelf --dynamic root/usr/bin/softmax").find("(NEEDED)") != std::string::npos;
  CHECK((said("dpkg-deb --field softmax.deb").find("\nDepends: ") != std::string::npos) == needs_libraries);
}

}  // namespace softmax::test
