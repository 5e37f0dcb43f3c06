#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/progress.h"

namespace softmax {

/// The bytes of an input with its name: a regular file, which can be read anywhere and again, or anything else
/// (a pipe, a terminal, a device), which can be read once in order. The only part of the program that opens inputs.
/// Whoever reads is told by an Error of a file that became shorter since it was opened.
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

  /// A regular file: size() is known and read_at works.
  bool is_regular() const { return is_regular_; }

  /// Bytes of a regular file from where it stood when it was opened.
  std::uint64_t size() const { return size_; }

  /// From now on `progress`, which must outlive the input, is told of the bytes that are read in order; of a regular
  /// file it knows how many there are.
  void tell(Progress& progress);

  /// The first bytes, at most `count` (up to 4096), without taking them: fewer only when the input is shorter.
  std::string peek(std::size_t count);

  /// The next bytes in order into `to`; fewer than `count` only at the end. Throws Error when reading fails.
  std::size_t read(char* to, std::size_t count);

  /// Like `read`, but gives what is there as soon as there is something: at least one byte but at the end.
  std::size_t read_some(char* to, std::size_t count);

  /// Bytes of a regular file at an offset, whatever `read` has taken; fewer only at the end. Throws Error.
  std::size_t read_at(std::uint64_t offset, char* to, std::size_t count) const;

  /// Tells the progress of bytes that were read in order by read_at, which does not; and that reading begins again.
  void tell_read(std::size_t count) const { progress_->advance(Stage::reading, count); }
  void tell_again() const { progress_->begin(Stage::reading, size_); }

  /// All bytes that are left. Those of a regular file fill their memory, so that a sanitizer sees who reads past them.
  std::string read_rest();

 private:
  Input(std::string name, int descriptor, bool owned);

  std::size_t take_peeked(char* to, std::size_t count);
  std::size_t read_more(char* to, std::size_t count);
  void end();
  void check_size() const;

  std::string name_;
  int descriptor_;
  bool owned_;
  bool is_regular_ = false;
  std::uint64_t start_ = 0;
  std::uint64_t size_ = 0;
  std::string peeked_;  ///< taken from the descriptor, not yet from the input
  Progress* progress_ = &no_progress();
};

}  // namespace softmax
