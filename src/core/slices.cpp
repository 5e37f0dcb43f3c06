#include "core/slices.h"

#include <algorithm>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax {
namespace {
/// Sorted dims, none negative. No other code resolves negative dims.
std::vector<std::size_t> resolve(const Shape& shape, const Dims& dims) {
  const auto rank = static_cast<long>(shape.size());
  std::vector<std::size_t> resolved;
  if (dims.all) {
    for (std::size_t dim = 0; dim < shape.size(); ++dim) resolved.push_back(dim);
    return resolved;
  }
  const long reach = std::max(rank, 1L);
  for (const long dim : dims.list) {
    if (dim < -reach || dim >= reach) {
      throw Error(formatted("dim {} is out of range for a tensor of shape {}: expected {} to {}", dim,
                            shape_text(shape), -reach, reach - 1));
    }
    if (rank == 0) continue;
    const auto whole = static_cast<std::size_t>(dim < 0 ? dim + rank : dim);
    if (std::find(resolved.begin(), resolved.end(), whole) != resolved.end()) {
      throw Error(formatted("--dim names dim {} twice", whole));
    }
    resolved.push_back(whole);
  }
  std::sort(resolved.begin(), resolved.end());
  return resolved;
}
}  // namespace

Slices::Slices(const Shape& shape, const Dims& dims) : dims_(resolve(shape, dims)) {
  // Adjacent dims of one kind act as one. Dims of size 1 change nothing, but one normalised group is always kept.
  std::vector<Group> groups;
  const auto append = [&groups](std::size_t size, bool normalised) {
    if (!groups.empty() && groups.back().normalised == normalised) {
      groups.back().size *= size;
    } else {
      groups.push_back({size, normalised});
    }
  };
  bool any_normalised = false;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    const bool normalised = std::binary_search(dims_.begin(), dims_.end(), dim);
    if (!normalised) kept_.push_back(shape[dim]);
    if (normalised) length_ *= shape[dim];
    const bool needed = normalised && !any_normalised && dim == dims_.back();
    if (shape[dim] == 1 && !needed) continue;
    any_normalised = any_normalised || normalised;
    append(shape[dim], normalised);
  }
  if (!any_normalised) append(1, true);

  auto group = groups.begin();
  if (!group->normalised) panels_ = (group++)->size;
  for (auto g = group; g != groups.end(); ++g) {
    panel_elements_ *= g->size;
    if (!g->normalised) slices_per_panel_ *= g->size;
  }
  auto end = groups.end();
  if (!groups.back().normalised) columns_ = (--end)->size;
  rows_ = (--end)->size;
  outer_.assign(group, end);
}

Slices::Piece Slices::piece_at(std::size_t first, std::size_t end) const {
  const std::size_t tile = rows_ * columns_;
  std::size_t outer = first / tile;
  const std::size_t within = first % tile;

  // The kept coordinates of the tile, innermost group first, as a place among the slices of the panel.
  std::size_t slice = 0;
  std::size_t stride = columns_;
  for (std::size_t g = outer_.size(); g-- > 0;) {
    if (!outer_[g].normalised) {
      slice += outer % outer_[g].size * stride;
      stride *= outer_[g].size;
    }
    outer /= outer_[g].size;
  }

  const std::size_t left = std::min(end - first, tile - within);
  const std::size_t column = within % columns_;
  if (column != 0 || left < columns_) return {first, slice + column, 1, std::min(left, columns_ - column)};
  return {first, slice, left / columns_, columns_};
}

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

std::size_t SliceIndex::first_of(std::size_t slice) const {
  std::size_t first = 0;
  for (std::size_t dim = shape_.size(); dim-- > 0;) {
    if (is_normalised_[dim]) continue;
    first += slice % shape_[dim] * strides_[dim];
    slice /= shape_[dim];
  }
  return first;
}
}  // namespace softmax
