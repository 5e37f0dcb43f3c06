#include "cli/files.h"

#include "core/error.h"
#include "core/formatted.h"
#include "io/output.h"

namespace softmax::cli {
namespace {
std::string written_path(const std::string& path) { return path == "-" ? "/dev/stdout" : path; }
std::string read_path(const std::string& path) { return path == "-" ? "/dev/stdin" : path; }
}  // namespace

Input open_input(const std::string& path) { return path == "-" ? Input::standard_input() : Input::open(path); }

void refuse_same(const NamedFile& written, const NamedFile& other) {
  if (!is_same_file(written_path(written.path), written_path(other.path))) return;
  throw Error(formatted("{} and {} both name {}: give each its own", written.by, other.by, written.path));
}

void refuse_replacing(const NamedFile& written, const NamedFile& read) {
  const std::string path = written_path(written.path);
  if (!is_replaced(path) || !is_same_file(path, read_path(read.path))) return;
  throw Error(
      formatted("{} would replace {}, which {} names: give it another file", written.by, written.path, read.by));
}

void refuse_endless(const std::string& output, const NamedFile& read) {
  if (!is_read_while_written(output, read_path(read.path))) return;
  throw Error(formatted("{} is read and written at once; {}", read.path == "-" ? "stdin" : read.path,
                        read.by == "INPUT" ? "-o FILE can replace it" : "give the output another file"));
}
}  // namespace softmax::cli
