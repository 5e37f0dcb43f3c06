#pragma once

#include <string>

namespace CLI {
class App;
}

namespace softmax::cli {
/// The version of the project in CMakeLists.txt.
extern const char version[];

/// The commit of the sources, with "-dirty" after it when they were changed since; empty outside a git repository.
extern const char commit[];

/// What --help prints. CLI11 gets the texts of the declared options here, so that other runs take no time for them.
std::string help(CLI::App& app);

/// What --version prints: the version, the commit (where the program was built from a repository), the instruction set.
std::string version_text();

/// What is printed when there is nothing to read: the usage with two examples.
std::string usage();
}  // namespace softmax::cli
