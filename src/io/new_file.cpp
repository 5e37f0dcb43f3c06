#include "io/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax {
namespace {
namespace fs = std::filesystem;
enum class Use { free, taken, listed };

/// The name is in memory that is never freed, because a signal handler may read it at any moment.
struct Entry {
  std::atomic<Use> use = Use::free;
  std::array<char, PATH_MAX> name = {};  // the system takes no longer ones
};
static_assert(std::atomic<Use>::is_always_lock_free);

// A run has at most two outputs, the result and the report.
std::array<Entry, 4> list;

/// Lists the name of a file that remove_unfinished() is to remove; returns its place, or nothing when the list is full.
std::optional<std::size_t> listed(const std::string& name) {
  for (std::size_t place = 0; place < list.size(); ++place) {
    Entry& entry = list[place];
    Use expected = Use::free;
    if (name.size() >= entry.name.size() || !entry.use.compare_exchange_strong(expected, Use::taken)) continue;
    *std::copy(name.begin(), name.end(), entry.name.begin()) = '\0';
    entry.use = Use::listed;
    return place;
  }
  return std::nullopt;
}

void unlist(std::optional<std::size_t> place) {
  if (place) list[*place].use = Use::free;
}

/// While it lives, no signal is delivered to this thread.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

/// The path of the file that a descriptor is open on, whether or not the file has a name.
std::string path_of(int descriptor) { return formatted("/proc/self/fd/{}", descriptor); }

[[noreturn]] void directory_refuses(const std::string& name, int error) {
  if (error != EACCES && error != EPERM && error != EROFS) cannot_write(name, error);
  throw Error(
      formatted("can't write {}: its directory is not writable ({}), and the file is written whole next to the old "
                "one or not at all; choose another directory, or redirect standard output",
                name, std::generic_category().message(error)));
}
}  // namespace

void cannot_write(const std::string& name, int error) {
  throw Error(formatted("can't write {}: {}", name.empty() ? "''" : name, std::generic_category().message(error)));
}

void remove_unfinished() noexcept {
  for (const Entry& entry : list) {
    if (entry.use == Use::listed) ::unlink(entry.name.data());
  }
}

std::unique_ptr<NewFile> NewFile::create(fs::path target, std::string name, mode_t mode) {
  std::unique_ptr<NewFile> file(new NewFile(std::move(target), std::move(name)));
  const auto create = [&](const fs::path& path) {
    file->descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return file->descriptor_ >= 0;
  };
  if (!file->open_nameless(mode)) file->take_hidden_name(create, directory_refuses);
  return file;
}

NewFile::NewFile(fs::path target, std::string name) : target_(std::move(target)), name_(std::move(name)) {}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!hidden_.empty()) ::unlink(hidden_.c_str());
  unlist(unfinished_);
}

/// Only where the file can get a name later, which needs /proc.
bool NewFile::open_nameless(mode_t mode) {
  const fs::path directory = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  descriptor_ = ::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (descriptor_ < 0) return false;
  if (::access(path_of(descriptor_).c_str(), F_OK) == 0) return true;
  ::close(std::exchange(descriptor_, -1));
  return false;
}

bool NewFile::link_to(const fs::path& path) const {
  return ::linkat(AT_FDCWD, path_of(descriptor_).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

template <class Create>
void NewFile::take_hidden_name(Create create, Refuse refuse) {
  constexpr std::size_t longest_part = 100;  // of the target's name: most file systems allow 255 bytes in all
  const std::string stem =
      formatted(".{}.softmax-{}", beginning_of(target_.filename().string(), longest_part), ::getpid());
  const HeldSignals held;  // until the file of this name is on the list
  for (int attempt = 0;; ++attempt) {
    hidden_ = target_.parent_path() / formatted("{}-{}", stem, attempt);
    if (create(hidden_)) {
      unfinished_ = listed(hidden_.native());
      return;
    }
    const int error = errno;
    hidden_.clear();
    if (error != EEXIST && error != EINTR) refuse(name_, error);
  }
}

void NewFile::replace_target() {
  // Some file systems report a lack of room only when a descriptor is closed. A copy is closed, because a nameless file
  // is gone with its last descriptor. Linux closes even when a signal comes.
  const int copy = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (copy < 0 || (::close(copy) != 0 && errno != EINTR)) cannot_write(name_, errno);
  const HeldSignals held;  // between the two names
  if (hidden_.empty()) {
    if (link_to(target_)) return;
    take_hidden_name([this](const fs::path& path) { return link_to(path); }, cannot_write);
  }
  if (::rename(hidden_.c_str(), target_.c_str()) != 0) cannot_write(name_, errno);
  hidden_.clear();
  unlist(std::exchange(unfinished_, std::nullopt));
}
}  // namespace softmax
