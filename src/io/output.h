#pragma once

#include <exception>
#include <string_view>

#include "io/new_file.h"

namespace softmax {
/// Whether two paths lead to one file, which may not exist yet.
bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b);

/// Whether an Output on this path puts a new file in the place of an older one.
bool is_replaced(const std::filesystem::path& path);

/// The pipe has no reader any more. This is not an error of the user: the program should end silently, as cat does.
/// Only a process that ignores SIGPIPE sees it.
class BrokenPipe : public std::exception {
 public:
  const char* what() const noexcept override { return "the reader has closed the pipe"; }
};

/// A buffered output: standard output; a file, which is written whole or not at all; a device, a pipe or an inherited
/// descriptor (/dev/stdout, /dev/fd/3), which is written directly; or memory. The program opens outputs only here.
///
/// A file is written unseen and replaces its target in finish(), so the target may be a file that is still being read.
/// Symbolic links are followed and stay; an older file keeps its mode.
///
/// Functions that write throw Error when the system refuses, and BrokenPipe.
class Output {
 public:
  /// Opens the path; "-" is standard output. Throws Error when it can't be written, also for a file whose directory
  /// takes no new file.
  static Output open(const std::string& path);

  static Output standard_output();

  /// Keeps all bytes for take().
  static Output to_memory();

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;

  /// Without finish(), an older file stays as it was, there is no new one, and buffered bytes are lost.
  ~Output();

  bool is_terminal() const;

  /// Whether the bytes can be seen only after finish(), as with a file.
  bool waits_for_finish() const { return file_ != nullptr; }

  void write(std::string_view bytes) {
    if (buffer_.size() + bytes.size() <= buffer_size) {
      buffer_.append(bytes);
    } else {
      write_past_buffer(bytes);
    }
  }

  /// Makes what has been written visible to the reader of a pipe or device; a file still waits for finish().
  void flush();

  /// Ends the output: puts a file in its place and closes. Only the destructor may follow.
  void finish();

  /// Takes the bytes that have been written to memory since the last take().
  std::string take();

 private:
  static constexpr std::size_t buffer_size = std::size_t{256} << 10;

  Output(std::string name, int descriptor);

  void write_past_buffer(std::string_view bytes);
  void drain();
  void write_directly(std::string_view bytes);

  std::string name_;
  int descriptor_;  ///< owned, unless it is that of file_; -1 for memory, and once closed
  std::string buffer_;
  std::unique_ptr<NewFile> file_;  ///< null for devices, pipes and memory
};
}  // namespace softmax
