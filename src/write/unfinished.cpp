#include "write/unfinished.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <string>

namespace softmax::write {
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

}  // namespace

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

}  // namespace softmax::write
