#include "io/input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "text/text.h"

namespace softmax {
namespace {
[[noreturn]] void fail(const std::string& name, int error) {
  throw Error(formatted("can't read {}: {}", name.empty() ? "''" : name, std::generic_category().message(error)));
}

/// Calls a function of the system that reads, again when it did not come to it; returns the number of bytes.
template <class Read>
std::size_t read_once(const std::string& name, int descriptor, Read read) {
  for (;;) {
    const ssize_t got = read();
    if (got >= 0) return static_cast<std::size_t>(got);
    if (!may_try_again(descriptor, POLLIN)) fail(name, errno);
  }
}
}  // namespace

Input::Input(std::string name, int descriptor, bool owned)
    : name_(std::move(name)), descriptor_(descriptor), owned_(owned) {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) fail(name_, errno);
  if (S_ISDIR(status.st_mode)) throw Error(formatted("can't read {}: it is a directory", name_));
  const off_t position = lseek(descriptor_, 0, SEEK_CUR);
  if (S_ISREG(status.st_mode) && position >= 0) {
    is_regular_ = true;
    start_ = static_cast<std::uint64_t>(position);
    size_ = static_cast<std::uint64_t>(std::max<off_t>(status.st_size - position, 0));
  }
}

Input Input::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, errno);
  try {
    return Input(path, descriptor, true);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
}

Input Input::standard_input() { return Input("stdin", STDIN_FILENO, false); }

Input::Input(Input&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      owned_(std::exchange(other.owned_, false)),
      is_regular_(other.is_regular_),
      start_(other.start_),
      size_(other.size_),
      peeked_(std::move(other.peeked_)),
      progress_(other.progress_) {}

Input::~Input() {
  if (owned_) ::close(descriptor_);
}

void Input::tell(Progress& progress) {
  progress_ = &progress;
  progress.begin(Stage::reading, size_);
}

std::string Input::peek(std::size_t count) {
  while (peeked_.size() < count) {
    char block[4096];
    const std::size_t got = read_once(name_, descriptor_, [&] { return ::read(descriptor_, block, sizeof block); });
    if (got == 0) break;
    peeked_.append(block, got);
  }
  return peeked_.substr(0, count);
}

std::size_t Input::read(char* to, std::size_t count) {
  constexpr std::size_t maximum_at_once = std::size_t{16} << 20;  // so that progress is seen
  std::size_t done = take_peeked(to, count);
  while (done < count) {
    const std::size_t got = read_more(to + done, std::min(count - done, maximum_at_once));
    if (got == 0) break;
    done += got;
  }
  return done;
}

std::size_t Input::read_some(char* to, std::size_t count) {
  return peeked_.empty() ? read_more(to, count) : take_peeked(to, count);
}

std::size_t Input::take_peeked(char* to, std::size_t count) {
  const std::size_t taken = std::min(count, peeked_.size());
  std::memcpy(to, peeked_.data(), taken);
  peeked_.erase(0, taken);
  progress_->advance(Stage::reading, taken);
  return taken;
}

std::size_t Input::read_more(char* to, std::size_t count) {
  const std::size_t got = read_once(name_, descriptor_, [&] { return ::read(descriptor_, to, count); });
  if (got == 0) {
    check_size();
    progress_->end(Stage::reading);
  }
  progress_->advance(Stage::reading, got);
  return got;
}

std::size_t Input::read_at(std::uint64_t offset, char* to, std::size_t count) const {
  std::size_t done = 0;
  while (done < count) {
    const auto position = static_cast<off_t>(start_ + offset + done);
    const std::size_t got =
        read_once(name_, descriptor_, [&] { return ::pread(descriptor_, to + done, count - done, position); });
    if (got == 0) {
      check_size();
      break;
    }
    done += got;
  }
  return done;
}

void Input::check_size() const {
  struct stat status {};
  if (!is_regular_ || fstat(descriptor_, &status) != 0) return;
  if (static_cast<std::uint64_t>(status.st_size) >= start_ + size_) return;
  throw Error(formatted("can't read {}: it became shorter while it was read", name_));
}

std::string Input::read_rest() {
  constexpr std::size_t room_for_pipe = std::size_t{1} << 16;
  std::string bytes;
  const auto make_room = [&](std::size_t room) {
    with_memory([&] { bytes.resize(room); },
                [&] { return memory_error(static_cast<double>(room), "the whole text", name_); });
  };
  make_room(is_regular_ ? size_ : room_for_pipe);
  std::size_t length = 0;
  for (;;) {
    length += read(bytes.data() + length, bytes.size() - length);
    char next;
    if (length < bytes.size() || read(&next, 1) == 0) break;
    make_room(2 * length + room_for_pipe);
    bytes[length++] = next;
  }
  bytes.resize(length);
  return bytes;
}

bool may_try_again(int descriptor, short events) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  constexpr int for_ever = -1;
  pollfd ready{descriptor, events, 0};
  return ::poll(&ready, 1, for_ever) >= 0 || errno == EINTR;
}

void refuse_utf16(Input& input) {
  const std::string start = input.peek(2);
  if (start != "\xFF\xFE" && start != "\xFE\xFF") return;
  throw Error({input.name(), 0, 0, {}, 0}, "expected UTF-8, found UTF-16; convert it: iconv -f UTF-16 -t UTF-8");
}

void refuse_zeros(Input& input, std::string_view expected) {
  if (!input.peek(1).starts_with('\0')) return;
  const Text text(input.name(), std::string(1, '\0'));
  text.fail_expecting(text.begin(), expected);
}
}  // namespace softmax
