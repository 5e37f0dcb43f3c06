#include "verify/slice_index.h"

namespace softmax::verify {

SliceIndex::SliceIndex(const Shape& shape, const Dims& dims)
    : shape_(shape),
      dims_(Slices(shape, dims).dims()),
      strides_(shape.size(), 1),
      is_normalised_(shape.size(), false),
      members_{0} {
  for (const std::size_t dim : dims_) is_normalised_[dim] = true;
  for (std::size_t dim = shape.size(); dim-- > 1;) strides_[dim - 1] = strides_[dim] * shape[dim];
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    if (!is_normalised_[dim]) {
      count_ *= shape[dim];
      continue;
    }
    std::vector<std::size_t> longer;
    longer.reserve(members_.size() * shape[dim]);
    for (const std::size_t member : members_) {
      for (std::size_t i = 0; i < shape[dim]; ++i) longer.push_back(member + i * strides_[dim]);
    }
    members_ = std::move(longer);
  }
}

std::size_t SliceIndex::slice_of(std::size_t element) const {
  std::size_t slice = 0;
  for (std::size_t dim = 0; dim < shape_.size(); ++dim) {
    const std::size_t coordinate = element / strides_[dim];
    element -= coordinate * strides_[dim];
    if (!is_normalised_[dim]) slice = slice * shape_[dim] + coordinate;
  }
  return slice;
}

std::size_t SliceIndex::place_in_slice(std::size_t element) const {
  std::size_t place = 0;
  for (std::size_t dim = 0; dim < shape_.size(); ++dim) {
    const std::size_t coordinate = element / strides_[dim];
    element -= coordinate * strides_[dim];
    if (is_normalised_[dim]) place = place * shape_[dim] + coordinate;
  }
  return place;
}

std::size_t SliceIndex::first_of(std::size_t slice) const {
  std::size_t first = 0;
  for (std::size_t dim = shape_.size(); dim-- > 0;) {
    if (is_normalised_[dim]) continue;
    first += slice % shape_[dim] * strides_[dim];
    slice /= shape_[dim];
  }
  return first;
}

}  // namespace softmax::verify
