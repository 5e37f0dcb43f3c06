#include "explain/element.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/error.h"

namespace softmax::explain {
namespace {

std::string counted_coordinates(std::size_t count) {
  return fmt::format("{} coordinate{}", count, count == 1 ? "" : "s");
}

}  // namespace

Index resolve(const std::vector<long>& coordinates, const Shape& shape) {
  const auto refuse = [&](const std::string& why) {
    const std::string given = coordinates.empty() ? "''" : fmt::format("{}", fmt::join(coordinates, ","));
    throw Error(fmt::format("--explain {}: {}", given, why));
  };
  if (element_count(shape) == 0) refuse(fmt::format("a tensor of shape {} has no elements", shape_text(shape)));
  if (coordinates.size() != shape.size()) {
    const std::string_view hint = shape.empty() ? ", as in --explain ''" : "";
    refuse(fmt::format("expected {} for a tensor of shape {}{}, found {}", counted_coordinates(shape.size()),
                       shape_text(shape), hint, coordinates.size()));
  }
  Index index;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    const auto size = static_cast<long>(shape[dim]);
    const long coordinate = coordinates[dim];
    if (coordinate < -size || coordinate >= size) {
      refuse(fmt::format("{} is out of range for dim {} of a tensor of shape {}: expected {} to {}", coordinate, dim,
                         shape_text(shape), -size, size - 1));
    }
    index.push_back(static_cast<std::size_t>(coordinate < 0 ? coordinate + size : coordinate));
  }
  return index;
}

std::vector<std::size_t> slice_places(const Shape& shape, const std::vector<std::size_t>& dims, const Index& index) {
  std::vector<std::size_t> places = {0};
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    const bool is_normalised = std::binary_search(dims.begin(), dims.end(), dim);
    const std::size_t first = is_normalised ? 0 : index[dim];
    const std::size_t count = is_normalised ? shape[dim] : 1;
    std::vector<std::size_t> inner;
    inner.reserve(places.size() * count);
    for (const std::size_t place : places) {
      for (std::size_t i = 0; i < count; ++i) inner.push_back(place * shape[dim] + first + i);
    }
    places = std::move(inner);
  }
  return places;
}

std::string slice_text(const std::vector<std::size_t>& dims, const Index& index) {
  std::vector<std::string> coordinates;
  for (std::size_t dim = 0; dim < index.size(); ++dim) {
    const bool is_normalised = std::binary_search(dims.begin(), dims.end(), dim);
    coordinates.push_back(is_normalised ? ":" : fmt::format("{}", index[dim]));
  }
  return fmt::format("[{}]", fmt::join(coordinates, ","));
}

}  // namespace softmax::explain
