#pragma once

#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/new_file.h"

namespace softmax {

/// N where the path is that of this process's own descriptor N, to which /dev/stdout leads, too.
std::optional<int> inherited_descriptor(const std::filesystem::path& path);

/// Where a path leads through symbolic links, whether or not anything stands there. It stops at an inherited
/// descriptor: what that is open on must be written where the descriptor stands, and never be replaced. It stops, too,
/// after as many links as Linux follows; then it is a link still.
std::filesystem::path followed(std::filesystem::path path);

/// Whether two paths lead to one file, there already or not.
bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b);

/// Whether an Output on this path puts a new file in the place of an older one.
bool is_replaced(const std::filesystem::path& path);

/// Nobody reads the pipe any more. No trouble of the user's: the program should end silently, as cat does. It is only
/// seen by a process that ignores SIGPIPE.
class BrokenPipe : public std::exception {
 public:
  const char* what() const noexcept override { return "the reader has closed the pipe"; }
};

/// Where bytes go, by way of a buffer: standard output; a file, which is written whole or not at all; a device, a pipe
/// or an inherited descriptor (/dev/stdout, /dev/fd/3), written directly; or memory. Nothing else in the program opens
/// outputs.
///
/// A file takes shape unseen and replaces its target in finish(), so the target may be a file that is still being read.
/// Symbolic links are followed and stay; an older file keeps its mode.
///
/// Everything that writes throws Error when the system refuses, and BrokenPipe.
class Output {
 public:
  /// Opens what the path names; "-" is standard output. Throws Error when it can't be written, which includes a
  /// directory that takes no new file.
  static Output open(const std::string& path);

  static Output standard_output();

  /// Keeps all bytes for take().
  static Output to_memory();

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;

  /// Without finish(): an older file stays as it was, no new one is left, and what is buffered is lost.
  ~Output();

  /// Whether a person would see the bytes as they are.
  bool is_terminal() const;

  /// Whether nobody sees what is written before finish(), as with a file.
  bool waits_for_finish() const { return file_ != nullptr; }

  void write(std::string_view bytes) {
    if (buffer_.size() + bytes.size() <= buffer_size) {
      buffer_.append(bytes);
    } else {
      write_past_buffer(bytes);
    }
  }

  /// Lets a reader at the other end see what has been written; a file still waits for finish().
  void flush();

  /// Everything has been written: puts a file in its place and closes. Nothing but destruction may follow.
  void finish();

  /// The bytes written to memory so far; they are gone from here.
  std::string take();

 private:
  static constexpr std::size_t buffer_size = std::size_t{256} << 10;

  Output(std::string name, int descriptor);

  void write_past_buffer(std::string_view bytes);
  void drain();
  void write_directly(std::string_view bytes);

  std::string name_;
  int descriptor_;  ///< owned, where it is not that of a file; -1 for memory, and once closed
  std::string buffer_;
  std::unique_ptr<NewFile> file_;  ///< not for devices, pipes and memory
};

}  // namespace softmax
