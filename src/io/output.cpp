#include "io/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax {
namespace {
namespace fs = std::filesystem;
int duplicate(int descriptor, const std::string& name) {
  const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) cannot_write(name, errno);
  return copy;
}

int open_device(const fs::path& path, const std::string& name) {
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor >= 0) return descriptor;
    if (errno != EINTR) cannot_write(name, errno);
  }
}

/// N where the path is that of this process's own descriptor N, to which /dev/stdout leads as well.
std::optional<int> inherited_descriptor(const fs::path& path) {
  const fs::path directory = path.parent_path();
  if (directory != "/proc/self/fd" && directory != "/dev/fd") return std::nullopt;
  const std::string name = path.filename();
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

/// The path after all symbolic links, whether or not it exists. Stops at an inherited descriptor, because its file must
/// be written where the descriptor is and never be replaced; and after as many links as Linux follows, at a link.
fs::path followed(fs::path path) {
  constexpr int maximum_links = 40;
  std::error_code error;
  for (int links = 0; links < maximum_links; ++links) {
    if (inherited_descriptor(path)) break;
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}
}  // namespace

bool is_same_file(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  const auto resolved = [&](const fs::path& path) {
    return fs::weakly_canonical(fs::absolute(followed(path), ignored), ignored);
  };
  return resolved(a) == resolved(b);
}

bool is_replaced(const fs::path& path) {
  std::error_code ignored;
  const fs::path target = followed(path);
  return !inherited_descriptor(target) && fs::is_regular_file(target, ignored);
}

Output::Output(std::string name, int descriptor) : name_(std::move(name)), descriptor_(descriptor) {}

Output Output::open(const std::string& path) {
  if (path == "-") return standard_output();
  const fs::path target = followed(path);
  if (const auto inherited = inherited_descriptor(target)) return Output(path, duplicate(*inherited, path));

  struct stat status {};
  const bool exists = ::stat(target.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) cannot_write(path, errno);
  if (fs::is_symlink(target)) cannot_write(path, ELOOP);
  if (!exists && !target.has_filename()) cannot_write(path, ENOENT);
  if (exists && S_ISDIR(status.st_mode)) throw Error(formatted("can't write {}: it is a directory", path));
  if (exists && !S_ISREG(status.st_mode)) return Output(path, open_device(target, path));
  if (exists && ::access(target.c_str(), W_OK) != 0) cannot_write(path, errno);

  constexpr mode_t private_mode = 0600;
  constexpr mode_t usual_mode = 0666;  // without the bits of the umask
  Output output(path, -1);
  output.file_ = NewFile::create(target, path, exists ? private_mode : usual_mode);
  output.descriptor_ = output.file_->descriptor();
  // No set-user-ID: only the older file was meant to act with its owner's rights.
  constexpr mode_t permissions = 0777;
  if (exists && ::fchmod(output.descriptor_, status.st_mode & permissions) != 0) cannot_write(path, errno);
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
      file_(std::move(other.file_)) {}

Output::~Output() {
  if (!file_ && descriptor_ >= 0) ::close(descriptor_);
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
      cannot_write(name_, errno);
    }
  }
}

void Output::flush() {
  if (!file_) drain();
}

void Output::finish() {
  drain();
  if (file_) {
    file_->replace_target();
    return;
  }
  // Some systems refuse a write only here. Linux closes the descriptor even when a signal comes.
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) cannot_write(name_, errno);
}

std::string Output::take() { return std::exchange(buffer_, std::string()); }
}  // namespace softmax
