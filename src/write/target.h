#pragma once

#include <filesystem>
#include <optional>

namespace softmax::write {

/// N where the path is that of this process's own descriptor N, to which /dev/stdout leads, too.
std::optional<int> inherited_descriptor(const std::filesystem::path& path);

/// Where a path leads through symbolic links, whether or not anything stands there. It stops at an inherited
/// descriptor: what that is open on must be written where the descriptor stands, and never be replaced. It stops, too,
/// after as many links as Linux follows; then it is a link still.
std::filesystem::path followed(std::filesystem::path path);

/// Whether two paths lead to one file, there already or not.
bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b);

/// Whether an Output on this path puts a new file in the place of an older one.
bool is_replaced(const std::filesystem::path& path);

}  // namespace softmax::write
