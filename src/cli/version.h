#pragma once

namespace softmax::cli {

/// The version that CMakeLists.txt gives the project.
extern const char version[];

/// The commit that the program was built from, with "-dirty" behind it when the sources had been changed since; empty
/// when they are no repository of git.
extern const char commit[];

}  // namespace softmax::cli
