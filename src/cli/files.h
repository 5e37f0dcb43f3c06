#pragma once

#include <string>
#include <string_view>

#include "cli/options.h"

namespace softmax::cli {

/// A file that a run writes or reads, and what names it: an option, INPUT, a case.
struct NamedFile {
  std::string_view by;
  std::string path;  ///< "-" is a standard stream
};

/// Throws Error where writing the one would replace the other.
void refuse_replacing(const NamedFile& written, const NamedFile& read);

/// Throws Error where two outputs of the run go to one place, one replaces a file that the run reads, or standard
/// output is the file that is read. INPUT alone may be replaced, and by the result alone: that is what `softmax x.npy
/// -o x.npy` asks for.
void refuse_replaced_files(const Options& options);

}  // namespace softmax::cli
