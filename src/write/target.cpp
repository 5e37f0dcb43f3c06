#include "write/target.h"

#include <charconv>
#include <string>
#include <system_error>

namespace softmax::write {

namespace fs = std::filesystem;

std::optional<int> inherited_descriptor(const fs::path& path) {
  const fs::path directory = path.parent_path();
  if (directory != "/proc/self/fd" && directory != "/dev/fd") return std::nullopt;
  const std::string name = path.filename();
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

fs::path followed(fs::path path) {
  constexpr int most_links = 40;
  std::error_code error;
  for (int links = 0; links < most_links; ++links) {
    if (inherited_descriptor(path)) break;
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}

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

}  // namespace softmax::write
