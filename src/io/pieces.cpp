#include "io/pieces.h"

#include <utility>

namespace softmax {
std::optional<std::string> Lines::next() {
  return with_memory([this] { return take_next(); },
                     [this] {
                       return memory_error(2.0 * static_cast<double>(read_.size() - begin_), "a line of the text",
                                           input_.name());
                     });
}

std::optional<std::string> Lines::take_next() {
  constexpr std::size_t read_at_once = std::size_t{1} << 16;
  std::size_t searched = begin_;
  for (;;) {
    const std::size_t end = read_.find('\n', searched);
    if (end != std::string::npos || (is_at_end_ && begin_ < read_.size())) {
      std::string line = read_.substr(begin_, end == std::string::npos ? end : end + 1 - begin_);
      begin_ += line.size();
      ++number_;
      return line;
    }
    if (is_at_end_) return std::nullopt;
    read_.erase(0, begin_);
    begin_ = 0;
    searched = read_.size();
    read_.resize(searched + read_at_once);
    const std::size_t got = input_.read_some(read_.data() + searched, read_at_once);
    read_.resize(searched + got);
    is_at_end_ = got == 0;
  }
}

TextPieces::TextPieces(Input& input, char cut, std::size_t piece_size)
    : input_(input), cut_(cut), piece_size_(piece_size) {}

bool TextPieces::is_short() {
  if (input_.is_regular()) return input_.size() <= piece_size_;
  while (!is_at_end_ && ahead_.size() <= piece_size_) ahead_.resize(append_read(ahead_, ahead_.size()));
  return ahead_.size() <= piece_size_;
}

std::string_view TextPieces::first_line() {
  const bool may_be_longer = !is_at_end_ && ahead_.size() < piece_size_;
  if (may_be_longer && ahead_.find('\n') == std::string::npos) ahead_.resize(append_read(ahead_, ahead_.size()));
  const std::size_t end = ahead_.find('\n');
  return std::string_view(ahead_).substr(0, end == std::string::npos ? end : end + 1);
}

void TextPieces::skip(std::size_t count) {
  if (!input_.is_regular()) given_.push_back(ahead_.substr(0, count));
  ahead_.erase(0, count);
}

std::string_view TextPieces::next(std::string& buffer) {
  return with_memory([&] { return take_next(buffer); },
                     [&] { return kept_error(std::max(piece_size_, buffer.size())); });
}

std::string TextPieces::whole() {
  return with_memory([this] { return take_whole(); }, [this] { return kept_error(0); });
}

/// The error for the bytes that must be kept and `more` bytes.
Error TextPieces::kept_error(std::size_t more) const {
  std::size_t bytes = ahead_.size() + more;
  for (const std::string& piece : given_) bytes += piece.size();
  return memory_error(static_cast<double>(bytes),
                      input_.is_regular() ? "a piece of the text" : "the whole text, which a pipe gives only once",
                      input_.name());
}

std::string_view TextPieces::take_next(std::string& buffer) {
  std::string& piece = input_.is_regular() ? buffer : given_.emplace_back();
  std::size_t length = ahead_.size();
  piece.resize(std::max(piece.size(), length));  // never shorter: growing again would clear the bytes
  std::copy(ahead_.begin(), ahead_.end(), piece.begin());
  std::size_t end = 0;
  while (end == 0 && !is_at_end_) {
    const std::size_t before = length;
    length = append_read(piece, before);
    const std::size_t cut = std::string_view(piece).substr(before, length - before).rfind(cut_);
    if (cut != std::string_view::npos) end = before + cut + 1;
  }
  if (is_at_end_) end = length;
  ahead_.assign(piece, end, length - end);
  if (!input_.is_regular()) piece.resize(end);
  if (piece.size() > end) piece[end] = '\0';
  return std::string_view(piece).substr(0, end);
}

std::string TextPieces::take_whole() {
  if (input_.is_regular()) {
    if (offset_ > 0) input_.tell_again();
    return input_.read_rest();
  }
  if (given_.empty() && ahead_.empty()) return input_.read_rest();  // without a copy
  std::string text;
  for (; !given_.empty(); given_.pop_front()) text += given_.front();
  text += std::exchange(ahead_, {});
  if (!is_at_end_) text += input_.read_rest();
  return text;
}

/// Reads as many bytes as a piece has to the place after the first `length` bytes; returns the number of bytes then.
std::size_t TextPieces::append_read(std::string& bytes, std::size_t length) {
  if (bytes.size() < length + piece_size_) bytes.resize(length + piece_size_);
  char* to = bytes.data() + length;
  std::size_t got = 0;
  if (input_.is_regular()) {
    got = input_.read_at(offset_, to, piece_size_);
    offset_ += got;
    input_.tell_read(got);
  } else {
    got = input_.read(to, piece_size_);
  }
  is_at_end_ = got < piece_size_;
  return length + got;
}
}  // namespace softmax
