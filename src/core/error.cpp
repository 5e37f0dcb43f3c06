#include "core/error.h"

#include <sys/resource.h>

#include <array>

#include "core/formatted.h"

namespace softmax {
namespace {
/// The limit of memory of this process in words; empty without one.
std::string limit_text() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
  return formatted(" (ulimit -v allows {} in all)", bytes_text(static_cast<double>(limit.rlim_cur)));
}
}  // namespace

Error memory_error(double bytes, std::string_view what, const std::string& source) {
  return memory_error("at least", bytes, what, source);
}

Error memory_error(std::string_view how_sure, double bytes, std::string_view what, const std::string& source) {
  Place place;
  place.source = source;
  return {std::move(place), formatted("needs {} {} of memory for {}, and the system refuses it{}", how_sure,
                                      bytes_text(bytes), what, limit_text())};
}

Error memory_error(std::string_view what) {
  return Error(formatted("needs more memory for {} than the system gives{}", what, limit_text()));
}

double memory_size(const Shape& shape, Dtype dtype) {
  const std::size_t value = dtype == Dtype::float64 ? sizeof(double) : sizeof(float);
  return static_cast<double>(element_count(shape)) * static_cast<double>(value);
}

std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 7> units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  constexpr double first_rounded_to_four_digits = 999.5;
  std::size_t unit = 0;
  for (; bytes >= first_rounded_to_four_digits && unit + 1 < units.size(); ++unit) bytes /= 1000;
  if (unit == 0 || bytes >= 99.95) return formatted("{:.0f} {}", bytes, units[unit]);
  return formatted("{:.{}f} {}", bytes, bytes >= 9.995 ? 1 : 2, units[unit]);
}

std::string tensor_text(std::string_view noun, const Shape& shape, Dtype dtype) {
  return formatted("the {} of shape {} in {}", noun, shape_text(shape), name(dtype));
}
}  // namespace softmax
