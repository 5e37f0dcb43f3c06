#include "read/lines.h"

#include "core/memory.h"

namespace softmax::read {
namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 16;

}  // namespace

std::optional<std::string> Lines::next() {
  return with_memory([this] { return take_next(); },
                     [this] {
                       return memory_error(2.0 * static_cast<double>(read_.size() - begin_), "a line of the text",
                                           input_.name());
                     });
}

std::optional<std::string> Lines::take_next() {
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

}  // namespace softmax::read
