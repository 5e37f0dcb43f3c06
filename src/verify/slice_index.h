#pragma once

#include <cstddef>
#include <vector>

#include "core/shape.h"
#include "core/slices.h"

namespace softmax::verify {

/// Which elements of a tensor form a slice, by their places in row-major order, one by one: for looking at single
/// elements anywhere. (core/slices.h walks over whole tensors.)
class SliceIndex {
 public:
  /// Throws Error as Slices does.
  SliceIndex(const Shape& shape, const Dims& dims);

  const std::vector<std::size_t>& dims() const { return dims_; }
  const Shape& shape() const { return shape_; }
  std::size_t length() const { return members_.size(); }
  std::size_t count() const { return count_; }

  /// The slice that an element stands in.
  std::size_t slice_of(std::size_t element) const;

  /// Where an element stands among the members of its slice, in the order of for_each.
  std::size_t place_in_slice(std::size_t element) const;

  /// visit(element) for each member, in row-major order.
  template <class Visit>
  void for_each(std::size_t slice, Visit visit) const {
    const std::size_t first = first_of(slice);
    for (const std::size_t offset : members_) visit(first + offset);
  }

  /// The first member of a slice.
  std::size_t first_of(std::size_t slice) const;

 private:
  Shape shape_;
  std::vector<std::size_t> dims_;
  std::vector<std::size_t> strides_;  ///< of each dim
  std::vector<bool> is_normalised_;
  std::vector<std::size_t> members_;  ///< of the slice at 0
  std::size_t count_ = 1;
};

}  // namespace softmax::verify
