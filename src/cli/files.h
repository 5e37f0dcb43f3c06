#pragma once

#include <string>
#include <string_view>

#include "io/input.h"

namespace softmax::cli {
/// The input that a path names; "-" is standard input. Throws Error when it can't be read.
Input open_input(const std::string& path);

/// A file that a run writes or reads, and what names it: an option, INPUT, a case.
struct NamedFile {
  std::string_view by;
  std::string path;  ///< "-" is a standard stream
};

/// Throws Error where both files that a run writes are the same.
void refuse_same(const NamedFile& written, const NamedFile& other);

/// Throws Error where writing the one would replace the other.
void refuse_replacing(const NamedFile& written, const NamedFile& read);

/// Throws Error where the output, a path or "-", is a descriptor that appends to the file that is read: reading it
/// would never end.
void refuse_endless(const std::string& output, const NamedFile& read);
}  // namespace softmax::cli
