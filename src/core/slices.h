#pragma once

#include "core/shape.h"

namespace softmax {
/// The dims to normalise, as requested: negative ones count from the end.
struct Dims {
  bool all = false;
  std::vector<long> list = {-1};
};

/// A tensor cut into slices along the dims that are normalised.
///
/// A *slice* is a set of elements that becomes one distribution. A *panel* is the smallest contiguous run of elements
/// that holds whole slices: the product of the sizes from the first normalised dim on. For one dim in the middle of a
/// tensor, (outer, length, inner), there are `outer` panels of length × inner elements, each of `inner` slices.
class Slices {
 public:
  /// Throws Error for a dim that is out of range (naming the valid ones) or given twice. A 0-d tensor is one slice of
  /// one element along dim 0 or -1.
  Slices(const Shape& shape, const Dims& dims);

  const std::vector<std::size_t>& dims() const { return dims_; }  ///< sorted, none negative
  const Shape& kept() const { return kept_; }  ///< the shape of a tensor with one number for each slice

  std::size_t length() const { return length_; }                     ///< elements of a slice
  std::size_t count() const { return panels_ * slices_per_panel_; }  ///< slices of the tensor, also when they are empty
  std::size_t panels() const { return panels_; }
  std::size_t panel_elements() const { return panel_elements_; }
  std::size_t slices_per_panel() const { return slices_per_panel_; }

  /// A matrix of contiguous elements. Each column belongs to one slice, adjacent columns to adjacent slices.
  struct Piece {
    std::size_t first;    ///< its first element, counted in the panel
    std::size_t slice;    ///< the slice of its first column, counted in the panel
    std::size_t rows;     ///< elements of each slice
    std::size_t columns;  ///< slices
  };

  /// Calls visit for the pieces of elements [first, first + count) of a panel, in row-major order.
  template <class Visit>
  void for_each_piece(std::size_t first, std::size_t count, Visit visit) const {
    const std::size_t end = first + count;
    while (first < end) {
      const Piece piece = piece_at(first, end);
      visit(piece);
      first += piece.rows * piece.columns;
    }
  }

  /// Whether a panel is a single piece, of slices_per_panel() columns.
  bool panel_is_one_piece() const { return rows_ * columns_ == panel_elements_; }

  /// The row length of pieces, `inner` of a panel. Blocks should be a multiple of it, so that pieces are whole rows.
  std::size_t inner() const { return columns_; }

 private:
  Piece piece_at(std::size_t first, std::size_t end) const;

  struct Group {
    std::size_t size;
    bool normalised;
  };

  std::vector<std::size_t> dims_;
  Shape kept_;
  std::vector<Group> outer_;  ///< of a panel, before its last normalised group
  std::size_t length_ = 1;
  std::size_t panels_ = 1;
  std::size_t panel_elements_ = 1;
  std::size_t slices_per_panel_ = 1;
  std::size_t rows_ = 1;     ///< the last normalised group
  std::size_t columns_ = 1;  ///< the elements inside it
};

/// The place of a slice of a panel in the tensor of one number for each slice.
inline std::size_t slice_number(const Slices& slices, std::size_t panel, std::size_t slice) {
  return panel * slices.slices_per_panel() + slice;
}

/// The elements of each slice of a tensor, by their places in row-major order: for looking at single elements anywhere,
/// where Slices is for walking over whole tensors.
class SliceIndex {
 public:
  /// Throws Error as Slices does.
  SliceIndex(const Shape& shape, const Dims& dims);

  const std::vector<std::size_t>& dims() const { return dims_; }
  const Shape& shape() const { return shape_; }
  std::size_t length() const { return members_.size(); }
  std::size_t count() const { return count_; }

  /// The slice of an element.
  std::size_t slice_of(std::size_t element) const;

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
}  // namespace softmax
