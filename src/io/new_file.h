#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace softmax {
/// Throws the Error that the system does not write what the user calls `name`, with the system's reason.
[[noreturn]] void cannot_write(const std::string& name, int error);

/// Removes the hidden files that are not finished. For signal handlers: it allocates nothing and takes no lock.
void remove_unfinished() noexcept;

/// A regular file that is written unseen and then replaces its target in one step. Until then it has no name, so that
/// nothing is left of it however the program ends. Where the file system has no nameless files, it is next to the
/// target under a hidden name, and its destructor or remove_unfinished() removes it.
class NewFile {
 public:
  /// Creates the file on the target's file system; `name` is what the user calls the target. The file's mode is `mode`
  /// without the bits of the umask. Throws Error when the directory takes no new file.
  static std::unique_ptr<NewFile> create(std::filesystem::path target, std::string name, mode_t mode);

  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  /// For writing; the file closes it.
  int descriptor() const { return descriptor_; }

  /// Puts the file in the target's place. Throws Error when what was written did not arrive, or the directory refuses
  /// the file; an older target then stays as it was.
  void replace_target();

 private:
  NewFile(std::filesystem::path target, std::string name);

  bool open_nameless(mode_t mode);
  bool link_to(const std::filesystem::path& path) const;

  /// Throws the Error for the file that the user calls `name`.
  using Refuse = void (*)(const std::string& name, int error);

  /// Takes the first hidden name under which `create` succeeds; calls `refuse` when it fails, unless the name is taken.
  template <class Create>
  void take_hidden_name(Create create, Refuse refuse);

  std::filesystem::path target_;
  std::string name_;
  int descriptor_ = -1;
  std::filesystem::path hidden_;           ///< the hidden name; empty while there is none
  std::optional<std::size_t> unfinished_;  ///< where the list of unfinished files has it
};
}  // namespace softmax
