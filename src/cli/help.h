#pragma once

#include <string>

namespace CLI {
class App;
}

namespace softmax::cli {

/// The version that CMakeLists.txt gives the project.
extern const char version[];

/// The commit that the program was built from, with "-dirty" behind it when the sources had been changed since; empty
/// when they are no repository of git.
extern const char commit[];

/// What --help prints. Takes the declared options; their texts are given to CLI11 here, so that no other run takes time
/// for them.
std::string help(CLI::App& app);

/// What --version prints: three lines, the second of which is left out where the program was not built from a
/// repository.
std::string version_text();

/// What is printed when there is nothing to read: the usage with two examples.
std::string usage();

}  // namespace softmax::cli
