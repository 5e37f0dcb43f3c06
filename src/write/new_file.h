#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "write/unfinished.h"

namespace softmax::write {

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

}  // namespace softmax::write
