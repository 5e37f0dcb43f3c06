#include "core/memory.h"

#include <sys/resource.h>

#include <utility>

#include <fmt/format.h>

#include "core/sizes.h"

namespace softmax {
namespace {

/// What the shell says of the most memory that this process may have; nothing where there is no such limit.
std::string limit_text() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
  return fmt::format(" (ulimit -v allows {} in all)", bytes_text(static_cast<double>(limit.rlim_cur)));
}

}  // namespace

Error memory_error(double bytes, std::string_view what, const std::string& source) {
  return memory_error("at least", bytes, what, source);
}

Error memory_error(std::string_view how_sure, double bytes, std::string_view what, const std::string& source) {
  Place place;
  place.source = source;
  return {std::move(place), fmt::format("needs {} {} of memory for {}, and the system refuses it{}", how_sure,
                                        bytes_text(bytes), what, limit_text())};
}

Error memory_error(std::string_view what) {
  return Error(fmt::format("needs more memory for {} than the system gives{}", what, limit_text()));
}

}  // namespace softmax
