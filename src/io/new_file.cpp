#include "io/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax {
namespace {

enum class Use { free, taken, listed };

/// The name stands in memory that is never given back: a handler may come at any moment.
struct Entry {
  std::atomic<Use> use = Use::free;
  std::array<char, PATH_MAX> name = {};  // the system takes no longer ones
};
static_assert(std::atomic<Use>::is_always_lock_free);

// A run has two outputs at most, the result and the report.
std::array<Entry, 4> list;

namespace fs = std::filesystem;

/// The directory that a path without one stands in.
fs::path directory_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// The file that a descriptor is open on, whether or not it has a name.
std::string path_of(int descriptor) { return formatted("/proc/self/fd/{}", descriptor); }

[[noreturn]] void directory_refuses(const std::string& name, int error) {
  if (error != EACCES && error != EPERM && error != EROFS) cannot_write(name, error);
  throw Error(
      formatted("can't write {}: its directory is not writable ({}), and the file is written whole beside the old "
                "one or not at all; choose another directory, or redirect standard output",
                name, std::generic_category().message(error)));
}

}  // namespace

void cannot_write(const std::string& name, int error) {
  throw Error(formatted("can't write {}: {}", name.empty() ? "''" : name, std::generic_category().message(error)));
}

UnfinishedName::UnfinishedName(const std::filesystem::path& path) : place_(0) {
  const std::string& name = path.native();
  for (; place_ < list.size(); ++place_) {
    Entry& entry = list[place_];
    Use expected = Use::free;
    if (name.size() >= entry.name.size() || !entry.use.compare_exchange_strong(expected, Use::taken)) continue;
    *std::copy(name.begin(), name.end(), entry.name.begin()) = '\0';
    entry.use = Use::listed;
    return;
  }
}

UnfinishedName::~UnfinishedName() {
  if (place_ < list.size()) list[place_].use = Use::free;
}

void remove_unfinished() noexcept {
  for (const Entry& entry : list) {
    if (entry.use == Use::listed) ::unlink(entry.name.data());
  }
}

std::unique_ptr<NewFile> NewFile::create(fs::path target, std::string name, mode_t mode) {
  std::unique_ptr<NewFile> file(new NewFile(std::move(target), std::move(name)));
  if (!file->open_nameless(mode)) file->open_hidden(mode);
  return file;
}

std::unique_ptr<NewFile> NewFile::create_hidden(fs::path target, std::string name, mode_t mode) {
  std::unique_ptr<NewFile> file(new NewFile(std::move(target), std::move(name)));
  file->open_hidden(mode);
  return file;
}

NewFile::NewFile(fs::path target, std::string name) : target_(std::move(target)), name_(std::move(name)) {}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!hidden_.empty()) ::unlink(hidden_.c_str());
}

/// Only where the file can be given a name later, which takes /proc.
bool NewFile::open_nameless(mode_t mode) {
  descriptor_ = ::open(directory_of(target_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (descriptor_ < 0) return false;
  if (::access(path_of(descriptor_).c_str(), F_OK) == 0) return true;
  ::close(std::exchange(descriptor_, -1));
  return false;
}

void NewFile::open_hidden(mode_t mode) {
  const auto create = [&](const fs::path& path) {
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return descriptor_ >= 0;
  };
  take_hidden_name(create, directory_refuses);
}

bool NewFile::link_to(const fs::path& path) const {
  return ::linkat(AT_FDCWD, path_of(descriptor_).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

template <class Create>
void NewFile::take_hidden_name(Create create, Refuse refuse) {
  constexpr std::size_t longest_part = 100;  // of the target's name: most file systems allow 255 bytes in all
  const std::string stem =
      formatted(".{}.softmax-{}", beginning_of(target_.filename().string(), longest_part), ::getpid());
  const HeldSignals held;  // a file of this name is on the list before a signal comes
  for (int attempt = 0;; ++attempt) {
    hidden_ = target_.parent_path() / formatted("{}-{}", stem, attempt);
    if (create(hidden_)) {
      unfinished_.emplace(hidden_);
      return;
    }
    const int error = errno;
    hidden_.clear();
    if (error != EEXIST && error != EINTR) refuse(name_, error);
  }
}

void NewFile::replace_target() {
  // Some file systems tell only when a descriptor is closed that there was no room: a copy is closed, as a nameless
  // file would be gone with its last descriptor. Linux closes even when a signal comes.
  const int copy = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (copy < 0 || (::close(copy) != 0 && errno != EINTR)) cannot_write(name_, errno);
  const HeldSignals held;  // between the two names
  if (hidden_.empty()) {
    if (link_to(target_)) return;
    take_hidden_name([this](const fs::path& path) { return link_to(path); }, cannot_write);
  }
  if (::rename(hidden_.c_str(), target_.c_str()) != 0) cannot_write(name_, errno);
  hidden_.clear();
  unfinished_.reset();
}

}  // namespace softmax
