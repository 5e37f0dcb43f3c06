#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace softmax {

/// Throws the Error that the system refuses to write what the user calls `name`, with the system's reason.
[[noreturn]] void cannot_write(const std::string& name, int error);

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

/// As long as it lives no signal is delivered to this thread. What a signal must not come between stays short.
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

/// A regular file that takes shape unseen and then replaces its target in one step. Until then it has no name, so that
/// nothing is left of it however the program ends. Where the file system has no nameless files it stands beside the
/// target under a hidden name, which its destructor and remove_unfinished() remove.
class NewFile {
 public:
  /// On the target's file system; `name` is what the user calls the target. The mode is the file's, without the bits of
  /// the umask. Throws Error when the directory takes no new file.
  static std::unique_ptr<NewFile> create(std::filesystem::path target, std::string name, mode_t mode);

  /// As where there are no nameless files.
  static std::unique_ptr<NewFile> create_hidden(std::filesystem::path target, std::string name, mode_t mode);

  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  /// To write to. The file's own; it closes it.
  int descriptor() const { return descriptor_; }

  /// Puts the file in the target's place. Throws Error when what was written did not arrive, or the directory refuses;
  /// then an older target stays as it was.
  void replace_target();

 private:
  NewFile(std::filesystem::path target, std::string name);

  bool open_nameless(mode_t mode);
  void open_hidden(mode_t mode);
  bool link_to(const std::filesystem::path& path) const;

  /// Throws the Error for the file that the user calls `name`.
  using Refuse = void (*)(const std::string& name, int error);

  /// Takes the first hidden name under which `create` succeeds; `refuse` is called when it fails for another reason
  /// than that the name is taken.
  template <class Create>
  void take_hidden_name(Create create, Refuse refuse);

  std::filesystem::path target_;
  std::string name_;
  int descriptor_ = -1;
  std::filesystem::path hidden_;  ///< the hidden name; empty as long as there is none
  std::optional<UnfinishedName> unfinished_;
};

}  // namespace softmax
