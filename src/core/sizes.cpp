#include "core/sizes.h"

#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace softmax {

double memory_size(const Shape& shape, Dtype dtype) {
  const std::size_t value = dtype == Dtype::float64 ? sizeof(double) : sizeof(float);
  return static_cast<double>(element_count(shape)) * static_cast<double>(value);
}

std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 7> units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  constexpr double first_rounded_to_four_digits = 999.5;
  std::size_t unit = 0;
  for (; bytes >= first_rounded_to_four_digits && unit + 1 < units.size(); ++unit) bytes /= 1000;
  if (unit == 0 || bytes >= 99.95) return fmt::format("{:.0f} {}", bytes, units[unit]);
  return fmt::format("{:.{}f} {}", bytes, bytes >= 9.995 ? 1 : 2, units[unit]);
}

std::string tensor_text(std::string_view noun, const Shape& shape, Dtype dtype) {
  return fmt::format("the {} of shape {} in {}", noun, shape_text(shape), name(dtype));
}

}  // namespace softmax
