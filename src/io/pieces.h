#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/pipeline.h"
#include "io/input.h"

namespace softmax {

/// The lines of an input, each as soon as it is there: a slow pipe is not waited for to its end.
class Lines {
 public:
  explicit Lines(Input& input) : input_(input) {}

  /// The next line with its end, which only the last one may lack; nothing behind the last. Throws Error when reading
  /// fails.
  std::optional<std::string> next();

  /// The number of the line that `next` gave, from 1.
  std::size_t number() const { return number_; }

 private:
  std::optional<std::string> take_next();

  Input& input_;
  std::string read_;  ///< what has been read and is not given out, from `begin_` on
  std::size_t begin_ = 0;
  bool is_at_end_ = false;
  std::size_t number_ = 0;
};

/// The text of an input in pieces, none of which is in memory longer than it is needed. Until the end of the text all
/// of it can be had whole, too: a regular file is read again, and of anything else the pieces are kept.
class TextPieces {
 public:
  /// Pieces end behind the last `cut` byte of about `piece_size` bytes (>= 1): later where there is none, and at the
  /// end of the text. The input must not have been read; it must outlive the pieces.
  TextPieces(Input& input, char cut, std::size_t piece_size);

  /// Of the input, as messages have it.
  const std::string& name() const { return input_.name(); }

  /// Whether the whole text is no longer than one piece.
  bool is_short();

  /// How many of so many threads have a piece to work on, as far as the size of the text tells.
  unsigned workers(unsigned threads) const {
    if (size() == 0) return threads;
    return static_cast<unsigned>(std::min<std::uint64_t>(threads, size() / piece_size_ + 1));
  }

  /// The bytes of the whole text; 0 when they are not known.
  std::uint64_t size() const { return input_.is_regular() ? input_.size() : 0; }

  /// The first line with its end, or its beginning when it is longer than a piece. To be asked for before the first
  /// piece.
  std::string_view first_line();

  /// Leaves out so many bytes, which first_line() showed.
  void skip(std::size_t count);

  /// The next piece, with a NUL behind it; empty at the end of the text. It stands in `buffer` or in the pieces' own
  /// memory, and is good as long as both are and the buffer is not used for another.
  std::string_view next(std::string& buffer);

  /// The whole text from its beginning. Nothing else may follow.
  std::string whole();

 private:
  std::string_view take_next(std::string& buffer);
  std::string take_whole();
  Error kept_error(std::size_t more) const;
  std::size_t read(char* to, std::size_t count);
  std::size_t read_behind(std::string& bytes, std::size_t length);

  Input& input_;
  char cut_;
  std::size_t piece_size_;
  std::uint64_t offset_ = 0;       ///< in a regular file: how much has been read
  std::string ahead_;              ///< read, but not given out
  bool is_at_end_ = false;         ///< nothing is left to read
  std::deque<std::string> given_;  ///< what was given out, unless the input is a regular file
};

/// Takes the pieces through `parse(text, piece)`, on several threads at once, and `append(piece)`, one at a
/// time and in order. Both say whether the text is as plain as they need it; gives whether all of it was. A Piece is
/// reused for others.
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
