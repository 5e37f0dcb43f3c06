#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/progress.h"

namespace softmax {
/// The bytes of an input with its name: a regular file, which can be read anywhere and again, or anything else
/// (a pipe, a terminal, a device), which can be read once, in order. The program opens inputs only here. Reading throws
/// Error when the system refuses, and when a file became shorter after it was opened.
class Input {
 public:
  /// Opens a file. Throws Error when it can't be read, or is a directory.
  static Input open(const std::string& path);

  /// Standard input, named "stdin".
  static Input standard_input();

  Input(Input&& other) noexcept;
  Input& operator=(Input&&) = delete;
  ~Input();

  const std::string& name() const { return name_; }

  /// Whether it is a regular file: size() is known and read_at works.
  bool is_regular() const { return is_regular_; }

  /// The number of bytes of a regular file after the position at which it was opened.
  std::uint64_t size() const { return size_; }

  /// Reports to `progress`, which must outlive the input, the bytes that are read in order from now on, and the size of
  /// a regular file.
  void tell(Progress& progress);

  /// The first bytes, without taking them: at most `count` (up to 4096), fewer only when the input is shorter.
  std::string peek(std::size_t count);

  /// At most `count` of the first bytes, without taking them and without waiting for more than the first.
  std::string arrived(std::size_t count) { return peek(1).empty() ? std::string() : peeked_.substr(0, count); }

  /// Reads the next bytes into `to`; returns their number, which is less than `count` only at the end.
  std::size_t read(char* to, std::size_t count);

  /// Like `read`, but returns as soon as there is a byte; 0 only at the end.
  std::size_t read_some(char* to, std::size_t count);

  /// Reads bytes of a regular file at an offset, independently of `read`; fewer only at the end.
  std::size_t read_at(std::uint64_t offset, char* to, std::size_t count) const;

  /// Reports bytes that were read in order by read_at, which reports nothing; and that reading starts again.
  void tell_read(std::size_t count) const { progress_->advance(Stage::reading, count); }
  void tell_again() const { progress_->begin(Stage::reading, size_); }

  /// Reads all bytes that are left. Those of a regular file fill their memory, so that sanitizers find reads past them.
  std::string read_rest();

 private:
  Input(std::string name, int descriptor, bool owned);

  std::size_t take_peeked(char* to, std::size_t count);
  std::size_t read_more(char* to, std::size_t count);
  void check_size() const;

  std::string name_;
  int descriptor_;
  bool owned_;
  bool is_regular_ = false;
  std::uint64_t start_ = 0;
  std::uint64_t size_ = 0;
  std::string peeked_;  ///< read from the descriptor, but not yet taken
  Progress* progress_ = &no_progress();
};

/// After the system refused to read or write a descriptor: whether to try again. A signal interrupted it, or the
/// descriptor is in non-blocking mode and was not ready; then this waits until it is ready for `events` (as poll's).
bool may_try_again(int descriptor, short events);

/// Throws Error when the input starts with a byte order mark of UTF-16: texts are UTF-8.
void refuse_utf16(Input& input);

/// Throws Error, "expected <expected>", when the input starts with a zero byte, as no text does. A device of zeros has
/// no end, so the first byte must decide.
void refuse_zeros(Input& input, std::string_view expected);
}  // namespace softmax
