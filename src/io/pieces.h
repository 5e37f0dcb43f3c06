#pragma once

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/pipeline.h"
#include "io/input.h"

namespace softmax {
/// The lines of an input, each as soon as it has been read: a line does not wait for the end of a slow pipe.
class Lines {
 public:
  explicit Lines(Input& input) : input_(input) {}

  /// The next line with its end, which only the last one may lack; nothing after the last one. Throws Error when
  /// reading fails.
  std::optional<std::string> next();

  /// The number of the line that `next` returned, from 1.
  std::size_t number() const { return number_; }

 private:
  std::optional<std::string> take_next();

  Input& input_;
  std::string read_;  ///< what has been read; returned up to `begin_`
  std::size_t begin_ = 0;
  bool is_at_end_ = false;
  std::size_t number_ = 0;
};

/// The text of an input in pieces, each of which is in memory only while it is needed. The whole text can be had as
/// well: a regular file is read again, and the pieces of any other input are kept.
class TextPieces {
 public:
  /// Pieces have about `piece_size` bytes (>= 1). They end after the last `cut` byte in it, after a later one when
  /// there is none, or at the end of the text. The input must not have been read; it must outlive the pieces.
  TextPieces(Input& input, char cut, std::size_t piece_size);

  /// The name of the input.
  const std::string& name() const { return input_.name(); }

  /// Whether the whole text is no longer than one piece.
  bool is_short();

  /// How many of `threads` threads have a piece to work on, as far as the size of the text is known.
  unsigned workers(unsigned threads) const {
    if (size() == 0) return threads;
    return static_cast<unsigned>(std::min<std::uint64_t>(threads, size() / piece_size_ + 1));
  }

  /// The number of bytes of the whole text; 0 when it is not known.
  std::uint64_t size() const { return input_.is_regular() ? input_.size() : 0; }

  /// The first line with its end, or its first bytes when it is longer than a piece. Only before the first piece.
  std::string_view first_line();

  /// Leaves out the first `count` bytes, which first_line() returned.
  void skip(std::size_t count);

  /// The next piece, with a NUL after it; empty at the end of the text. Its bytes are in `buffer` or in the memory of
  /// the pieces, and are valid until the next use of the buffer.
  std::string_view next(std::string& buffer);

  /// The whole text. Nothing may be called after this.
  std::string whole();

 private:
  std::string_view take_next(std::string& buffer);
  std::string take_whole();
  Error kept_error(std::size_t more) const;
  std::size_t append_read(std::string& bytes, std::size_t length);

  Input& input_;
  char cut_;
  std::size_t piece_size_;
  std::uint64_t offset_ = 0;       ///< how much of a regular file has been read
  std::string ahead_;              ///< read, but not returned yet
  bool is_at_end_ = false;         ///< nothing is left to read
  std::deque<std::string> given_;  ///< what was returned, unless the input is a regular file
};

/// Takes the pieces through `parse(text, piece)`, on several threads at once, and `append(piece)`, one at a time and in
/// order. Both return whether the text is plain enough for them; returns whether all of it was. Each Piece is used
/// again for other texts.
template <class Piece, class Parse, class Append>
bool read_pieces(TextPieces& pieces, unsigned threads, const Parse& parse, const Append& append) {
  struct Worker {
    std::string buffer;
    std::string_view text;
    Piece piece;
  };
  std::vector<Worker> workers(pieces.workers(threads));
  std::atomic<bool> are_plain = true;
  in_order(
      static_cast<unsigned>(workers.size()),
      [&](std::size_t, unsigned number) {
        Worker& worker = workers[number];
        if (!are_plain) return false;
        worker.text = pieces.next(worker.buffer);
        return !worker.text.empty();
      },
      [&](std::size_t, unsigned number) {
        Worker& worker = workers[number];
        if (are_plain && !parse(worker.text, worker.piece)) are_plain = false;
      },
      [&](std::size_t, unsigned number) {
        if (are_plain && !append(workers[number].piece)) are_plain = false;
      });
  return are_plain;
}
}  // namespace softmax
