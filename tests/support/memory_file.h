#pragma once

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace softmax::test {

/// A regular file that is in no directory, for as long as the object lives: nothing is left of it, however the process
/// ends.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes = {}) : descriptor_(::memfd_create("softmax-test", MFD_CLOEXEC)) {
    if (descriptor_ < 0 || ::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("can't make a file in memory");
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }

  int descriptor() const { return descriptor_; }

  /// Opens it anew in this process, at its beginning.
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  std::string bytes() const {
    struct stat status {};
    ::fstat(descriptor_, &status);
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    if (::pread(descriptor_, bytes.data(), bytes.size(), 0) != status.st_size) {
      throw std::runtime_error("can't read a file in memory");
    }
    return bytes;
  }

 private:
  int descriptor_;
};

}  // namespace softmax::test
