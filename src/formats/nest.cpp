#include "formats/nest.h"

#include "core/formatted.h"

namespace softmax::formats {
namespace {
/// The path of the first element at that depth: what an element without a sibling before it is compared with.
std::string first_path(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "[0]";
  return text;
}
}  // namespace

Shape Nest::shape() const {
  const auto first = sizes_.begin() + 1;
  return Shape(first, first + static_cast<std::ptrdiff_t>(rank_));
}

std::string Nest::misfit_of_array() const {
  if (depth_ == rank_) return misfit_of_kind("an array", "a number", "numbers");
  return formatted("expected a tensor of rank {} at most, found arrays nested deeper", largest_rank);
}

std::string Nest::misfit_of_number() const { return misfit_of_kind("a number", "an array", "arrays"); }

std::string Nest::misfit_of_size(std::size_t more) const {
  const std::size_t count = counts_[depth_] + more;
  const std::size_t place = counts_[depth_ - 1] - 1;
  return formatted("{} has {} element{}, {} {}", path(depth_ - 1, place), count, count == 1 ? "" : "s",
                   place > 0 ? "its siblings have" : first_path(depth_ - 1) + " has", sizes_[depth_]);
}

std::string Nest::misfit_of_kind(const char* kind, const char* other, const char* others) const {
  const std::size_t place = counts_[depth_];
  return formatted(
      "{} is {}, {}", path(depth_, place), kind,
      place > 0 ? formatted("its siblings are {}", others) : formatted("{} is {}", first_path(depth_), other));
}

/// "[2][1]": the element `last` of the array that is open at that depth, after the elements that contain it.
std::string Nest::path(std::size_t depth, std::size_t last) const {
  std::string text;
  for (std::size_t i = 1; i < depth; ++i) text += formatted("[{}]", counts_[i] - 1);
  return text + formatted("[{}]", last);
}
}  // namespace softmax::formats
