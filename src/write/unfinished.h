#pragma once

#include <cstddef>
#include <filesystem>

namespace softmax::write {

/// The name of a file that is to be gone when a signal ends the program: as long as this object lives,
/// remove_unfinished() removes the file.
class UnfinishedName {
 public:
  explicit UnfinishedName(const std::filesystem::path& path);
  UnfinishedName(const UnfinishedName&) = delete;
  UnfinishedName& operator=(const UnfinishedName&) = delete;
  ~UnfinishedName();

 private:
  std::size_t place_;  ///< on the list; its end where that is full
};

/// For signal handlers: it allocates nothing and takes no lock.
void remove_unfinished() noexcept;

}  // namespace softmax::write
