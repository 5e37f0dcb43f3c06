#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string>

#include "core/shape.h"

namespace softmax::formats {
/// The nesting of a tensor's numbers in a text: rank, size of each dim, path. A reader reports each bracket and each
/// run of numbers in order. The rank is known from the first number or empty array on, the size of a dim from the end
/// of its first array on; everything after that has to agree. A function that returns false has changed nothing: one of
/// the misfit functions then says what is wrong.
class Nest {
 public:
  static constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();

  Nest() {
    sizes_.fill(unknown);
    sizes_[0] = 1;
  }

  /// The number of open arrays.
  std::size_t depth() const { return depth_; }

  /// Whether the elements of the innermost open array are known to be arrays.
  bool wants_arrays() const { return rank_ != unknown && depth_ < rank_; }

  /// How many more elements the innermost open array may have; `unknown` before the size of its dim is known.
  std::size_t room() const {
    if (sizes_[depth_] == unknown) return unknown;
    return counts_[depth_] < sizes_[depth_] ? sizes_[depth_] - counts_[depth_] : 0;
  }

  /// An array starts. False where numbers have to be, and beyond the largest rank.
  bool open() {
    if (depth_ == rank_ || depth_ == largest_rank) return false;
    ++counts_[depth_];
    counts_[++depth_] = 0;
    return true;
  }

  /// The innermost open array ends. False when its siblings have another size, or no array is open.
  bool close() {
    if (depth_ == 0) return false;
    const std::size_t size = sizes_[depth_] == unknown ? counts_[depth_] : sizes_[depth_];
    if (size != counts_[depth_]) return false;
    sizes_[depth_] = size;
    if (rank_ == unknown) rank_ = depth_;
    --depth_;
    return true;
  }

  /// That many numbers follow each other. False where arrays have to be.
  bool numbers(std::size_t count) {
    if (count == 0) return true;
    if (rank_ == unknown) rank_ = depth_;
    if (depth_ != rank_) return false;
    counts_[depth_] += count;
    return true;
  }

  /// Whether exactly one array, or one number outside of all arrays, has been reported.
  bool is_complete() const { return depth_ == 0 && counts_[0] == 1; }

  /// The shape of a complete tensor.
  Shape shape() const;

  /// Why open() returned false: "[1] is an array, its siblings are numbers".
  std::string misfit_of_array() const;

  /// Why numbers() returned false: "[1] is a number, its siblings are arrays".
  std::string misfit_of_number() const;

  /// Why close() returned false, or would if `more` elements followed: "[2][1] has 3 elements, its siblings have 4".
  std::string misfit_of_size(std::size_t more = 0) const;

 private:
  std::string misfit_of_kind(const char* kind, const char* other, const char* others) const;
  std::string path(std::size_t depth, std::size_t last) const;

  std::size_t depth_ = 0;
  std::size_t rank_ = unknown;                          ///< the depth of the numbers
  std::array<std::size_t, largest_rank + 1> counts_{};  ///< elements of the array open at each depth; 0: the document
  std::array<std::size_t, largest_rank + 1> sizes_{};   ///< of the arrays at each depth, or unknown
};
}  // namespace softmax::formats
