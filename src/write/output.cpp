#include "write/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"

namespace softmax::write {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const std::string& name, int error) {
  throw Error(fmt::format("can't write {}: {}", name.empty() ? "''" : name, reason(error)));
}

/// N where the path is that of this process's own descriptor N.
std::optional<int> inherited_descriptor(const fs::path& path) {
  const fs::path directory = path.parent_path();
  if (directory != "/proc/self/fd" && directory != "/dev/fd") return std::nullopt;
  const std::string name = path.filename();
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

/// Where a path leads through symbolic links, whether or not anything stands there. It stops at an inherited
/// descriptor: what that is open on must be written where the descriptor stands, and never be replaced.
fs::path followed(fs::path path) {
  constexpr int most_links = 40;  // as many as Linux follows; opening a longer chain fails
  std::error_code error;
  for (int links = 0; links < most_links; ++links) {
    if (inherited_descriptor(path)) break;
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}

int duplicate(int descriptor, const std::string& name) {
  const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) fail(name, errno);
  return copy;
}

int open_device(const fs::path& path, const std::string& name) {
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor >= 0) return descriptor;
    if (errno != EINTR) fail(name, errno);
  }
}

/// A new file with a name of its own beside the target.
struct NewFile {
  fs::path path;
  int descriptor;
};

NewFile create_beside(const fs::path& target, mode_t mode, const std::string& name) {
  constexpr std::size_t longest_part = 100;  // of the target's name: most file systems allow 255 bytes in all
  const std::string stem =
      fmt::format(".{}.softmax-{}", target.filename().string().substr(0, longest_part), ::getpid());
  for (int attempt = 0;; ++attempt) {
    const fs::path path = target.parent_path() / fmt::format("{}-{}", stem, attempt);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) return {path, descriptor};
    if (errno == EEXIST || errno == EINTR) continue;
    if (errno != EACCES && errno != EPERM && errno != EROFS) fail(name, errno);
    throw Error(
        fmt::format("can't write {}: its directory is not writable ({}), and the file is written whole beside "
                    "the old one or not at all; choose another directory, or redirect standard output",
                    name, reason(errno)));
  }
}

}  // namespace

Output::Output(std::string name, int descriptor) : name_(std::move(name)), descriptor_(descriptor) {}

Output Output::open(const std::string& path) {
  if (path == "-") return standard_output();
  const fs::path target = followed(path);
  if (const auto inherited = inherited_descriptor(target)) return Output(path, duplicate(*inherited, path));

  struct stat status {};
  const bool exists = ::stat(target.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) fail(path, errno);
  if (!exists && !target.has_filename()) fail(path, ENOENT);
  if (exists && S_ISDIR(status.st_mode)) throw Error(fmt::format("can't write {}: it is a directory", path));
  if (exists && !S_ISREG(status.st_mode)) return Output(path, open_device(target, path));
  if (exists && ::access(target.c_str(), W_OK) != 0) fail(path, errno);

  constexpr mode_t private_mode = 0600;
  constexpr mode_t usual_mode = 0666;  // from which the system takes the umask
  const NewFile file = create_beside(target, exists ? private_mode : usual_mode, path);
  Output output(path, file.descriptor);
  output.temporary_ = file.path;
  output.target_ = target;
  if (exists && ::fchmod(file.descriptor, status.st_mode & 07777) != 0) fail(path, errno);
  return output;
}

Output Output::standard_output() {
  const std::string name = "standard output";
  return Output(name, duplicate(STDOUT_FILENO, name));
}

Output Output::to_memory() { return Output("memory", -1); }

Output::Output(Output&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)),
      temporary_(std::exchange(other.temporary_, fs::path())),
      target_(std::move(other.target_)) {}

Output::~Output() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool Output::is_terminal() const { return ::isatty(descriptor_) == 1; }

void Output::write_past_buffer(std::string_view bytes) {
  drain();
  if (descriptor_ >= 0 && bytes.size() > buffer_size) {
    write_directly(bytes);
  } else {
    buffer_.append(bytes);
  }
}

void Output::drain() {
  if (descriptor_ < 0) return;
  write_directly(buffer_);
  buffer_.clear();
}

void Output::write_directly(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      throw BrokenPipe();
    } else if (errno != EINTR) {
      fail(name_, errno);
    }
  }
}

void Output::flush() {
  if (temporary_.empty()) drain();
}

void Output::finish() {
  drain();
  // Some file systems tell only here that there was no room. Linux closes the descriptor even when a signal comes.
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail(name_, errno);
  if (temporary_.empty()) return;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(name_, errno);
  temporary_.clear();
}

std::string Output::take() { return std::exchange(buffer_, std::string()); }

}  // namespace softmax::write
