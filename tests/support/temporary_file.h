#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace softmax::test {

/// A file with these bytes and this ending for as long as the object lives. The name is unique to process and object.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes, std::string_view ending = "") {
    static std::atomic<unsigned> count = 0;
    const std::string name = "softmax-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
    path_ = (std::filesystem::temp_directory_path() / name).string() + std::string(ending);
    std::ofstream file(path_, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace softmax::test
